/** A message on its way out. The body travels as JSON; the trace context is added by the bus. */
export interface Outgoing {
  readonly body: unknown;
  /** With duplicate detection on the queue, a second message of the same id vanishes. */
  readonly messageId?: string;
  /** Messages of one session are handled in order, by one worker at a time. */
  readonly sessionId?: string;
  /** Not before this moment. */
  readonly dueAt?: Date;
}

export interface Received<Body = unknown> {
  readonly body: Body;
  /** Position in the queue; grows, and is the same on every redelivery. */
  readonly sequenceNumber: string;
  /** Set by the broker when it accepted the message. */
  readonly enqueuedAt: Date;
  readonly traceparent?: string;
}

export interface DrainOptions {
  /** The most messages of one round; 1,000 unless told. */
  readonly batch?: number;
  /** No further round starts after this long; a minute unless told. */
  readonly forSeconds?: number;
}

/** Queues and topics. */
export interface Bus {
  /** Resolves once the broker has the message for good. Concurrent senders to one entity share a transfer. */
  send(entity: string, messages: readonly Outgoing[]): Promise<void>;
  /**
   * Takes everything that waits in one session, round by round, and settles each round after `work` has resolved. When `work` fails the
   * round's messages return to the queue. Answers `taken` when another worker holds the session, `more` when time ran out first.
   */
  drain<Body>(
    queue: string,
    sessionId: string,
    work: (messages: readonly Received<Body>[]) => Promise<void>,
    options?: DrainOptions,
  ): Promise<'drained' | 'taken' | 'more'>;
  /** Resolves when the broker answers for `entity`. */
  check(entity: string): Promise<void>;
  close(): Promise<void>;
}
