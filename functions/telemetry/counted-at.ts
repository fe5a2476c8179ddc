import type { Services } from '../../shared/services.ts';
import { fenceIndex } from '../geofences/use-cases.ts';
import { checkpointFor } from './checkpoints.ts';
import type { MetersCounted } from './facts.ts';
import { DAY_MS, readHistory } from './history.ts';
import { advance, type Scene, type VehicleMemory } from './pipeline/pipeline.ts';
import { shardOf } from './shard-of.ts';

/** What the meters of a vehicle had counted by some moment. */
export type Counted = Pick<MetersCounted, 'odometer' | 'engineSeconds' | 'odometerBy' | 'engineBy'>;

/** What a vehicle that was silent for longer had counted in between, nobody asks for. */
const MAX_SILENCE_MS = 7 * DAY_MS;
/** A day at one fix a second, and what a vehicle with two devices sends. */
const MAX_FIXES = 200_000;

const countedBy = ({ meters }: VehicleMemory): Counted => {
  const { odometer, engineSeconds, odometerBy, engineBy } = meters;
  return { odometer, engineSeconds, odometerBy, engineBy };
};

const NO_FENCES = fenceIndex();

/** Only the meters are looked at, and nobody is told again of what was found long ago. */
const silent = (vehicleId: string): Scene => ({
  vehicleId,
  fences: NO_FENCES,
  tell: () => undefined,
  drop: () => undefined,
});

/**
 * What the device of a vehicle had counted at a moment (milliseconds since 1970): from the checkpoint of that day, and the fixes after it. Undefined when
 * nothing had been heard of the vehicle by then, or nothing is known any more. Four requests at most.
 * @throws FleetError `not-found` when the company has no such vehicle
 */
export const countedAt = async (
  services: Services,
  tenantId: string,
  vehicleId: string,
  at: number,
): Promise<Counted | undefined> => {
  const found = await shardOf(services, { tenantId }, vehicleId);
  const now = found?.state.vehicles[vehicleId];
  if (!found || !now) return undefined;
  if (at >= now.latest.at) return countedBy(now);
  const until = Math.min(now.latest.at, at + MAX_SILENCE_MS);
  const checkpoint = await checkpointFor(services, tenantId, vehicleId, at, until);
  if (!checkpoint) return undefined;
  let memory = checkpoint.memory ?? undefined;
  const fixes = await readHistory(services, tenantId, {
    vehicleId,
    shard: found.shard,
    pending: found.state.pending,
    from: memory ? memory.latest.at + 1 : at - (at % DAY_MS),
    to: at + 1,
    limit: MAX_FIXES,
  });
  const scene = silent(vehicleId);
  for (const fix of fixes) memory = advance(memory, fix, scene);
  return memory && countedBy(memory);
};
