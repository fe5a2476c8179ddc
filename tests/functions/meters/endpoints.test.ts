import { meters, metersStream } from '../../../functions/meters/meters.ts';
import { execute } from '../../../shared/eventstore/execute.ts';
import { app, type Client, found, itemsOf } from '../company.ts';

const open = async () => {
  const world = app();
  const acme = await found(world, 'acme');
  const mia = acme.as('dispatcher');
  const vehicleId = String((await mia.post('vehicles', { name: 'Van 7' })).body.id);
  const read = async (client: Client, value: number, at: string, more: object = {}) =>
    client.post(`vehicles/${vehicleId}/meters`, { meter: 'odometer', value, at, ...more });
  const metersOf = async () => (await mia.get(`vehicles/${vehicleId}`)).body.meters;
  return { world, acme, mia, vehicleId, read, metersOf };
};

describe('POST vehicles/{vehicleId}/meters', () => {
  it('answers 201 with the reading, and the vehicle shows what the meter stands at', async () => {
    const { mia, vehicleId, read, metersOf } = await open();
    const { status, headers, body } = await read(mia, 1_000_000, '2026-03-01T09:00:00+01:00', {
      note: 'At the pump',
      source: 'fuel',
    });
    expect([status, headers.get('etag')]).toEqual([201, '"1"']);
    const at = '2026-03-01T08:00:00.000Z';
    expect(body).toEqual({
      id: expect.stringMatching(/^mtr_/),
      vehicleId,
      meter: 'odometer',
      value: 1_000_000,
      total: 1_000_000,
      at,
      source: 'fuel',
      note: 'At the pump',
      recordedAt: '2026-03-02T08:00:00.000Z',
      version: 1,
    });
    expect(await metersOf()).toEqual({
      odometer: { value: 1_000_000, total: 1_000_000, at, source: 'fuel' },
      version: 1,
    });
  });

  it('answers 201 and says why a reading does not count', async () => {
    const { mia, read, metersOf } = await open();
    await read(mia, 1_000_000, '2026-03-01T08:00:00Z');
    expect(await read(mia, 900_000, '2026-03-02T08:00:00Z')).toMatchObject({
      status: 201,
      body: { void: { reason: 'below-earlier' } },
    });
    expect(await metersOf()).toMatchObject({ odometer: { value: 1_000_000 }, version: 2 });
  });

  it.each([
    ['meter', { meter: 'fuel' }],
    ['value', { value: -1 }],
    ['value', { value: 1.5 }],
    ['value', { value: 10_000_000_001 }],
    ['at', { at: '2026-03-01' }],
    ['at', { at: '0000-01-01T00:00:00+01:00' }],
    ['at', { at: '9999-12-31T23:59:59-01:00' }],
    ['source', { source: 'hearsay' }],
    ['note', { note: '' }],
  ])('answers 400 and names %s for %j', async (field, wrong) => {
    const { mia, vehicleId } = await open();
    const body = { meter: 'odometer', value: 1, at: '2026-03-01T08:00:00Z', ...wrong };
    expect(await mia.post(`vehicles/${vehicleId}/meters`, body)).toMatchObject({
      status: 400,
      body: { issues: [{ path: [field] }] },
    });
  });

  it('is for the workshop, and not for those who only look', async () => {
    const { acme, read } = await open();
    const { client: tom } = await acme.join('tom', 'technician');
    expect((await read(tom, 1, '2026-03-01T08:00:00Z')).status).toBe(201);
    expect((await read(acme.as('viewer'), 2, '2026-03-01T09:00:00Z')).status).toBe(403);
  });

  it('answers 404 for a vehicle that never was', async () => {
    const { mia } = await open();
    const body = { meter: 'odometer', value: 1, at: '2026-03-01T08:00:00Z' };
    expect((await mia.post('vehicles/veh_0/meters', body)).body.code).toBe('vehicles/not-found');
  });
});

describe('correcting readings', () => {
  it('voids, accepts and replaces, and the vehicle follows', async () => {
    const { mia, vehicleId, read, metersOf } = await open();
    const meter = 'odometer';
    await read(mia, 1_000_000, '2026-02-20T08:00:00Z');
    const late = String((await read(mia, 9_000_000, '2026-02-21T08:00:00Z')).body.id);
    const accepted = await mia.post(`vehicles/${vehicleId}/meters/${late}/accept`);
    expect([accepted.status, accepted.body.void]).toEqual([200, undefined]);
    expect(await metersOf()).toMatchObject({ odometer: { value: 9_000_000 } });
    const voided = await mia.post(`vehicles/${vehicleId}/meters/${late}/void`, { reason: 'Typo' });
    expect(voided.body).toMatchObject({ void: { reason: 'voided', note: 'Typo' } });
    expect(await metersOf()).toMatchObject({ odometer: { value: 1_000_000 } });
    const replacement = { meter, oldValue: 1_200_000, newValue: 5_000, at: '2026-02-25T08:00:00Z' };
    const replaced = await mia.post(`vehicles/${vehicleId}/meters/replace`, replacement);
    expect(replaced.body).toMatchObject({ id: vehicleId, odometer: { value: 5_000, total: 1_200_000 } });
    await read(mia, 105_000, '2026-02-27T08:00:00Z');
    expect(await metersOf()).toMatchObject({ odometer: { value: 105_000, total: 1_300_000 } });
  });

  it('answers 404 for a reading that never was', async () => {
    const { mia, vehicleId } = await open();
    expect((await mia.post(`vehicles/${vehicleId}/meters/mtr_0/accept`)).body.code).toBe('meters/not-found');
    expect((await mia.post(`vehicles/${vehicleId}/meters/mtr_0/void`, { reason: 'x' })).body.code).toBe(
      'meters/not-found',
    );
  });
});

describe('GET vehicles/{vehicleId}/meters', () => {
  it('lists all readings, the latest first, page by page', async () => {
    const { mia, vehicleId, read } = await open();
    for (const day of [3, 1, 2]) await read(mia, day * 1_000, `2026-02-0${day}T08:00:00Z`);
    await read(mia, 1, '2026-02-04T08:00:00Z');
    await read(mia, 60, '2026-02-05T08:00:00Z', { meter: 'engineHours' });
    const list = async (query: string) => mia.get(`vehicles/${vehicleId}/meters?${query}`);
    const values = async (query: string) => itemsOf(await list(query)).map(({ value }) => value);
    expect(await values('')).toEqual([60, 1, 3_000, 2_000, 1_000]);
    expect(await values('meter=odometer&void=false')).toEqual([3_000, 2_000, 1_000]);
    expect(await values('void=true')).toEqual([1]);
    const page = await list('limit=2&void=false');
    expect(itemsOf(page).map(({ value }) => value)).toEqual([60, 3_000]);
    const cursor = encodeURIComponent(String(page.body.nextCursor));
    expect(await values(`limit=2&void=false&cursor=${cursor}`)).toEqual([2_000, 1_000]);
    expect((await list(`limit=2&void=false&cursor=${cursor}`)).body).not.toHaveProperty('nextCursor');
    expect((await list('cursor=nonsense')).body.code).toBe('paging/bad-cursor');
  });
});

describe('what meters stand at', () => {
  it('is another state of the vehicle, but no change of it', async () => {
    const { mia, vehicleId, read } = await open();
    const before = (await mia.get(`vehicles/${vehicleId}`)).headers.get('etag') ?? '';
    await read(mia, 1_000, '2026-03-01T08:00:00Z');
    const { status, headers, body } = await mia.get(`vehicles/${vehicleId}`, { 'if-none-match': before });
    const tag = headers.get('etag') ?? '';
    expect([status, tag, body.version]).toEqual([200, '"1.1"', 1]);
    expect((await mia.get(`vehicles/${vehicleId}`, { 'if-none-match': tag })).status).toBe(304);
    await read(mia, 2_000, '2026-03-02T08:00:00Z');
    for (const [ifMatch, answer] of [
      [tag, 200],
      [before, 412],
    ] as const)
      expect((await mia.post(`vehicles/${vehicleId}/rename`, { name: 'Van 8' }, { 'if-match': ifMatch })).status).toBe(
        answer,
      );
  });

  it('is shown as it was, too', async () => {
    const { world, mia, vehicleId, read } = await open();
    await read(mia, 1_000, '2026-03-01T08:00:00Z');
    world.advance(3_600_000);
    await read(mia, 2_000, '2026-03-02T08:30:00Z');
    const then = async (asOf: string) => (await mia.get(`vehicles/${vehicleId}?asOf=${asOf}`)).body.meters;
    expect(await then('2026-03-02T08:10:00Z')).toMatchObject({ odometer: { value: 1_000 }, version: 1 });
    expect(await then('2026-03-02T09:00:00Z')).toMatchObject({ odometer: { value: 2_000 }, version: 2 });
  });

  it('sorts the fleet', async () => {
    const { mia, read } = await open();
    await mia.post('vehicles', { name: 'Van 8' });
    await read(mia, 1_000, '2026-03-01T08:00:00Z');
    const names = async (sort: string) => itemsOf(await mia.get(`vehicles?sort=${sort}`)).map(({ name }) => name);
    expect([await names('odometer'), await names('-odometer')]).toEqual([
      ['Van 8', 'Van 7'],
      ['Van 7', 'Van 8'],
    ]);
  });

  it('stays on the card when the vehicle changes, and when the card is made anew', async () => {
    const { world, mia, vehicleId, read, metersOf } = await open();
    await read(mia, 1_000, '2026-03-01T08:00:00Z');
    await mia.patch(`vehicles/${vehicleId}`, { make: 'Ford' });
    await mia.post(`vehicles/${vehicleId}/retire`, { reason: 'Worn out' });
    const shown = await metersOf();
    expect(shown).toMatchObject({ odometer: { value: 1_000 } });
    await world.services.views.in('ten_acme', 'vehicles').remove(vehicleId);
    expect(await metersOf()).toEqual(shown);
    await read(mia, 2_000, '2026-03-02T08:00:00Z');
    expect((await world.services.views.in('ten_acme', 'vehicles').get(vehicleId))?.doc).toMatchObject({
      make: 'Ford',
      status: 'retired',
      meters: { odometer: { value: 2_000 }, version: 2 },
    });
  });
});

describe('two who read a meter at once', () => {
  it('are both heard', async () => {
    const { world, vehicleId } = await open();
    const run = { at: '2026-03-02T08:00:00.000Z', actor: 'system:test', correlationId: 'c-1' };
    const record = (index: number) =>
      execute(meters)(
        world.services.streams,
        metersStream('ten_acme', vehicleId),
        {
          type: 'Record',
          data: {
            readingId: `r${index}`,
            meter: 'odometer',
            value: index * 1_000,
            at: `2026-03-01T0${index}:00:00.000Z`,
            source: 'device',
            now: run.at,
          },
        },
        run,
      );
    await Promise.all([1, 2, 3, 4, 5].map(record));
    expect((await world.services.views.in('ten_acme', 'vehicles').get(vehicleId))?.doc).toMatchObject({
      meters: { odometer: { value: 5_000 }, version: 5 },
    });
  });
});
