import type { Message } from '../kernel/decider.ts';

/** Where a stream lives: there is no form of this without a tenant. */
export interface StreamRef {
  readonly tenantId: string;
  readonly streamId: string;
}

export type AnyEvent = Message<string, unknown>;

/** Who caused an append, when, and as part of what. */
export interface Cause {
  /** ISO 8601 UTC. */
  readonly at: string;
  readonly actor: string;
  readonly correlationId: string;
  /** The address the request came from, as the platform in front says. */
  readonly from?: string;
  /** Names the command, when it must be done once. */
  readonly commandId?: string;
}

/** A stored fact. `version` counts from 1 within its stream. */
export interface Recorded<Event = AnyEvent> extends StreamRef, Cause {
  readonly version: number;
  readonly event: Event;
  /** W3C trace context of the append, so that what follows joins the same trace. */
  readonly traceparent?: string;
}

export interface Stream<Event> {
  readonly events: readonly Recorded<Event>[];
  /** 0 for a stream that does not exist. */
  readonly version: number;
}

/** One event for the end of one stream. */
export interface EachAppend<Event = AnyEvent> {
  readonly streamId: string;
  /** The version that the stream is at before; 0 for a new one. */
  readonly expected: number;
  readonly event: Event;
}

/** Append-only, one order per stream, optimistic concurrency. */
export interface EventStore {
  read<Event>(stream: StreamRef): Promise<Stream<Event>>;
  /**
   * Appends all of `events` (at most `MAX_APPEND`) or none.
   * @throws FleetError `stale` when the stream is not at version `expected`.
   */
  append<Event extends AnyEvent>(
    stream: StreamRef,
    expected: number,
    events: readonly Event[],
    cause: Cause,
  ): Promise<readonly Recorded<Event>[]>;
  /**
   * Appends one event to each of many streams of one tenant in few requests, each on its own. For those who know what version their streams are at:
   * that the one before is there is not looked at, so one stream's events must be given in order, and again when this throws.
   * @returns for each, what was recorded; `undefined` when its place in the stream is taken.
   */
  appendEach<Event extends AnyEvent>(
    tenantId: string,
    appends: readonly EachAppend<Event>[],
    cause: Cause,
  ): Promise<readonly (Recorded<Event> | undefined)[]>;
}

/** A transactional batch of Cosmos DB takes 100 operations; one of them looks whether the version before is there. */
export const MAX_APPEND = 99;
