import { type Decider, fold } from '../kernel/decider.ts';
import { isKind, stale } from '../kernel/errors.ts';
import { inSpan } from '../observability/trace.ts';
import type { AnyEvent, Cause, EventStore, StreamRef } from './event-store.ts';

export interface Execution extends Cause {
  /** From `If-Match`. When absent the command may be replayed on a newer version. */
  readonly expected?: number | undefined;
}

export interface Outcome<State, Event> {
  readonly state: State;
  readonly version: number;
  readonly events: readonly Event[];
}

const MAX_ATTEMPTS = 4;

/** Load, decide, append. Retries a lost race unless the caller pinned a version; `decide` may therefore run again. */
export const execute =
  <State, Command extends { readonly type: string }, Event extends AnyEvent>(decider: Decider<State, Command, Event>) =>
  (store: EventStore, stream: StreamRef, command: Command, run: Execution): Promise<Outcome<State, Event>> =>
    inSpan(
      `command ${command.type}`,
      { 'fleet.stream': stream.streamId, 'fleet.tenant': stream.tenantId },
      async () => {
        for (let attempt = 1; ; attempt++) {
          const history = await store.read<Event>(stream);
          if (run.expected !== undefined && run.expected !== history.version)
            throw stale('stream/stale', 'Somebody has changed this since you looked at it.', {
              expected: run.expected,
              current: history.version,
            });
          const before = fold(
            decider,
            history.events.map(({ event }) => event),
          );
          const events = decider.decide(command, before);
          const state = events.reduce(decider.evolve, before);
          if (events.length === 0) return { state, version: history.version, events };
          try {
            await store.append(stream, history.version, events, run);
            return { state, version: history.version + events.length, events };
          } catch (error) {
            if (!isKind(error, 'stale') || run.expected !== undefined || attempt === MAX_ATTEMPTS) throw error;
          }
        }
      },
    );
