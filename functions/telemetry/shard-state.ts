import type { ReceivedFix } from './fix.ts';
import { type FixMessage, unpack } from './messages.ts';

/** A batch of fixes of many vehicles that has not been sorted by vehicle and time yet. */
export interface Segment {
  readonly id: string;
  /** The day of its partition, `2026-11-22`. */
  readonly day: string;
  /** How many fixes. */
  readonly count: number;
  /** The first and the last instant in it, milliseconds. */
  readonly from: number;
  readonly to: number;
}

/** The latest state of a shard's vehicles: one document, one writer. */
export interface ShardState {
  readonly vehicles: Readonly<Record<string, ReceivedFix>>;
  readonly pending: readonly Segment[];
}

/** The id of a shard's document in the tenant's partition of the container `live`. */
export const shardId = (shard: number): string => `shard-${shard}`;

export const emptyShard: ShardState = { vehicles: {}, pending: [] };

export type FixesByVehicle = ReadonlyMap<string, readonly ReceivedFix[]>;

/** What one drain makes of the fixes it found. */
export interface Digest {
  readonly vehicles: ShardState['vehicles'];
  /** What history must keep, oldest first: everything but repetitions. A late fix is history all the same. */
  readonly kept: FixesByVehicle;
}

/**
 * Sorts what has arrived: repetitions of an instant go, late fixes go to history only, the newest becomes the vehicle's latest state.
 * Pure; the same messages twice leave the same state.
 */
export const digest = (before: ShardState['vehicles'], messages: readonly FixMessage[]): Digest => {
  const arrived = new Map<string, ReceivedFix[]>();
  for (const { fixes, receivedAt } of messages)
    for (const packed of fixes) {
      const list = arrived.get(packed[0]);
      if (list) list.push(unpack(packed, receivedAt));
      else arrived.set(packed[0], [unpack(packed, receivedAt)]);
    }

  const vehicles: Record<string, ReceivedFix> = { ...before };
  const kept = new Map<string, readonly ReceivedFix[]>();
  for (const [vehicleId, fixes] of arrived) {
    const latest = vehicles[vehicleId];
    const fresh = distinct(fixes).filter((fix) => !latest || !repeats(fix, latest));
    const newest = fresh.at(-1);
    if (!newest) continue;
    kept.set(vehicleId, fresh);
    if (!latest || newest.at > latest.at) vehicles[vehicleId] = newest;
  }
  return { vehicles, kept };
};

/**
 * A device has sent its latest fix again. Not so when both arrived together: then a round is repeated whose state was saved but whose
 * messages were not settled, and its segment must not lose what only it has.
 */
const repeats = (fix: ReceivedFix, latest: ReceivedFix) => fix.at === latest.at && fix.receivedAt > latest.receivedAt;

/** Oldest first, each instant once; most arrive that way, and then nothing is built. */
const distinct = (fixes: readonly ReceivedFix[]): readonly ReceivedFix[] => {
  const ordered = fixes.every((fix, index) => index === 0 || fix.at > (fixes[index - 1]?.at ?? 0));
  if (ordered) return fixes;
  const sorted = fixes.toSorted((a, b) => a.at - b.at);
  return sorted.filter((fix, index) => fix.at !== sorted[index - 1]?.at);
};
