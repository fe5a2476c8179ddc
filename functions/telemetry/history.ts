import { type Documents, everything } from '../../shared/documents/documents.ts';
import { type Columns, fromColumns, merged, toColumns } from './columns.ts';
import type { ReceivedFix } from './fix.ts';
import type { FixesByVehicle, Segment } from './shard-state.ts';

/** One drained batch: the fixes of many vehicles, in the partition of their shard and the day they arrived. */
interface SegmentDocument {
  readonly from: number;
  readonly to: number;
  readonly fixes: Readonly<Record<string, Columns>>;
}

/** One vehicle's hour, in the partition of the vehicle and the day. */
interface HourDocument {
  readonly from: number;
  readonly to: number;
  readonly fixes: Columns;
}

const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

/** `2026-11-22` in UTC. */
export const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);
const hourIdOf = (at: number): string => `h-${new Date(at).toISOString().slice(11, 13)}`;
const shardPath = (shard: number, day: string) => [`shard-${shard}`, day];

const boundsOf = (fixes: readonly ReceivedFix[]) => ({ from: fixes[0]?.at ?? 0, to: fixes.at(-1)?.at ?? 0 });

/** Writes one batch. Writing it again under the same id changes nothing. */
export const writeSegment = async (
  history: Documents,
  tenantId: string,
  shard: number,
  id: string,
  now: number,
  kept: FixesByVehicle,
): Promise<Segment> => {
  const bounds = [...kept.values()].map(boundsOf);
  const segment = {
    id,
    day: dayOf(now),
    from: Math.min(...bounds.map(({ from }) => from)),
    to: Math.max(...bounds.map(({ to }) => to)),
  };
  const fixes = Object.fromEntries([...kept].map(([vehicleId, list]) => [vehicleId, toColumns(list)]));
  const document: SegmentDocument = { from: segment.from, to: segment.to, fixes };
  await history.in(tenantId, ...shardPath(shard, segment.day)).put(id, document);
  return segment;
};

const readSegments = async (history: Documents, tenantId: string, shard: number, segments: readonly Segment[]) => {
  const stored = await history.getMany<SegmentDocument>(
    tenantId,
    segments.map(({ id, day }) => ({ path: shardPath(shard, day), id })),
  );
  // One that is gone has been sorted into hours meanwhile, and is found there.
  return stored.flatMap((found) => (found ? [found.doc] : []));
};

/**
 * Sorts segments into one document per vehicle and hour. Doing it twice, or half and then again, changes nothing: an instant is kept once.
 * @throws FleetError `stale` when an hour was written by somebody else meanwhile; nothing is lost, do it again.
 */
export const compact = async (
  history: Documents,
  tenantId: string,
  shard: number,
  segments: readonly Segment[],
): Promise<boolean> => {
  const documents = await readSegments(history, tenantId, shard, segments);
  const hours = new Map<string, { path: [string, string]; id: string; fixes: ReceivedFix[] }>();
  for (const { fixes } of documents)
    for (const [vehicleId, columns] of Object.entries(fixes))
      for (const fix of fromColumns(columns)) {
        const path: [string, string] = [vehicleId, dayOf(fix.at)];
        const id = hourIdOf(fix.at);
        const key = `${path[0]} ${path[1]} ${id}`;
        const hour = hours.get(key) ?? { path, id, fixes: [] };
        hour.fixes.push(fix);
        hours.set(key, hour);
      }
  const wanted = [...hours.values()];
  const known = await history.getMany<HourDocument>(tenantId, wanted);
  const written = await history.putMany<HourDocument>(
    tenantId,
    wanted.map(({ path, id, fixes }, index) => {
      const before = known[index];
      const all = merged([before ? fromColumns(before.doc.fixes) : [], fixes]);
      const doc = { ...boundsOf(all), fixes: toColumns(all) };
      return before ? { path, id, doc, ifMatch: before.etag } : { path, id, doc, create: true };
    }),
  );
  return written.every(Boolean);
};

/** Removes segments that have been sorted. */
export const removeSegments = async (
  history: Documents,
  tenantId: string,
  shard: number,
  segments: readonly Segment[],
): Promise<void> => {
  for (const [day, some] of Map.groupBy(segments, (segment) => segment.day))
    await history.removeMany(
      tenantId,
      shardPath(shard, day),
      some.map(({ id }) => id),
    );
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
  history: Documents,
  tenantId: string,
  { vehicleId, shard, pending, from, to, limit }: HistoryQuery,
): Promise<ReceivedFix[]> => {
  const within = ({ at }: ReceivedFix) => at >= from && at < to;
  // Segments before hours: what is sorted in between is then seen twice rather than not at all.
  const overlapping = pending.filter((segment) => segment.to >= from && segment.from < to);
  const segments = await readSegments(history, tenantId, shard, overlapping);
  const fresh = segments.flatMap(({ fixes }) => (fixes[vehicleId] ? fromColumns(fixes[vehicleId]) : [])).filter(within);

  const found: ReceivedFix[] = [];
  for (let midnight = from - (from % DAY_MS); midnight < to && found.length <= limit; midnight += DAY_MS) {
    const day = dayOf(midnight);
    const hours: ReceivedFix[] = [];
    for await (const { fixes } of everything<HourDocument>(history.in(tenantId, vehicleId, day), {
      range: { field: 'to', from: Math.max(from, midnight) },
    }))
      hours.push(...fromColumns(fixes).filter(within));
    found.push(...merged([hours, fresh.filter(({ at }) => dayOf(at) === day)]));
  }
  return found.slice(0, limit + 1);
};
