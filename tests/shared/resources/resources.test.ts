import { causeAt, yard } from './crates.ts';

describe('a list', () => {
  it.each([
    ['crates', ['eggs', 'Hats', 'Ink', 'Tins']],
    ['crates?sort=-name', ['Tins', 'Ink', 'Hats', 'eggs']],
    ['crates?sort=weight', ['Ink', 'eggs', 'Hats', 'Tins']],
    ['crates?kind=cold', ['eggs']],
    ['crates?kind=cold,dry&fragile=false&weightFrom=10', ['Hats', 'Tins']],
    ['crates?label=metal,loud', ['Tins']],
    ['crates?packedOnFrom=2026-02-01&packedOnTo=2026-02-20', ['eggs']],
    ['crates?search=IN', ['Ink', 'Tins']],
    ['crates?groupId=grp_north', ['eggs', 'Hats']],
    ['crates?groupId=grp_harbour,grp_south', ['eggs', 'Tins']],
    ['crates?groupId=grp_nowhere', []],
    ['kinds/cold/crates', ['eggs']],
  ])('%s has %j', async (path, expected) => expect(await (await yard()).names(path)).toEqual(expected));

  it('comes in pages', async () => {
    const { ask } = await yard();
    const first = await ask('crates?limit=3');
    expect(first.body.items).toHaveLength(3);
    const second = await ask(`crates?limit=3&cursor=${first.body.nextCursor}`);
    expect(second.body).toEqual({ items: [expect.objectContaining({ name: 'Tins' })] });
  });

  it('has the members that are asked for, and always id and version', async () => {
    const { ask } = await yard();
    const { body } = await ask('crates?fields=name,weight&limit=1');
    expect(body.items).toEqual([{ id: 'cra_2', name: 'eggs', weight: 4, version: 1 }]);
  });

  it.each([
    ['crates?sort=colour', 'sort'],
    ['crates?kind=wet', 'kind.0'],
    ['crates?kind=', 'kind'],
    ['crates?fields=secret', 'fields.0'],
    ['crates?limit=0', 'limit'],
    ['crates?packedOnFrom=yesterday', 'packedOnFrom'],
    ['crates?colour=red', ''],
  ])('refuses %s and names the parameter', async (path, field) => {
    const { status, body } = await (await yard()).ask(path);
    expect([status, body.code]).toEqual([400, 'query/invalid']);
    expect(body.detail).toContain(field);
  });

  it('of everything comes as lines', async () => {
    const { ask } = await yard();
    const { status, headers, text } = await ask('crates?sort=name&fields=name', 'mia', {
      accept: 'application/x-ndjson',
    });
    expect([status, headers.get('content-type')]).toEqual([200, 'application/x-ndjson; charset=utf-8']);
    const lines = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.map(({ name }) => name)).toEqual(['eggs', 'Hats', 'Ink', 'Tins']);
  });
});

describe('one entity', () => {
  it('is shown with its version as tag, and not again to who has it', async () => {
    const { ask } = await yard();
    const { status, headers, body } = await ask('crates/cra_4');
    expect([status, headers.get('etag')]).toEqual([200, '"1"']);
    expect(body).toEqual({
      id: 'cra_4',
      name: 'Ink',
      kind: 'dry',
      fragile: false,
      weight: 2,
      packedOn: '2026-02-20',
      labels: [],
      version: 1,
    });
    expect((await ask('crates/cra_4', 'mia', { 'if-none-match': '"1"' })).status).toBe(304);
  });

  it('is shown as it was, and not before it was', async () => {
    const { app, ask } = await yard();
    const event = { type: 'CrateRelabelled', data: { name: 'Blue ink' } } as const;
    const stream = { tenantId: 'ten_acme', streamId: 'crate-cra_4' };
    await app.services.streams.append(stream, 1, [event], causeAt('2026-03-01T12:00:00.000Z'));
    expect((await ask('crates/cra_4')).body).toMatchObject({ name: 'Blue ink', version: 2 });
    expect((await ask('crates/cra_4?asOf=2026-03-01T11:59:59Z')).body).toMatchObject({ name: 'Ink', version: 1 });
    expect((await ask('crates/cra_4?asOf=2026-02-28T23:59:59Z')).body.code).toBe('crates/not-found');
    expect((await ask('crates/cra_4?atLeast=2')).status).toBe(200);
    expect((await ask('crates/cra_4?atLeast=3')).body).toMatchObject({ code: 'resource/not-yet', current: 2 });
  });

  it('has a history, in pages', async () => {
    const { app, ask } = await yard();
    const stream = { tenantId: 'ten_acme', streamId: 'crate-cra_4' };
    const events = ['A', 'B'].map((name) => ({ type: 'CrateRelabelled', data: { name } }) as const);
    await app.services.streams.append(stream, 1, events, causeAt('2026-03-01T12:00:00.000Z'));
    const first = await ask('crates/cra_4/history?limit=2');
    expect(first.body.items).toMatchObject([
      { version: 1, type: 'CratePacked' },
      { version: 2, data: { name: 'A' } },
    ]);
    const second = await ask(`crates/cra_4/history?cursor=${first.body.nextCursor}`);
    expect(second.body).toMatchObject({ items: [{ version: 3, actor: 'user:mia', data: { name: 'B' } }] });
    expect(second.body.nextCursor).toBeUndefined();
    expect((await ask('crates/cra_4/history?cursor=x')).body.code).toBe('paging/bad-cursor');
  });
});

describe('whoever is limited to groups', () => {
  it('finds in lists only what belongs to them and to what is below them', async () => {
    const { names } = await yard();
    expect(await names('crates', 'north')).toEqual(['eggs', 'Hats']);
    expect(await names('crates?groupId=grp_harbour,grp_south', 'north')).toEqual(['eggs']);
    expect(await names('crates?groupId=grp_south', 'north')).toEqual([]);
  });

  it.each(['crates/cra_3', 'crates/cra_4', 'crates/cra_3/history', 'crates/cra_3?asOf=2026-03-01T12:00:00Z'])(
    'gets for %s what there is for what never was',
    async (path) => {
      const { ask } = await yard();
      const never = await ask(path.replace(/cra_\d/, 'cra_9'), 'north');
      const { status, body } = await ask(path, 'north');
      expect([status, body.code, body.detail]).toEqual([404, never.body.code, never.body.detail]);
    },
  );
});

it('shows another company nothing', async () => {
  const { ask, names } = await yard();
  expect(await names('crates', 'stranger')).toEqual([]);
  for (const path of ['crates/cra_1', 'crates/cra_1/history', 'crates/cra_1?asOf=2026-03-01T12:00:00Z'])
    expect((await ask(path, 'stranger')).status).toBe(404);
});
