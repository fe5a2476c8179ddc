import type { Answer } from '../../../shared/testing/world.ts';
import { app, found } from '../company.ts';
import { open, openWithGroups, register } from './scene.ts';

interface Result {
  readonly index: number;
  readonly status: number;
  readonly vehicle?: Readonly<Record<string, unknown>>;
  readonly problem?: Readonly<Record<string, unknown>>;
}
const resultsOf = ({ body }: Answer) => body.results as readonly Result[];

describe('POST vehicles/bulk', () => {
  it('does every command on its own and tells what became of each', async () => {
    const { mia } = await open();
    const [a, b] = [await register(mia, 'a'), await register(mia, 'b')];
    const answer = await mia.post('vehicles/bulk', {
      commands: [
        { vehicleId: a, command: 'tag', tags: ['Pool', 'x'] },
        { vehicleId: 'veh_0', command: 'tag', tags: ['pool'] },
        { vehicleId: b, command: 'retire', reason: 'Worn out' },
        { vehicleId: a, command: 'untag', tags: ['x'] },
        { vehicleId: b, command: 'status', status: 'in-shop' },
        { vehicleId: a, command: 'patch', patch: { make: 'Ford', customFields: { unknown: 1 } } },
        { vehicleId: a, command: 'patch', patch: { make: 'Ford' }, expected: 1 },
        { vehicleId: a, command: 'move', groupId: 'grp_0' },
        { vehicleId: a, command: 'status', status: 'in-shop', reason: 'Brakes' },
      ],
    });
    expect(answer.status).toBe(200);
    expect(resultsOf(answer).map(({ index, status, problem }) => [index, status, problem?.code])).toEqual([
      [0, 200, undefined],
      [1, 404, 'vehicles/not-found'],
      [2, 200, undefined],
      [3, 200, undefined],
      [4, 409, 'vehicles/retired'],
      [5, 400, 'custom-fields/invalid'],
      [6, 412, 'stream/stale'],
      [7, 400, 'groups/unknown'],
      [8, 200, undefined],
    ]);
    expect(resultsOf(answer)[3]?.vehicle).toMatchObject({ id: a, tags: ['pool'], version: 3 });
    expect((await mia.get(`vehicles/${a}`)).body).toMatchObject({ tags: ['pool'], status: 'in-shop' });
  });

  it('does nothing at all when anything of it is malformed', async () => {
    const { mia } = await open();
    const id = await register(mia, 'a');
    const good = { vehicleId: id, command: 'tag', tags: ['pool'] };
    for (const bad of [
      { ...good, command: 'sing' },
      { ...good, tags: [] },
      { ...good, extra: 1 },
      { command: 'tag' },
    ]) {
      const { status, body } = await mia.post('vehicles/bulk', { commands: [good, bad] });
      expect([status, (body.issues as { path: unknown[] }[])[0]?.path.slice(0, 2)]).toEqual([400, ['commands', 1]]);
    }
    expect((await mia.post('vehicles/bulk', { commands: [] })).status).toBe(400);
    expect((await mia.post('vehicles/bulk', { commands: Array(501).fill(good) })).status).toBe(400);
    expect((await mia.get(`vehicles/${id}`)).body.version).toBe(1);
  });

  it('takes 500 commands, those of one vehicle in the order given', async () => {
    const { mia } = await open();
    const ids = await Promise.all(['a', 'b', 'c'].map((name) => register(mia, name)));
    const commands = Array.from({ length: 500 }, (_, index) => ({
      vehicleId: ids[index % 3],
      command: 'patch',
      patch: { notes: `step ${index}` },
    }));
    const results = resultsOf(await mia.post('vehicles/bulk', { commands }));
    expect(results.every(({ status, index, vehicle }) => status === 200 && vehicle?.notes === `step ${index}`)).toBe(
      true,
    );
    expect(results.at(-1)?.vehicle?.version).toBe(168);
  });

  it('leaves alone what the caller may not see', async () => {
    const { mia, ned, south } = await openWithGroups();
    const id = await register(mia, 'Theirs', { groupId: south });
    const answer = await ned.post('vehicles/bulk', {
      commands: [{ vehicleId: id, command: 'retire', reason: 'Gone' }],
    });
    expect(resultsOf(answer)[0]).toMatchObject({ status: 404, problem: { code: 'vehicles/not-found' } });
    expect((await mia.get(`vehicles/${id}`)).body.version).toBe(1);
  });

  it('keeps what nobody expected to itself, and to its command', async () => {
    const world = app((usual) => ({
      streams: {
        ...usual.streams,
        append: (stream, version, events, cause) => {
          if (events.some(({ data }) => JSON.stringify(data).includes('poison'))) throw new Error('A secret of ours.');
          return usual.streams.append(stream, version, events, cause);
        },
      },
    }));
    const mia = (await found(world, 'acme')).as('dispatcher');
    const [a, b] = [await register(mia, 'a'), await register(mia, 'b')];
    const answer = await mia.post('vehicles/bulk', {
      commands: [
        { vehicleId: a, command: 'tag', tags: ['poison'] },
        { vehicleId: b, command: 'tag', tags: ['pool'] },
      ],
    });
    expect(resultsOf(answer)).toMatchObject([{ status: 500, problem: { code: 'server/unexpected' } }, { status: 200 }]);
    expect(answer.text).not.toContain('secret');
    expect(world.log).toContainEqual(expect.objectContaining({ level: 'error', error: expect.any(Error) }));
  });
});
