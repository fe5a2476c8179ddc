import { app, found, itemsOf, reportingVehicle } from '../company.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** Degrees of latitude that a vehicle at 15 m/s comes along in a minute. */
const STEP = 900 / 111_195;
const MINUTES = Array.from({ length: 11 }, (_, minute) => minute);

/** A van that drives nine kilometres when it is told to, always to the north. */
const scene = async () => {
  const world = app();
  const acme = await found(world, 'acme');
  const owner = acme.as('owner');
  const { vehicleId, deviceId } = await reportingVehicle(acme);
  let steps = 0;
  const drive = async () => {
    const start = world.services.clock().getTime();
    const fixes = MINUTES.map((minute) => ({
      ...{ deviceId, at: new Date(start + minute * MINUTE_MS).toISOString() },
      ...{ lat: 49 + (steps + minute) * STEP, lon: 8.4, speed: 15, accuracy: 5 },
    }));
    steps += 10;
    world.advance(10 * MINUTE_MS);
    expect((await acme.integration.post('ingest/batch', { fixes })).body.rejected).toBe(0);
    // What was found out is written down after it was kept.
    for (const _ of ['kept', 'written down']) {
      world.advance(10_000);
      await world.runQueues();
    }
  };
  const read = (value: number) => {
    const at = world.services.clock().toISOString();
    return owner.post(`vehicles/${vehicleId}/meters`, { meter: 'odometer', value, at });
  };
  const byDevice = async () =>
    itemsOf(await owner.get(`vehicles/${vehicleId}/meters?meter=odometer`))
      .filter(({ source }) => source === 'device')
      .map(({ value }) => Number(value));
  return { world, owner, vehicleId, drive, read, byDevice };
};

describe('a vehicle that reports where it is', () => {
  it('has a reading a day from when somebody has read its meter, and says how far the two drift apart', async () => {
    const { world, owner, vehicleId, drive, read, byDevice } = await scene();
    await drive();
    world.advance(HOUR_MS);
    await read(84_000_000);
    world.advance(HOUR_MS);
    await drive();
    expect(await byDevice()).toEqual([]);
    world.advance(DAY_MS);
    await drive();
    const [value, ...others] = await byDevice();
    expect(others).toEqual([]);
    // What was driven after the reading, and not before it.
    expect(Math.abs(Number(value) - 84_009_000)).toBeLessThan(300);

    world.advance(HOUR_MS);
    await read(84_018_000);
    const drift = await owner.get(`vehicles/${vehicleId}/meters/drift`);
    expect(drift.body).toMatchObject({
      ...{ vehicleId, meter: 'odometer', read: 18_000, verdict: 'ok' },
      pairs: [{ read: 18_000, countedBy: 'positions' }],
    });
    expect(Math.abs(Number(drift.body.counted) - 18_000)).toBeLessThan(600);
    expect((await owner.get('vehicles/veh_x/meters/drift')).status).toBe(404);
  });

  it('has none while nobody has read its meter', async () => {
    const { world, drive, byDevice } = await scene();
    await drive();
    world.advance(DAY_MS);
    await drive();
    expect(await byDevice()).toEqual([]);
  });
});
