import type { Services } from '../../shared/services.ts';
import { type Arrivals, type Arrival } from './arrivals.ts';
import { beginsDay, type Checkpoint } from './checkpoints.ts';
import type { DropReason } from './contract.ts';
import type { Told } from './facts.ts';
import type { ReceivedFix } from './fix.ts';
import { dayOf } from './history.ts';
import type { WakeUp } from './messages.ts';
import { advance, type Scene, type VehicleMemory } from './pipeline/pipeline.ts';
import { rederived } from './rederive.ts';
import type { ShardState } from './shard-state.ts';
import type { FixesByVehicle } from './segments.ts';

/** What some arrivals make of a shard's vehicles. */
export interface Round {
  readonly vehicles: ShardState['vehicles'];
  readonly kept: FixesByVehicle;
  readonly told: readonly Told[];
  readonly checkpoints: readonly Checkpoint[];
  readonly drops: readonly Drop[];
}

export interface Drop {
  readonly deviceId: string;
  readonly reason: DropReason;
}

/** The surroundings of each vehicle. */
export type Scenes = (vehicleId: string, told: Pick<Scene, 'tell' | 'drop'>) => Scene;

interface Course {
  readonly memory: VehicleMemory | undefined;
  readonly kept: readonly ReceivedFix[];
}

/** Fixes that are later than everything known of the vehicle: the usual ones. */
const goOn = (
  before: VehicleMemory | undefined,
  arrivals: readonly Arrival[],
  from: number,
  scenes: Scenes,
  vehicleId: string,
  { told, checkpoints, drops }: { told: Told[]; checkpoints: Checkpoint[]; drops: Drop[] },
): Course => {
  const kept: ReceivedFix[] = [];
  let deviceId = '';
  const scene = scenes(vehicleId, {
    tell: (fact) => told.push({ change: 'found', fact }),
    drop: (reason) => drops.push({ deviceId, reason }),
  });
  let memory = before;
  for (let index = from; index < arrivals.length; index++) {
    const arrival = arrivals[index];
    if (!arrival) break;
    const { fix } = arrival;
    ({ deviceId } = arrival);
    if (beginsDay(memory, fix.at)) checkpoints.push({ vehicleId, day: dayOf(fix.at), memory: memory ?? null });
    memory = advance(memory, fix, scene);
    if (memory.latest === fix) kept.push(fix);
  }
  return { memory, kept };
};

/** How many of the arrivals, which are in order, are not later than what is known. */
const lateOf = (arrivals: readonly Arrival[], memory: VehicleMemory | undefined): number => {
  if (!memory) return 0;
  let count = 0;
  while ((arrivals[count]?.fix.at ?? Number.POSITIVE_INFINITY) <= memory.latest.at) count += 1;
  return count;
};

/** Takes what has arrived for the vehicles of a shard. Asks the store for those only that have late fixes. */
export const roundOf = async (
  services: Pick<Services, 'history' | 'live'>,
  { tenantId, shard }: WakeUp,
  before: Pick<ShardState, 'vehicles' | 'pending'>,
  { byVehicle }: Pick<Arrivals, 'byVehicle'>,
  scenes: Scenes,
): Promise<Round> => {
  const vehicles: Record<string, VehicleMemory> = { ...before.vehicles };
  const kept = new Map<string, readonly ReceivedFix[]>();
  const [told, checkpoints, drops]: [Told[], Checkpoint[], Drop[]] = [[], [], []];
  for (const [vehicleId, arrivals] of byVehicle) {
    let memory = vehicles[vehicleId];
    let late: readonly ReceivedFix[] = [];
    const count = lateOf(arrivals, memory);
    if (memory && count > 0) {
      const known = { tenantId, vehicleId, shard, pending: before.pending, memory };
      const sceneFor = (told: Pick<Scene, 'tell' | 'drop'>) => scenes(vehicleId, told);
      const again = await rederived(services, known, arrivals.slice(0, count), sceneFor);
      memory = again.memory;
      late = again.kept;
      told.push(...again.told);
      checkpoints.push(...again.checkpoints);
      drops.push(...again.drops);
    }
    const course = goOn(memory, arrivals, count, scenes, vehicleId, { told, checkpoints, drops });
    if (course.memory) vehicles[vehicleId] = course.memory;
    const all = late.length > 0 ? [...late, ...course.kept] : course.kept;
    if (all.length > 0) kept.set(vehicleId, all);
  }
  return { vehicles, kept, told, checkpoints, drops };
};
