import type { DropReason } from '../contract.ts';
import type { Fact } from '../facts.ts';
import type { ReceivedFix } from '../fix.ts';
import { type DrivingMemory, drivingOf, drivingStart, judgeDriving } from './driving.ts';
import { consumedOf, type EnergyMemory, energyOfNewTrip, energyStart, followEnergy } from './energy.ts';
import { type FilterMemory, filtered, filterStart } from './filter.ts';
import { type FenceMemory, type FenceScene, fencesStart, followFences } from './geofences.ts';
import { type Leg, legOf } from './leg.ts';
import { countMeters, type MeterMemory, metersCounted, metersStart } from './meters.ts';
import { followTrip, type TripMemory, tripStart } from './trips.ts';

/** What the pipeline remembers of a vehicle: plain JSON, kept for every vehicle in a document that its shard shares. */
export interface VehicleMemory {
  /** The last fix that was believed. */
  readonly latest: ReceivedFix;
  readonly filter: FilterMemory;
  readonly meters: MeterMemory;
  readonly trip: TripMemory;
  readonly fences: FenceMemory;
  readonly driving: DrivingMemory;
  readonly energy: EnergyMemory;
  /** The trouble codes that it told last, comma separated; absent while there are none. */
  readonly dtcs?: string;
}

/** What the pipeline knows of a vehicle and its surroundings while it looks at a fix, and whom it tells. */
export interface Scene extends FenceScene {
  /** Room in the tank, when somebody has said so. */
  readonly tankMillilitres?: number | undefined;
  readonly batteryWattHours?: number | undefined;
  readonly tell: (fact: Fact) => void;
  readonly drop: (reason: DropReason) => void;
}

type Start = Omit<VehicleMemory, 'latest'>;

const start: Start = {
  filter: filterStart,
  meters: metersStart,
  trip: tripStart,
  fences: fencesStart,
  driving: drivingStart,
  energy: energyStart,
};

/** Begun for sure. */
const isOnTrip = ({ trip }: TripMemory): boolean => trip !== undefined && trip.away === undefined;

/** A trip is known to have ended before this leg: how it was driven, and what it took, is what was known until then. */
const tellOfTrip = ({ driving, energy }: Start, { ended }: TripMemory, { tell }: Scene): void => {
  if (ended) tell({ ...ended, driving: drivingOf(driving), consumed: consumedOf(energy) });
};

/** Devices tell their codes now and then. That there are none they say by an empty text, or by their number. */
const dtcsAfter = (known: string | undefined, { attributes }: ReceivedFix): string | undefined => {
  if (!attributes) return known;
  const { dtcs, dtcCount } = attributes;
  if (typeof dtcs === 'string') return dtcs;
  return dtcCount === 0 ? undefined : known;
};

/** What a believed fix makes of what was known. */
const followed = (before: Start, leg: Leg, filter: FilterMemory, scene: Scene): VehicleMemory => {
  const { vehicleId, tell, tankMillilitres, batteryWattHours } = scene;
  const { nameAt } = scene.fences;
  const meters = countMeters(before.meters, leg);
  const { odometer } = meters;
  if (meters.due) tell(metersCounted(meters, vehicleId, leg.fix.at));
  const trip = followTrip(before.trip, leg, { vehicleId, odometer, nameAt });
  let { driving, energy } = before;
  if (trip.ended) {
    tellOfTrip(before, trip, scene);
    driving = drivingStart;
    energy = energyOfNewTrip(energy);
  }
  const fences = followFences(before.fences, leg, scene, tell);
  const isDriving = isOnTrip(trip);
  driving = judgeDriving(driving, leg, { isDriving, limit: fences.limit });
  energy = followEnergy(
    energy,
    leg,
    { vehicleId, isDriving, odometer, tankMillilitres, batteryWattHours, nameAt },
    tell,
  );
  const dtcs = dtcsAfter(before.dtcs, leg.fix);
  if (dtcs) return { latest: leg.fix, filter, meters, trip, fences, driving, energy, dtcs };
  return { latest: leg.fix, filter, meters, trip, fences, driving, energy };
};

/**
 * One more fix, later than the last. Pure but for what it tells: the same fixes in the same order leave the same memory and tell the same facts, wherever
 * they are cut into batches. A fix that is not believed is told to `drop` and leaves `latest` as it is; undefined while none was ever believed.
 */
export const advance = (
  memory: VehicleMemory | undefined,
  fix: ReceivedFix,
  scene: Scene,
): VehicleMemory | undefined => {
  const before = memory ?? start;
  const { memory: filter, reason } = filtered(before.filter, memory?.latest, fix);
  if (reason === undefined) return followed(before, legOf(memory?.latest, fix), filter, scene);
  scene.drop(reason);
  return !memory || filter === memory.filter ? memory : { ...memory, filter };
};
