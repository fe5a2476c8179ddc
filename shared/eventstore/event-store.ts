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
}

/** A transactional batch of Cosmos DB takes 100 operations; one of them looks whether the version before is there. */
export const MAX_APPEND = 99;
