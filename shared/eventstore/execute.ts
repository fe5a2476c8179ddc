import { type Decider, fold } from '../kernel/decider.ts';
import { digestOf } from '../kernel/digest.ts';
import { FleetError, isKind, stale } from '../kernel/errors.ts';
import { inSpan } from '../observability/trace.ts';
import type { AnyEvent, Cause, EventStore, Recorded, StreamRef } from './event-store.ts';

export interface Execution extends Cause {
  /** From `If-Match`. When absent the command may be replayed on a newer version. */
  readonly expected?: number | undefined;
  /** Names the request that must be done once: a command that it has done already is not done again. */
  readonly seed?: string | undefined;
  /** The stream has an id that was made for it: it is taken for empty without looking, until the store says that it is not. */
  readonly isNew?: boolean;
}

export interface Outcome<State, Event> {
  readonly state: State;
  readonly version: number;
  readonly events: readonly Event[];
}

const MAX_ATTEMPTS = 10;
const PAUSE_MS = 10;

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** The caller has pinned no version, so it is nothing they did: trying again helps. */
const contended = (cause: unknown) =>
  new FleetError('upstream', 'stream/contended', 'Too many change this at once; try again.', {}, { cause });

/** The same for the same command of the same request, whenever it is run. */
const commandIdOf = (
  { type, data }: { readonly type: string; readonly data?: unknown },
  { seed }: Execution,
): string | undefined => {
  if (seed === undefined) return undefined;
  const { now: _, ...rest } = Object(data) as Record<string, unknown>;
  return digestOf(JSON.stringify([seed, type, rest])).slice(0, 32);
};

const foldAll = <State, Event>(decider: Decider<State, never, Event>, history: readonly Recorded<Event>[]): State =>
  fold(
    decider,
    history.map(({ event }) => event),
  );

const EMPTY = { events: [], version: 0 };

const once = async <State, Command extends { readonly type: string }, Event extends AnyEvent>(
  decider: Decider<State, Command, Event>,
  store: EventStore,
  stream: StreamRef,
  command: Command,
  { isNew, ...run }: Execution,
): Promise<Outcome<State, Event>> => {
  const history = isNew ? EMPTY : await store.read<Event>(stream);
  const commandId = commandIdOf(command, run);
  const done = commandId ? history.events.filter((recorded) => recorded.commandId === commandId) : [];
  const last = done.at(-1);
  if (last)
    return {
      state: foldAll(decider, history.events.slice(0, last.version)),
      version: last.version,
      events: done.map(({ event }) => event),
    };
  if (run.expected !== undefined && run.expected !== history.version)
    throw stale('stream/stale', 'Somebody has changed this since you looked at it.', {
      expected: run.expected,
      current: history.version,
    });
  const before = foldAll(decider, history.events);
  const events = decider.decide(command, before);
  if (events.length > 0)
    await store.append(stream, history.version, events, { ...run, ...(commandId && { commandId }) });
  return { state: events.reduce(decider.evolve, before), version: history.version + events.length, events };
};

/**
 * Load, decide, append. Retries a lost race unless the caller pinned a version; `decide` may therefore run again.
 * @throws FleetError `stale` when the pinned version is not the stream's; whatever rule of `decide` forbids it.
 */
export const execute =
  <State, Command extends { readonly type: string }, Event extends AnyEvent>(decider: Decider<State, Command, Event>) =>
  (store: EventStore, stream: StreamRef, command: Command, run: Execution): Promise<Outcome<State, Event>> =>
    inSpan(
      `command ${command.type}`,
      { 'fleet.stream': stream.streamId, 'fleet.tenant': stream.tenantId },
      async () => {
        let lost: unknown;
        for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
          try {
            return await once(decider, store, stream, command, attempt === 1 ? run : { ...run, isNew: false });
          } catch (error) {
            if (!isKind(error, 'stale') || run.expected !== undefined) throw error;
            lost = error;
          }
          await pause(Math.random() * PAUSE_MS * attempt);
        }
        throw contended(lost);
      },
    );
