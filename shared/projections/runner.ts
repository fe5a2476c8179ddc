import type { Documents } from '../documents/documents.ts';
import type { Lookups } from '../documents/lookups.ts';
import type { AnyEvent, EventStore, Recorded, StreamRef } from '../eventstore/event-store.ts';
import { FleetError, isKind, stale } from '../kernel/errors.ts';
import { isSame } from '../kernel/patch.ts';
import { continueTrace, inSpan } from '../observability/trace.ts';
import { type FoldTogether, foldTogether } from './fold-together.ts';
import {
  advance,
  advanceJoined,
  joinOf,
  type Lookup,
  type Projection,
  statesOf,
  streamsOf,
  type Versioned,
} from './projection.ts';

export interface RunnerPorts {
  readonly streams: Pick<EventStore, 'read'>;
  readonly views: Documents;
  /** The partitions that a view's documents are kept in: the one of its name unless told. */
  partitionsOf?(view: string): Promise<readonly string[]>;
  readonly lookups: Pick<Lookups, 'save' | 'remove'>;
  /** Learns of a stream that a view cannot take however often it is tried. The others go on. */
  onBroken(stream: StreamRef, error: unknown): void;
}

/**
 * Folds newly stored events into every view that wants them. Safe to call twice, late, or by two at a time.
 * @param isNew says that these events have begun their stream just now, so that there is no use in looking for its document first
 */
export type FoldEvents = (recorded: readonly Recorded[], isNew?: boolean) => Promise<void>;

const MAX_ATTEMPTS = 5;
const NOTHING: Awaited<ReturnType<FoldTogether>> = new Map();

/** The documents that these events of one stream are about. */
const idsOf = (projection: Projection, { streamId }: StreamRef, events: readonly Recorded[]): readonly string[] => {
  const { partsOf } = projection;
  if (partsOf) return [...new Set(events.flatMap(({ event }) => partsOf(event)))];
  const { streams } = joinOf(projection, streamId) ?? projection;
  return [streamId.slice(streams.length)];
};

const keyOf = ({ pk, id }: Lookup) => JSON.stringify([pk, id]);

const byStream = (recorded: readonly Recorded[]): Recorded[][] => [
  ...Map.groupBy(recorded, ({ tenantId, streamId }) => JSON.stringify([tenantId, streamId])).values(),
];

const isAsFar = (one: Versioned<object>, other: Versioned<object>): boolean =>
  one.version === other.version && isSame(one.joined, other.joined);

const follows = (projection: Projection, streamId: string): boolean =>
  streamId.startsWith(projection.streams) || joinOf(projection, streamId) !== undefined;

/**
 * The one place that knows about "at least once" and about gaps, so that a projection can be a pure fold.
 * Documents are written on the condition that nobody wrote them meanwhile; who loses that race reads again.
 */
export const projectionRunner = (projections: readonly Projection[], ports: RunnerPorts): FoldEvents => {
  const rebuilt = async (projection: Projection, tenantId: string, id: string) => {
    const streams = streamsOf(projection, tenantId, id).map((stream) => ports.streams.read<unknown>(stream));
    return statesOf(
      projection,
      (await Promise.all(streams)).flatMap(({ events }) => events),
    );
  };

  /** The same for one of several things that a stream is about: whether events are missing in between, only the stream can tell. */
  const movedPart = async (
    projection: Projection,
    before: Versioned<object> | undefined,
    id: string,
    stream: StreamRef,
    events: readonly Recorded[],
  ) => {
    const isAbout = ({ event }: Recorded) => projection.partsOf?.(event).includes(id) ?? false;
    const news = events.filter((recorded) => isAbout(recorded) && recorded.version > (before?.version ?? 0));
    if (news.length === 0) return before ? [before] : [];
    return statesOf(projection, (await ports.streams.read<AnyEvent>(stream)).events.filter(isAbout));
  };

  /** What the document was, what it becomes, and everything in between. */
  const moved = async (
    projection: Projection,
    before: Versioned<object> | undefined,
    id: string,
    stream: StreamRef,
    events: Recorded[],
  ): Promise<Versioned<object>[]> => {
    if (projection.partsOf) return movedPart(projection, before, id, stream, events);
    const states = before ? [before] : [];
    for (const recorded of events) {
      const doc = states.at(-1);
      const join = joinOf(projection, recorded.streamId);
      // What joins a document that is not there yet came before its own events did.
      const next = join ? (doc ? advanceJoined(join, doc, recorded) : 'gap') : advance(projection, doc, recorded);
      if (next === 'gap') return rebuilt(projection, recorded.tenantId, id);
      if (next && next !== doc) states.push(next);
    }
    return states;
  };

  /**
   * Removes what any earlier state had: whoever wrote that state may not have come to do it.
   * @param written the state that the view has, if it has one
   */
  const saveLookups = async (
    projection: Projection,
    tenantId: string,
    id: string,
    states: Versioned<object>[],
    written: Versioned<object> | undefined,
  ) => {
    const [newest, ...earlier] = states.toReversed();
    if (!newest || !projection.lookups) return;
    const lookupsOf = (doc: object) => projection.lookups?.(doc, tenantId) ?? [];
    // Whoever wrote that state has saved its entries, and nobody else can have come to others meanwhile.
    if (states[0] === written && states.every((doc) => isSame(lookupsOf(doc), lookupsOf(newest)))) return;
    const current = new Map(lookupsOf(newest).map((entry) => [keyOf(entry), entry]));
    const gone = new Map(earlier.flatMap(lookupsOf).map((entry) => [keyOf(entry), entry]));
    const origin = { stream: `${tenantId}/${projection.streams}${id}`, version: newest.version };
    await Promise.all([...current.values()].map(({ pk, id, value }) => ports.lookups.save(pk, id, value, origin)));
    await Promise.all(
      [...gone].flatMap(([key, { pk, id }]) => (current.has(key) ? [] : [ports.lookups.remove(pk, id, origin)])),
    );
  };

  /** Answers whether the document is where the events are; not so when somebody else wrote it meanwhile. */
  const foldOnce = async (
    projection: Projection,
    partition: string,
    id: string,
    events: Recorded[],
    first: Recorded,
    isNew: boolean,
  ): Promise<boolean> => {
    const view = ports.views.in(first.tenantId, partition);
    const stored = isNew ? undefined : await view.get<Versioned<object>>(id);
    const states = await moved(projection, stored?.doc, id, first, events);
    const doc = states.at(-1);
    if (!doc || (stored && isAsFar(doc, stored.doc))) return true;
    // Lookups first: were they last, a crash in between would leave them out for good.
    if (doc.version !== stored?.doc.version) await saveLookups(projection, first.tenantId, id, states, stored?.doc);
    try {
      const changedAt = events.at(-1)?.at ?? first.at;
      await view.put(id, doc, { changedAt, ...(stored ? { ifMatch: stored.etag } : { create: true }) });
      return true;
    } catch (error) {
      if (!isKind(error, 'stale')) throw error;
      return false;
    }
  };

  const foldDocument = async (
    projection: Projection,
    partition: string,
    id: string,
    events: Recorded[],
    first: Recorded,
    isNew: boolean,
  ) => {
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++)
      if (await foldOnce(projection, partition, id, events, first, isNew && attempt === 1)) return;
    throw stale('view/contended', `The view ${projection.name} of ${first.streamId} is written by too many at once.`);
  };

  const foldStream = async (projection: Projection, events: Recorded[], isNew: boolean) => {
    const [first] = events;
    if (!first) return;
    const beginsDocument = isNew && !projection.partsOf && !joinOf(projection, first.streamId);
    const partitions = (await ports.partitionsOf?.(projection.name)) ?? [projection.name];
    const ids = idsOf(projection, first, events);
    await Promise.all(
      partitions.flatMap((partition) =>
        ids.map((id) => foldDocument(projection, partition, id, events, first, beginsDocument)),
      ),
    );
  };

  /** What passes by itself is the caller's to repeat. Anything else would hold up every tenant's views for ever. */
  const foldUnlessBroken = async (projection: Projection, events: Recorded[], stream: StreamRef, isNew: boolean) => {
    try {
      await foldStream(projection, events, isNew);
    } catch (error) {
      if (error instanceof FleetError) throw error;
      ports.onBroken(stream, error);
    }
  };

  const together = foldTogether(projections, ports);

  return async (recorded, isNew = false) => {
    const streams = byStream(recorded);
    const done = streams.length > 1 ? await together(streams, isNew) : NOTHING;
    for (const events of streams) {
      const [first] = events;
      const interested = projections.filter(
        (projection) => first && follows(projection, first.streamId) && !done.get(projection)?.has(events),
      );
      if (!first || interested.length === 0) continue;
      await continueTrace(first.traceparent, () =>
        inSpan('project', { 'fleet.stream': first.streamId, 'fleet.events': events.length }, () =>
          Promise.all(interested.map((projection) => foldUnlessBroken(projection, events, first, isNew))),
        ),
      );
    }
  };
};

/**
 * Folds what a request has appended before the request is answered, so that callers read their own writes. It is a
 * courtesy: the change feed folds the same events again, and repairs what failed here.
 */
export const projecting = (
  store: EventStore,
  foldEvents: FoldEvents,
  onFailure: (error: unknown) => void,
): EventStore => ({
  read: store.read,
  async append(stream, expected, events, cause) {
    const recorded = await store.append(stream, expected, events, cause);
    await foldEvents(recorded, expected === 0).catch(onFailure);
    return recorded;
  },
  async appendEach(tenantId, appends, cause) {
    const recorded = await store.appendEach(tenantId, appends, cause);
    const fresh = recorded.filter((one) => one !== undefined);
    const isNew = appends.every(({ expected }) => expected === 0);
    if (fresh.length > 0) await foldEvents(fresh, isNew).catch(onFailure);
    return recorded;
  },
});
