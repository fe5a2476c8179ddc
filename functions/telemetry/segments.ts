import type { Documents, PartPut } from '../../shared/documents/documents.ts';
import { type Columns, toColumns } from './columns.ts';
import type { ReceivedFix } from './fix.ts';
import { shardPath } from './shard-state.ts';

/** A batch of fixes of many vehicles that has not been sorted by vehicle and time yet. */
export interface Segment {
  readonly id: string;
  /** How many fixes. */
  readonly count: number;
  /** The first and the last instant in it, milliseconds. */
  readonly from: number;
  readonly to: number;
}

export type FixesByVehicle = ReadonlyMap<string, readonly ReceivedFix[]>;

/** One drained batch, beside the state of its shard. */
export interface SegmentDocument {
  readonly from: number;
  readonly to: number;
  readonly fixes: Readonly<Record<string, Columns>>;
}

/** @param kept of each vehicle, oldest first; not empty. */
export const segmentOf = (
  id: string,
  kept: FixesByVehicle,
): { readonly segment: Segment; readonly put: PartPut<SegmentDocument> } => {
  let [from, to, count] = [Number.POSITIVE_INFINITY, 0, 0];
  const fixes: Record<string, Columns> = {};
  for (const [vehicleId, list] of kept) {
    from = Math.min(from, list[0]?.at ?? from);
    to = Math.max(to, list.at(-1)?.at ?? to);
    count += list.length;
    fixes[vehicleId] = toColumns(list);
  }
  return { segment: { id, count, from, to }, put: { id, doc: { from, to, fixes } } };
};

export const readSegments = async (
  live: Documents,
  tenantId: string,
  shard: number,
  segments: readonly Segment[],
): Promise<SegmentDocument[]> => {
  const stored = await live.getMany<SegmentDocument>(
    tenantId,
    segments.map(({ id }) => ({ path: shardPath(shard), id })),
  );
  // One that is gone has been sorted into slices meanwhile, and is found there.
  return stored.flatMap((found) => (found ? [found.doc] : []));
};

/** Removes segments that have been sorted. */
export const removeSegments = (
  live: Documents,
  tenantId: string,
  shard: number,
  segments: readonly Segment[],
): Promise<void> =>
  live.removeMany(
    tenantId,
    shardPath(shard),
    segments.map(({ id }) => id),
  );
