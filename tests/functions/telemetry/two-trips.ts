import type { Replace } from '../../../shared/testing/world.ts';
import { app, type Company, found, itemsOf, type Reporting, reportingVehicle } from '../company.ts';

export const START = Date.parse('2026-03-01T22:00:00.000Z');
const METRES_PER_DEGREE = 111_195;

export interface Measured {
  readonly second: number;
  readonly lat: number;
  readonly speed: number;
  readonly ignition: boolean;
}

/** Two trips over midnight, north along a meridian: a fix every 20 seconds while driving, every two minutes while parked. */
const drive = (): Measured[] => {
  const all: Measured[] = [];
  let [second, metres] = [0, 0];
  const park = (seconds: number) => {
    for (const end = second + seconds; second < end; second += 120)
      all.push({ second, lat: 49 + metres / METRES_PER_DEGREE, speed: 0, ignition: false });
  };
  const go = (seconds: number, speed: number) => {
    for (const end = second + seconds; second < end; second += 20, metres += speed * 20)
      all.push({ second, lat: 49 + metres / METRES_PER_DEGREE, speed, ignition: true });
  };
  park(1_200);
  go(1_800, 15);
  park(2_400);
  go(3_000, 20);
  park(1_800);
  return all;
};

export const ALL = drive();

export const open = async (replace?: Replace) => {
  const world = app(replace);
  const acme = await found(world, 'acme');
  world.advance(5 * 3_600_000);
  return { world, acme, van: await reportingVehicle(acme) };
};
export type Scene = Awaited<ReturnType<typeof open>>;

export const send = async ({ world, acme, van }: Scene, fixes: readonly Measured[]) => {
  if (fixes.length === 0) return;
  const { status } = await acme.integration.post('ingest/batch', {
    fixes: fixes.map(({ second, lat, speed, ignition }) => ({
      ...{ deviceId: van.deviceId, at: new Date(START + second * 1_000).toISOString(), lat, lon: 8, speed },
      ...{ heading: 0, accuracy: 5, attributes: { ignition } },
    })),
  });
  expect(status).toBe(202);
  world.advance(4_000);
  await world.runQueues();
};

/** Lets the facts that wait be published. */
export const settle = async ({ world }: Scene) => {
  for (let bucket = 0; bucket < 4; bucket++) {
    world.advance(2_000);
    await world.runQueues();
  }
};

export const listed = async ({ acme }: { acme: Company }) =>
  itemsOf(await acme.as('dispatcher').get('trips?sort=startedAt'));

/** What trips are like, whichever vehicle drove them. */
export const tripsOf = async (scene: { acme: Company }) =>
  (await listed(scene)).map(({ startedAt, endedAt, metres, endedBy, startOdometer, endOdometer }) => ({
    startedAt,
    endedAt,
    metres,
    endedBy,
    startOdometer,
    endOdometer,
  }));

export const historyOf = async ({ acme, van }: { acme: Company; van: Reporting }) =>
  itemsOf(await acme.as('viewer').get(`vehicles/${van.vehicleId}/positions?limit=10000`)).length;

/** What has come of the vehicle's device. */
export const talliesOf = async ({ world, acme, van }: Scene) =>
  (await world.services.live.in(acme.tenantId, 'shard-0').get<{ devices: object }>('state'))?.doc.devices[
    van.deviceId as never
  ];
