import { MEASURED } from '../../../functions/telemetry/contract.ts';
import { type FactOf, factId, type Told } from '../../../functions/telemetry/facts.ts';
import { tripRecorder } from '../../../functions/trips/use-cases.ts';
import type { World } from '../../../shared/testing/world.ts';
import { app, found, reportingVehicle } from '../company.ts';

export type TripFact = FactOf<'trip-ended'>;

const MINUTE_MS = 60_000;

/** A trip of twelve kilometres in twenty minutes, in which somebody braked hard. */
export const tripFact = (vehicleId: string, at: number, changes: Partial<TripFact> = {}): TripFact => ({
  ...{ type: 'trip-ended', id: factId('trip', vehicleId, at), vehicleId, at, endedAt: at + 20 * MINUTE_MS },
  start: { lat: 49.0123, lon: 8.4321, place: { kind: 'place', id: 'plc_1', name: 'Depot' } },
  end: { lat: 49.0987, lon: 8.4789 },
  ...{ metres: 12_000.4, movingSeconds: 1_080, idleSeconds: 120, maxSpeed: 27.7777 },
  ...{ startOdometer: 100_000.4, endOdometer: 112_000.8, fixes: 40, gaps: 0, endedBy: 'ignition' },
  driving: {
    ...{ harshBrakes: 1, harshAccelerations: 0, harshCorners: 0, speedingSeconds: 0, speedingMetres: 0 },
    incidents: [{ kind: 'harsh-brake', at: at + MINUTE_MS, lat: 49.0333, lon: 8.4444, peak: 4.5, seconds: 2 }],
  },
  consumed: { fuelMillilitres: 900 },
  ...changes,
});

/** As the drain does: the first event of a new stream at once, everything else through the decider. */
export const telling = (world: World, tenantId: string) => {
  const cause = () => ({ at: world.services.clock().toISOString(), actor: MEASURED, correlationId: 'drain' });
  const settle = (told: Told) => tripRecorder.settle(world.services, tenantId, told, cause());
  return {
    settle,
    async find(...facts: TripFact[]) {
      const known = await tripRecorder.prepare(world.services, tenantId, facts);
      for (const fact of facts) {
        const appended = tripRecorder.appended(fact, known, cause().at);
        if (!appended) throw new Error('Trips have streams of their own.');
        const { streamId, expected, event } = appended;
        await world.services.streams.append({ tenantId, streamId }, expected, [event], cause());
      }
    },
  };
};

/** A company whose Ann drives Van 7, and whose Bob is free. */
export const tripScene = async () => {
  const world = app();
  const acme = await found(world, 'acme');
  const [ann, bob] = [await acme.join('ann', 'driver'), await acme.join('bob', 'driver')];
  const { vehicleId } = await reportingVehicle(acme, 'Van 7');
  const dispatcher = acme.as('dispatcher');
  const assigned = await dispatcher.post(`vehicles/${vehicleId}/driver`, { driver: ann.email });
  const annId = String((assigned.body.driver as { id: string }).id);
  const bobId = String((await acme.as('owner').post('drivers', { name: 'Bob', signIn: bob.email })).body.id);
  const now = world.services.clock().getTime();
  return { world, acme, ann, bob, annId, bobId, vehicleId, dispatcher, now, ...telling(world, acme.tenantId) };
};
