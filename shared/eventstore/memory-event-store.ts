import { isKind, stale } from '../kernel/errors.ts';
import {
  type AnyEvent,
  type Cause,
  type EventStore,
  MAX_APPEND,
  type Recorded,
  type StreamRef,
} from './event-store.ts';

/**
 * An event store for tests: the same promises, nothing kept.
 * @param onAppend its change feed.
 */
export const memoryEventStore = (onAppend: (recorded: readonly Recorded[]) => void = () => undefined): EventStore => {
  const streams = new Map<string, Recorded[]>();
  const keyOf = ({ tenantId, streamId }: StreamRef) => JSON.stringify([tenantId, streamId]);

  const store: EventStore = {
    async read<Event>(stream: StreamRef) {
      const events = (streams.get(keyOf(stream)) ?? []) as Recorded<Event>[];
      return { events: [...events], version: events.length };
    },
    async append<Event extends AnyEvent>(
      stream: StreamRef,
      expected: number,
      events: readonly Event[],
      { at, actor, correlationId, from, commandId }: Cause,
    ) {
      if (events.length > MAX_APPEND) throw new Error(`An append takes ${MAX_APPEND} events, not ${events.length}.`);
      const stored = streams.get(keyOf(stream)) ?? [];
      if (stored.length !== expected)
        throw stale('stream/stale', 'Somebody else was faster.', { expected, current: stored.length });
      const recorded = events.map((event, index) => ({
        ...stream,
        version: expected + index + 1,
        event: structuredClone(event),
        at,
        actor,
        correlationId,
        ...(from && { from }),
        ...(commandId && { commandId }),
      }));
      streams.set(keyOf(stream), [...stored, ...recorded]);
      onAppend(recorded);
      return recorded;
    },
    async appendEach(tenantId, appends, cause) {
      const recorded = [];
      for (const { streamId, expected, event } of appends) {
        const [one] = await store.append({ tenantId, streamId }, expected, [event], cause).catch((error: unknown) => {
          if (isKind(error, 'stale')) return [];
          throw error;
        });
        recorded.push(one);
      }
      return recorded;
    },
  };
  return store;
};
