import type { Services } from '../../shared/services.ts';
import type { Arrival, Arrivals } from './arrivals.ts';
import { beginsDay, type Checkpoint } from './checkpoints.ts';
import type { Told } from './facts.ts';
import type { ReceivedFix } from './fix.ts';
import { dayOf } from './history.ts';
import { type Ledger, ledger } from './ledger.ts';
import type { WakeUp } from './messages.ts';
import { advance, type Scene, type VehicleMemory } from './pipeline/pipeline.ts';
import { rederived } from './rederive.ts';
import type { FixesByVehicle } from './segments.ts';
import type { ShardState } from './shard-state.ts';
import { purely } from './unprocessable.ts';

/** What some arrivals make of a shard's vehicles and devices. */
export interface Round extends Pick<ShardState, 'vehicles' | 'devices'> {
  /** What history must keep, of each vehicle oldest first. */
  readonly kept: FixesByVehicle;
  readonly told: readonly Told[];
  readonly checkpoints: readonly Checkpoint[];
}

/** The surroundings of each vehicle. */
export type Scenes = (vehicleId: string, told: Pick<Scene, 'tell' | 'drop'>) => Scene;

/** What is found out of all vehicles, as it goes on. */
interface Findings {
  readonly told: Told[];
  readonly checkpoints: Checkpoint[];
  readonly devices: Ledger;
}

interface Course {
  readonly memory: VehicleMemory | undefined;
  readonly kept: readonly ReceivedFix[];
}

/** Fixes that are later than everything known of the vehicle: the usual ones. */
const goOn = (
  { memory: before, kept: late }: Course,
  arrivals: readonly Arrival[],
  vehicleId: string,
  scenes: Scenes,
  { told, checkpoints, devices }: Findings,
): Course => {
  const kept = [...late];
  let current: Arrival | undefined;
  const scene = scenes(vehicleId, {
    tell: (fact) => told.push({ change: 'found', fact }),
    drop: (reason) => current && devices.dropped(current.deviceId, reason, 1, current.fix.receivedAt),
  });
  let memory = before;
  for (const arrival of arrivals) {
    const { fix } = arrival;
    current = arrival;
    const known = memory;
    memory = advance(known, fix, scene);
    if (memory?.latest !== fix) continue;
    if (beginsDay(known, fix.at)) checkpoints.push({ vehicleId, day: dayOf(fix.at), memory: known ?? null });
    kept.push(fix);
    devices.kept(arrival.deviceId, fix, false);
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

const NO_FIXES: readonly ReceivedFix[] = [];

/** Takes what has arrived for the vehicles of a shard. Asks the store for those only that have late fixes. */
export const roundOf = async (
  services: Pick<Services, 'history' | 'live'>,
  { tenantId, shard }: WakeUp,
  before: Pick<ShardState, 'vehicles' | 'devices' | 'pending'>,
  { byVehicle, drops }: Arrivals,
  scenes: Scenes,
): Promise<Round> => {
  const vehicles: Record<string, VehicleMemory> = { ...before.vehicles };
  const kept = new Map<string, readonly ReceivedFix[]>();
  const findings: Findings = { told: [], checkpoints: [], devices: ledger() };
  const { told, checkpoints, devices } = findings;

  const goBack = async (vehicleId: string, memory: VehicleMemory, late: readonly Arrival[]): Promise<Course> => {
    const known = { tenantId, vehicleId, shard, pending: before.pending, memory };
    const again = await rederived(services, known, late, (one) => scenes(vehicleId, one));
    told.push(...again.told);
    checkpoints.push(...again.checkpoints);
    for (const { deviceId, fix, reason } of again.drops) devices.dropped(deviceId, reason, 1, fix.receivedAt);
    for (const { deviceId, fix } of again.kept) devices.kept(deviceId, fix, true);
    return { memory: again.memory, kept: again.kept.map(({ fix }) => fix) };
  };

  for (const [vehicleId, arrivals] of byVehicle) {
    const memory = vehicles[vehicleId];
    const late = lateOf(arrivals, memory);
    const start =
      memory && late > 0 ? await goBack(vehicleId, memory, arrivals.slice(0, late)) : { memory, kept: NO_FIXES };
    const news = late > 0 ? arrivals.slice(late) : arrivals;
    const course = purely(() => goOn(start, news, vehicleId, scenes, findings));
    if (course.memory) vehicles[vehicleId] = course.memory;
    if (course.kept.length > 0) kept.set(vehicleId, course.kept);
  }
  for (const { deviceId, reason, times, receivedAt } of drops) devices.dropped(deviceId, reason, times, receivedAt);
  return { vehicles, devices: devices.added(before.devices), kept, told, checkpoints };
};
