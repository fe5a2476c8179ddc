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

/** A message that cannot be worked on, now or later: it goes to the queue's dead letters. */
export interface Poison<Body = unknown> {
  readonly message: Received<Body>;
  /** A word to switch on: `malformed`. */
  readonly reason: string;
  /** For the person who reads it. */
  readonly description: string;
}

/** What is done with a round. It says nothing, or which of the messages cannot be worked on. */
export type Work<Body> =
  | ((messages: readonly Received<Body>[]) => Promise<void>)
  | ((messages: readonly Received<Body>[]) => Promise<{ readonly poison: readonly Poison<Body>[] }>);

/** A message that lies among the dead letters of its queue. */
export interface DeadLetter extends Received {
  readonly messageId?: string;
  readonly sessionId?: string;
  /** `MaxDeliveryCountExceeded` where the broker gave it up. */
  readonly reason?: string;
  readonly description?: string;
  /** How often it was delivered. */
  readonly deliveries: number;
}

/** What went back to its queue. */
export interface Redriven {
  readonly moved: number;
  /** The sessions in which it waits now. */
  readonly sessions: ReadonlySet<string>;
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
   * Takes everything that waits in one session, round by round, and settles each round after `work` has resolved: what it calls poison goes to the
   * dead letters, as does what is no JSON. When `work` fails the round's messages return to the queue. Answers `taken` when another worker holds the session, `more` when time ran out first.
   */
  drain<Body>(
    queue: string,
    sessionId: string,
    work: Work<Body>,
    options?: DrainOptions,
  ): Promise<'drained' | 'taken' | 'more'>;
  /** The oldest dead letters of a queue, which stay there. Who else looks at this moment may see fewer. */
  deadLetters(queue: string, max: number): Promise<readonly DeadLetter[]>;
  /**
   * Moves the oldest dead letters back to their queue, each as it was: same body, same session. Cut off in between, one may be in both; then a queue with
   * duplicate detection takes it once.
   * Whoever drains sessions by wake-ups must be woken.
   */
  redrive(queue: string, max: number): Promise<Redriven>;
  /** Resolves when the broker answers for `entity`. */
  check(entity: string): Promise<void>;
  close(): Promise<void>;
}
