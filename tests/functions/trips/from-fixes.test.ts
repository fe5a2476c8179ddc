import { app, found, itemsOf, reportingVehicle } from '../company.ts';

const MINUTE_MS = 60_000;
/** Degrees of latitude that a vehicle at 15 m/s comes along in a minute. */
const STEP = 900 / 111_195;

/** A van whose device reports every minute, and what people see of it after all has been worked through. */
const drivingVan = async () => {
  const world = app();
  const acme = await found(world, 'acme');
  const dispatcher = acme.as('dispatcher');
  const { vehicleId, deviceId } = await reportingVehicle(acme);
  const ann = await acme.join('ann', 'driver');
  await dispatcher.post(`vehicles/${vehicleId}/driver`, { driver: ann.email });
  const start = world.services.clock().getTime() + MINUTE_MS;
  const fixAt = (minute: number, steps: number, ignition = true) => ({
    ...{ deviceId, at: new Date(start + minute * MINUTE_MS).toISOString() },
    ...{ lat: 49 + steps * STEP, lon: 8.4, speed: ignition ? 15 : 0, accuracy: 5, attributes: { ignition } },
  });
  const send = async (...fixes: object[]) => {
    const sent = await acme.integration.post('ingest/batch', { fixes });
    expect([sent.status, sent.body.rejected]).toEqual([202, 0]);
    // What was found out is written down after it was kept.
    for (const _ of ['kept', 'written down']) {
      world.advance(10_000);
      await world.runQueues();
    }
    await world.runEvents();
  };
  return { world, acme, dispatcher, vehicleId, fixAt, send };
};

/** Ten minutes of driving, and ten of standing with the key out. */
const MINUTES = Array.from({ length: 11 }, (_, minute) => minute);

describe('what a device reports', () => {
  it('becomes a trip of whoever drives, with a score to come', async () => {
    const { world, dispatcher, vehicleId, fixAt, send } = await drivingVan();
    world.advance(60 * MINUTE_MS);
    await send(...MINUTES.map((minute) => fixAt(minute, minute)));
    expect(itemsOf(await dispatcher.get('trips'))).toEqual([]);
    await send(...MINUTES.map((minute) => fixAt(11 + minute, 10, false)));
    const [trip, ...others] = itemsOf(await dispatcher.get('trips'));
    expect(others).toEqual([]);
    expect(trip).toMatchObject({ vehicleId, status: 'recorded', classification: 'unclassified', endedBy: 'ignition' });
    expect(trip?.driverId).toEqual(expect.stringMatching(/^drv_/));
    expect(Math.abs(Number(trip?.metres) - 9_000)).toBeLessThan(900);
    const scores = await dispatcher.get(`drivers/${trip?.driverId}/scorecards`);
    expect(scores.body).toMatchObject({ total: { trips: 1, metres: trip?.metres } });
  });

  it('is corrected by fixes that come late', async () => {
    const { world, dispatcher, fixAt, send } = await drivingVan();
    world.advance(60 * MINUTE_MS);
    const driving = MINUTES.map((minute) => fixAt(minute, minute));
    await send(...driving, ...MINUTES.map((minute) => fixAt(11 + minute, 10, false)));
    const [before] = itemsOf(await dispatcher.get('trips'));
    // A way round between two fixes that were there.
    const detour = { ...fixAt(4.5, 4.5), lon: 8.405 };
    await send(detour);
    const [after, ...others] = itemsOf(await dispatcher.get('trips'));
    expect(others).toEqual([]);
    expect([after?.id, after?.startedAt, after?.version]).toEqual([before?.id, before?.startedAt, 2]);
    expect(Number(after?.metres)).toBeGreaterThan(Number(before?.metres));
    expect(after?.fixes).toBe(Number(before?.fixes) + 1);
  });
});
