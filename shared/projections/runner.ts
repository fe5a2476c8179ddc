import type { Documents } from '../documents/documents.ts';
import type { Lookups } from '../documents/lookups.ts';
import type { EventStore, Recorded, StreamRef } from '../eventstore/event-store.ts';
import { isKind, stale } from '../kernel/errors.ts';
import { continueTrace, inSpan } from '../telemetry/trace.ts';
import { advance, type Lookup, type Projection, rebuild, type Versioned } from './projection.ts';

export interface RunnerPorts {
  readonly streams: Pick<EventStore, 'read'>;
  readonly views: Documents;
  readonly lookups: Pick<Lookups, 'save' | 'remove'>;
}

/** Folds newly stored events into every view that wants them. Safe to call twice, late, or by two at a time. */
export type FoldEvents = (recorded: readonly Recorded[]) => Promise<void>;

const MAX_ATTEMPTS = 5;

const keyOf = ({ pk, id }: Lookup) => JSON.stringify([pk, id]);

const byStream = (recorded: readonly Recorded[]): Recorded[][] => [
  ...Map.groupBy(recorded, ({ tenantId, streamId }) => JSON.stringify([tenantId, streamId])).values(),
];

/**
 * The one place that knows about "at least once" and about gaps, so that a projection can be a pure fold.
 * Documents are written on the condition that nobody wrote them meanwhile; who loses that race reads again.
 */
export const projectionRunner = (projections: readonly Projection[], ports: RunnerPorts): FoldEvents => {
  const moved = async (
    projection: Projection,
    before: Versioned<object> | undefined,
    stream: StreamRef,
    events: Recorded[],
  ) => {
    let doc = before;
    for (const recorded of events) {
      const next = advance(projection, doc, recorded);
      if (next === 'gap') return rebuild(projection, (await ports.streams.read<unknown>(stream)).events);
      doc = next;
    }
    return doc;
  };

  const saveLookups = async (projection: Projection, tenantId: string, before: object | undefined, after: object) => {
    const old = before ? (projection.lookups?.(before, tenantId) ?? []) : [];
    const current = projection.lookups?.(after, tenantId) ?? [];
    const kept = new Set(current.map(keyOf));
    await Promise.all(current.map(({ pk, id, value }) => ports.lookups.save(pk, id, value)));
    const gone = old.filter((entry) => !kept.has(keyOf(entry)));
    await Promise.all(gone.map(({ pk, id }) => ports.lookups.remove(pk, id)));
  };

  const foldOnce = async (projection: Projection, events: Recorded[], first: Recorded, tried?: Versioned<object>) => {
    const view = ports.views.in(first.tenantId, projection.name);
    const id = first.streamId.slice(projection.streams.length);
    const stored = await view.get<Versioned<object>>(id);
    const doc = await moved(projection, stored?.doc, first, events);
    if (!doc) return;
    if (doc.version === stored?.doc.version) {
      // Whoever won the race may have removed lookups before our lost attempt put them back.
      if (tried) await saveLookups(projection, first.tenantId, tried, doc);
      return;
    }
    // Lookups first: were they last, a crash in between would leave them out for good.
    await saveLookups(projection, first.tenantId, tried ?? stored?.doc, doc);
    try {
      await view.put(id, doc, stored ? { ifMatch: stored.etag } : { create: true });
    } catch (error) {
      if (!isKind(error, 'stale')) throw error;
      return doc;
    }
  };

  const foldStream = async (projection: Projection, events: Recorded[]) => {
    const [first] = events;
    let lost: Versioned<object> | undefined;
    for (let attempt = 1; first && attempt <= MAX_ATTEMPTS; attempt++) {
      lost = await foldOnce(projection, events, first, lost);
      if (!lost) return;
    }
    if (first)
      throw stale('view/contended', `The view ${projection.name} of ${first.streamId} is written by too many at once.`);
  };

  return async (recorded) => {
    for (const events of byStream(recorded)) {
      const { streamId = '', traceparent } = events[0] ?? {};
      const interested = projections.filter(({ streams }) => streamId.startsWith(streams));
      if (interested.length === 0) continue;
      await continueTrace(traceparent, () =>
        inSpan('project', { 'fleet.stream': streamId, 'fleet.events': events.length }, () =>
          Promise.all(interested.map((projection) => foldStream(projection, events))),
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
    await foldEvents(recorded).catch(onFailure);
    return recorded;
  },
});
