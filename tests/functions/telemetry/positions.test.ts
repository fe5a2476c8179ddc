import { app, found, itemsOf, reportingVehicle } from '../company.ts';

const START = Date.parse('2026-03-02T07:00:00.000Z');
const timeOf = (second: number) => new Date(START + second * 1_000).toISOString();

const open = async () => {
  const world = app();
  const acme = await found(world, 'acme');
  const van = await reportingVehicle(acme);
  const viewer = acme.as('viewer');
  const positions = `vehicles/${van.vehicleId}/positions`;
  return {
    world,
    acme,
    van,
    viewer,
    positions,
    async report(...seconds: number[]) {
      await acme.integration.post('ingest/batch', {
        fixes: seconds.map((second) => ({ deviceId: van.deviceId, at: timeOf(second), lat: 49, lon: 8 })),
      });
      world.advance(2_000);
      await world.runQueues();
    },
    async secondsOf(query: string) {
      return itemsOf(await viewer.get(`${positions}?${query}`)).map(
        ({ at }) => (Date.parse(String(at)) - START) / 1_000,
      );
    },
  };
};

describe('GET vehicles/{vehicleId}/position', () => {
  it('answers where the vehicle is', async () => {
    const { viewer, van, report } = await open();
    await report(1, 3, 2);
    expect((await viewer.get(`vehicles/${van.vehicleId}/position`)).body).toEqual({
      vehicleId: van.vehicleId,
      at: timeOf(3),
      receivedAt: '2026-03-02T08:00:00.000Z',
      lat: 49,
      lon: 8,
    });
  });

  it('answers 404 for a vehicle that has not reported, has no device, or never was', async () => {
    const { viewer, van, acme } = await open();
    const bare = await acme.as('owner').post('vehicles', { name: 'Van 8' });
    const codeOf = async (id: unknown) => (await viewer.get(`vehicles/${id}/position`)).body.code;
    expect(await codeOf(van.vehicleId)).toBe('telemetry/no-position');
    expect(await codeOf(bare.body.id)).toBe('telemetry/no-position');
    expect(await codeOf('veh_0')).toBe('vehicles/not-found');
    expect(await codeOf('shard-0')).toBe('vehicles/not-found');
  });
});

describe('GET vehicles/positions', () => {
  it('answers with the latest of every vehicle of the company', async () => {
    const { world, acme, van, viewer, report } = await open();
    const other = await reportingVehicle(acme, 'Van 8');
    await world.ask('GET', `ingest/osmand/${other.key}?lat=50&lon=9`);
    await report(1, 2);
    const items = itemsOf(await viewer.get('vehicles/positions'));
    expect(items.map(({ vehicleId, lat }) => [vehicleId, lat])).toEqual([
      [other.vehicleId, 50],
      [van.vehicleId, 49],
    ]);
  });

  it('answers with none before anything was reported', async () => {
    const { viewer } = await open();
    expect((await viewer.get('vehicles/positions')).body).toEqual({ items: [] });
  });
});

describe('GET vehicles/{vehicleId}/positions', () => {
  it('answers with where the vehicle has been, each instant once', async () => {
    const { report, secondsOf } = await open();
    await report(3, 1);
    await report(2, 3);
    expect(await secondsOf('')).toEqual([1, 2, 3]);
  });

  it('answers with the last 24 hours unless told', async () => {
    const { report, secondsOf } = await open();
    await report(-86_400, 0);
    expect(await secondsOf('')).toEqual([0]);
    expect(await secondsOf(`from=${timeOf(-86_400)}`)).toEqual([-86_400, 0]);
  });

  it('includes what a fast clock has measured a little ahead of ours', async () => {
    const { report, secondsOf } = await open();
    await report(3_600 + 299);
    expect(await secondsOf('')).toEqual([3_899]);
  });

  it('begins with the first instant asked for and ends before the last', async () => {
    const { report, secondsOf } = await open();
    await report(1, 2, 3);
    expect(await secondsOf(`from=${timeOf(1)}&to=${timeOf(3)}`)).toEqual([1, 2]);
    expect(await secondsOf(`from=${timeOf(2)}&to=${timeOf(2)}`)).toEqual([]);
  });

  it('goes on where the last page ended', async () => {
    const { viewer, positions, report, secondsOf } = await open();
    await report(1, 2, 3, 4, 5);
    const first = await viewer.get(`${positions}?limit=2`);
    expect(itemsOf(first)).toHaveLength(2);
    const cursor = encodeURIComponent(String(first.body.nextCursor));
    expect(await secondsOf(`limit=2&cursor=${cursor}`)).toEqual([3, 4]);
    expect((await viewer.get(`${positions}?limit=5`)).body.nextCursor).toBeUndefined();
  });

  it('never goes back before `from`, whatever the cursor says', async () => {
    const { report, secondsOf } = await open();
    await report(1, 2);
    const forged = Buffer.from('0').toString('base64url');
    expect(await secondsOf(`from=${timeOf(2)}&cursor=${forged}`)).toEqual([2]);
  });

  it('answers with none for a vehicle that never had a device, and 404 for one that never was', async () => {
    const { acme, viewer } = await open();
    const bare = await acme.as('owner').post('vehicles', { name: 'Van 8' });
    expect((await viewer.get(`vehicles/${bare.body.id}/positions`)).body).toEqual({ items: [] });
    expect((await viewer.get('vehicles/veh_0/positions')).status).toBe(404);
  });

  it.each([
    ['from', 'from=yesterday'],
    ['to', 'to=2026-03-02'],
    ['limit', 'limit=10001'],
    ['limit', 'limit=0'],
    ['from', `from=${timeOf(2)}&to=${timeOf(1)}`],
    ['from', `from=2026-01-01T00:00:00Z&to=2026-02-02T00:00:00Z`],
    ['cursor', `cursor=${Buffer.from('later').toString('base64url')}`],
  ])('answers 400 and names %s for %s', async (field, query) => {
    const { viewer, positions } = await open();
    const { status, body } = await viewer.get(`${positions}?${query}`);
    expect([status, body.issues]).toEqual([400, [{ path: [field], message: expect.any(String) }]]);
  });
});
