import type { DropReason } from '../../../../functions/telemetry/contract.ts';
import type { MetersCounted } from '../../../../functions/telemetry/facts.ts';
import type { ReceivedFix } from '../../../../functions/telemetry/fix.ts';
import { type FilterMemory, filtered, filterStart } from '../../../../functions/telemetry/pipeline/filter.ts';
import { legOf } from '../../../../functions/telemetry/pipeline/leg.ts';
import {
  countMeters,
  type MeterMemory,
  metersCounted,
  metersStart,
} from '../../../../functions/telemetry/pipeline/meters.ts';
import type { Course } from '../../../../functions/telemetry/pipeline/trip.ts';
import { followTrip, type TripMemory, tripStart } from '../../../../functions/telemetry/pipeline/trips.ts';

export interface Memories {
  readonly filter: FilterMemory;
  readonly meters: MeterMemory;
  readonly trips: TripMemory;
}

export interface Run extends Memories {
  readonly dropped: readonly (DropReason | undefined)[];
  readonly kept: readonly ReceivedFix[];
  readonly ended: readonly Course[];
  readonly told: readonly MetersCounted[];
}

/** What the first stages make of a vehicle's fixes. `between`: what happens to the memories from fix to fix. */
export const through = (
  fixes: readonly ReceivedFix[],
  between: (memories: Memories) => Memories = (memories) => memories,
): Run => {
  let memories: Memories = { filter: filterStart, meters: metersStart, trips: tripStart };
  const dropped: (DropReason | undefined)[] = [];
  const kept: ReceivedFix[] = [];
  const ended: Course[] = [];
  const told: MetersCounted[] = [];
  for (const fix of fixes) {
    const { memory: filter, reason } = filtered(memories.filter, kept.at(-1), fix);
    dropped.push(reason);
    if (reason) {
      memories = between({ ...memories, filter });
      continue;
    }
    const leg = legOf(kept.at(-1), fix);
    kept.push(fix);
    const meters = countMeters(memories.meters, leg);
    const scene = { vehicleId: 'veh_1', odometer: meters.odometer, nameAt: () => undefined };
    const trips = followTrip(memories.trips, leg, scene);
    if (meters.due) told.push(metersCounted(meters, 'veh_1', fix.at));
    if (trips.ended) ended.push(trips.ended);
    memories = between({ filter, meters, trips });
  }
  return { ...memories, dropped, kept, ended, told };
};
