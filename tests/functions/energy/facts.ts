import { chargingRecorder, fuellingRecorder } from '../../../functions/energy/use-cases.ts';
import { MEASURED } from '../../../functions/telemetry/contract.ts';
import { type Charged, type Fact, factId, type TankChanged, type Told } from '../../../functions/telemetry/facts.ts';
import type { World } from '../../../shared/testing/world.ts';

const MINUTE_MS = 60_000;

const SPOT = { lat: 49.0123, lon: 8.4321, place: { kind: 'place', id: 'plc_1', name: 'Depot' } } as const;

/** A tank that was filled by half of it in five minutes. */
export const fuelFact = (vehicleId: string, at: number, changes: Partial<TankChanged> = {}): TankChanged => ({
  ...{ type: 'refuelled', id: factId('fuelling', vehicleId, at), vehicleId, at, endedAt: at + 5 * MINUTE_MS },
  ...{ spot: SPOT, fromPercent: 30, toPercent: 80.5, millilitres: 202_000, odometer: 120_000.4 },
  ...changes,
});

/** A battery that was charged for an hour. */
export const chargeFact = (vehicleId: string, at: number, changes: Partial<Charged> = {}): Charged => ({
  ...{ type: 'charged', id: factId('charging', vehicleId, at), vehicleId, at, endedAt: at + 60 * MINUTE_MS },
  ...{ spot: SPOT, fromPercent: 20, toPercent: 80, wattHours: 36_000, odometer: 120_000 },
  ...changes,
});

/** As the drain does: the first event of a new stream at once, everything else through the decider. */
export const tellingEnergy = (world: World, tenantId: string) => {
  const cause = () => ({ at: world.services.clock().toISOString(), actor: MEASURED, correlationId: 'drain' });
  const recorderOf = ({ type }: Fact) => (type === 'charged' ? chargingRecorder : fuellingRecorder);
  return {
    settle: (told: Told) => recorderOf(told.fact).settle(world.services, tenantId, told, cause()),
    async find(...facts: (TankChanged | Charged)[]) {
      for (const fact of facts) {
        const recorder = recorderOf(fact);
        const known = await recorder.prepare(world.services, tenantId, [fact]);
        const appended = recorder.appended(fact, known, cause().at);
        if (!appended) throw new Error('Each has a stream of its own.');
        const { streamId, expected, event } = appended;
        await world.services.streams.append({ tenantId, streamId }, expected, [event], cause());
      }
    },
  };
};
