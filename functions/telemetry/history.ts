import { everything, type Partition, type Put, type Query, type Stored } from '../../shared/documents/documents.ts';
import { digestOf } from '../../shared/kernel/digest.ts';
import { portions } from '../../shared/kernel/portions.ts';
import type { Services } from '../../shared/services.ts';
import { type Columns, fromColumns, merged, toColumns } from './columns.ts';
import { bytesOf, type ReceivedFix } from './fix.ts';
import { readSegments, type Segment, type SegmentDocument } from './segments.ts';

/** Ten minutes of one vehicle, in the partition of the vehicle and the day. */
interface SliceDocument {
  readonly from: number;
  readonly to: number;
  readonly fixes: Columns;
}

/** Short, because a slice is written again whenever more of it arrives; long enough to be few. */
const SLICE_MS = 10 * 60_000;
export const DAY_MS = 86_400_000;
/** More than a device sends in ten minutes, and still well within the 2 MB of a document. */
const MAX_SLICE_BYTES = 1024 * 1024;

/** Slices lie in `history`, segments in `live`. */
export type HistoryPorts = Pick<Services, 'history' | 'live'>;

/** `2026-11-22` in UTC. */
export const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);
const sliceStart = (at: number) => at - (at % SLICE_MS);
const sliceId = (at: number): string => `t-${new Date(at).toISOString().slice(11, 15)}0`;

const boundsOf = (fixes: readonly ReceivedFix[]) => ({ from: fixes[0]?.at ?? 0, to: fixes.at(-1)?.at ?? 0 });
const sliceOf = (fixes: readonly ReceivedFix[]): SliceDocument => ({ ...boundsOf(fixes), fixes: toColumns(fixes) });

interface Slice {
  readonly path: readonly [vehicleId: string, day: string];
  readonly id: string;
  readonly fixes: ReceivedFix[];
}

const slicesOf = (documents: readonly SegmentDocument[]): Slice[] => {
  const slices = new Map<string, Slice>();
  for (const { fixes } of documents)
    for (const [vehicleId, columns] of Object.entries(fixes))
      for (const fix of fromColumns(columns)) {
        const key = `${vehicleId} ${sliceStart(fix.at)}`;
        const slice = slices.get(key);
        if (slice) slice.fixes.push(fix);
        else slices.set(key, { path: [vehicleId, dayOf(fix.at)], id: sliceId(fix.at), fixes: [fix] });
      }
  return [...slices.values()];
};

interface SlicePuts {
  readonly first: Put<SliceDocument>;
  readonly rest: readonly Put<SliceDocument>[];
}

/** A slice with more fixes than fit goes on in documents of its own, which are never merged again: readers put them together. */
const putsOf = (
  { path, id, fixes }: Slice,
  before: Stored<SliceDocument> | undefined,
  keepSeconds: number,
): SlicePuts => {
  const all = merged([before ? fromColumns(before.doc.fixes) : [], fixes]);
  const condition = before ? { ifMatch: before.etag } : { create: true };
  const [first = sliceOf(all), ...rest] = portions(all, MAX_SLICE_BYTES, ({ attributes }) => bytesOf(attributes)).map(
    sliceOf,
  );
  return {
    first: { path, id, doc: first, keepSeconds, ...condition },
    // Named after what they hold, so that each replaces nothing but itself.
    rest: rest.map((doc) => ({ path, id: `${id}~${digestOf(JSON.stringify(doc)).slice(0, 16)}`, doc, keepSeconds })),
  };
};

/**
 * Sorts segments into one document per vehicle and ten minutes. Doing it twice, or half and then again, changes nothing: an instant is kept
 * once.
 * @returns false when a slice was written by somebody else meanwhile; nothing is lost, do it again.
 */
export const compact = async (
  { history, live }: HistoryPorts,
  tenantId: string,
  shard: number,
  segments: readonly Segment[],
  keepSeconds: number,
): Promise<boolean> => {
  const slices = slicesOf(await readSegments(live, tenantId, shard, segments));
  const known = await history.getMany<SliceDocument>(tenantId, slices);
  const puts = slices.map((slice, index) => putsOf(slice, known[index], keepSeconds));
  // What no longer fits the first document must be elsewhere before the first document forgets it.
  await history.putMany<SliceDocument>(
    tenantId,
    puts.flatMap(({ rest }) => rest),
  );
  const written = await history.putMany<SliceDocument>(
    tenantId,
    puts.map(({ first }) => first),
  );
  return written.every(Boolean);
};

export interface HistoryQuery {
  readonly vehicleId: string;
  readonly shard: number;
  readonly pending: readonly Segment[];
  /** Inclusive, milliseconds. */
  readonly from: number;
  /** Exclusive, milliseconds. */
  readonly to: number;
  readonly limit: number;
}

/** A vehicle's fixes in a span of time, oldest first, each instant once; at most `limit` and one more, which says that there are more. */
export const readHistory = async (
  { history, live }: HistoryPorts,
  tenantId: string,
  { vehicleId, shard, pending, from, to, limit }: HistoryQuery,
): Promise<ReceivedFix[]> => {
  const within = ({ at }: ReceivedFix) => at >= from && at < to;
  // Segments before slices: what is sorted in between is then seen twice rather than not at all.
  const overlapping = pending.filter((segment) => segment.to >= from && segment.from < to);
  const segments = overlapping.length > 0 ? await readSegments(live, tenantId, shard, overlapping) : [];
  const fresh = segments.flatMap(({ fixes }) => (fixes[vehicleId] ? fromColumns(fixes[vehicleId]) : [])).filter(within);

  const found: ReceivedFix[] = [];
  for (let midnight = from - (from % DAY_MS); midnight < to && found.length <= limit; midnight += DAY_MS) {
    const day = dayOf(midnight);
    const sorted = await readSlices(history.in(tenantId, vehicleId, day), { from, to, limit });
    found.push(...merged([sorted, fresh.filter(({ at }) => dayOf(at) === day)]));
  }
  return found.slice(0, limit + 1);
};

const readSlices = async (partition: Partition, { from, to, limit }: Pick<HistoryQuery, 'from' | 'to' | 'limit'>) => {
  const found: ReceivedFix[] = [];
  const query: Query = { range: { field: 'from', from: sliceStart(from), to }, orderBy: 'from' };
  let current = 0;
  for await (const { from: start, fixes } of everything<SliceDocument>(partition, query)) {
    // Documents of the same ten minutes may overlap: only then what has been found is complete up to its end.
    if (found.length > limit && sliceStart(start) > current) break;
    current = sliceStart(start);
    found.push(...fromColumns(fixes).filter(({ at }) => at >= from && at < to));
  }
  return found;
};
