import type { Put } from '../documents/documents.ts';
import type { Recorded } from '../eventstore/event-store.ts';
import { advance, joinOf, type Projection, type Versioned } from './projection.ts';
import type { RunnerPorts } from './runner.ts';

type Streams = readonly Recorded[][];

/** Which streams' documents of which views are where their events are. The others are to be folded one by one. */
export type FoldTogether = (
  streams: Streams,
  isNew: boolean,
) => Promise<ReadonlyMap<Projection, ReadonlySet<readonly Recorded[]>>>;

interface Target {
  readonly projection: Projection;
  readonly events: readonly Recorded[];
  readonly tenantId: string;
  readonly path: readonly [partition: string];
  readonly id: string;
}

/** One document of one stream, which nothing outside the view follows from: the rest has an order of its own. */
const isSimple = (projection: Projection, streamId: string): boolean =>
  !projection.partsOf &&
  !projection.lookups &&
  joinOf(projection, streamId) === undefined &&
  streamId.startsWith(projection.streams);

/** Where the events lead; `undefined` when only the stream can tell, or when the view cannot take them: whoever takes them one by one says so. */
const folded = ({ projection, events }: Target, before: Versioned<object> | undefined) => {
  let doc = before;
  try {
    for (const recorded of events) {
      const next = advance(projection, doc, recorded);
      if (next === 'gap') return undefined;
      doc = next;
    }
    return doc;
  } catch {
    return undefined;
  }
};

/**
 * Folds the events of many streams in few requests: what was found out by the hundred, or a page of the change feed. It does what is simple; whatever
 * has a gap, lost a race or broke is left to who takes them one by one.
 */
export const foldTogether = (projections: readonly Projection[], ports: RunnerPorts): FoldTogether => {
  const targetsOf = async (streams: Streams): Promise<Target[]> => {
    const targets: Target[] = [];
    for (const events of streams)
      for (const projection of projections) {
        const [first] = events;
        if (!first || !isSimple(projection, first.streamId)) continue;
        for (const partition of (await ports.partitionsOf?.(projection.name)) ?? [projection.name])
          targets.push({
            projection,
            events,
            tenantId: first.tenantId,
            path: [partition],
            id: first.streamId.slice(projection.streams.length),
          });
      }
    return targets;
  };

  /** Answers those that are where their events are. */
  const ofTenant = async (tenantId: string, targets: readonly Target[], isNew: boolean): Promise<Target[]> => {
    const stored = isNew ? [] : await ports.views.getMany<Versioned<object>>(tenantId, targets);
    const done: Target[] = [];
    const puts: (Put<object> & { readonly target: Target })[] = [];
    for (const [index, target] of targets.entries()) {
      const before = stored[index];
      const doc = folded(target, before?.doc);
      if (doc && doc.version === before?.doc.version) done.push(target);
      else if (doc) {
        const { path, id, events } = target;
        const changedAt = events.at(-1)?.at;
        const condition = before ? { ifMatch: before.etag } : { create: true };
        puts.push({ target, path, id, doc, ...(changedAt !== undefined && { changedAt }), ...condition });
      }
    }
    const written = puts.length > 0 ? await ports.views.putMany(tenantId, puts) : [];
    return [...done, ...puts.flatMap(({ target }, index) => (written[index] ? [target] : []))];
  };

  return async (streams, isNew) => {
    const targets = await targetsOf(streams);
    const undone = new Map<Projection, Set<readonly Recorded[]>>();
    const done = new Map<Projection, Set<readonly Recorded[]>>();
    const into = (map: typeof done, { projection, events }: Target) => {
      const known = map.get(projection) ?? new Set();
      map.set(projection, known.add(events));
    };
    if (targets.length < 2) return done;
    for (const [tenantId, some] of Map.groupBy(targets, (target) => target.tenantId)) {
      const folded = new Set(await ofTenant(tenantId, some, isNew));
      for (const target of some) into(folded.has(target) ? done : undone, target);
    }
    // While a view is being rebuilt it has two documents: both must be there.
    for (const [projection, streams] of undone) for (const events of streams) done.get(projection)?.delete(events);
    return done;
  };
};
