import type { Content } from '../message/content.ts';
import type { Remains } from '../store/store.ts';
import type { Consumer } from './consumer.ts';
import type { Context } from './context.ts';
import { Duplicates } from './duplicates.ts';
import { badArgument, messageNotFound, notAllowed } from './errors.ts';
import { Intake } from './intake.ts';
import { Locks, type SessionLock } from './locks.ts';
import { type Message, messageFrom } from './message.ts';
import { type PeekRequest, peek } from './peek.ts';
import { SessionLanes } from './session-lanes.ts';
import type { QueueSettings } from './settings.ts';
import { SharedLane } from './shared-lane.ts';

export interface QueueOptions {
  readonly path: string;
  readonly entity: number;
  readonly settings: QueueSettings;
  readonly remains: Remains;
  /** Where messages go that cannot be delivered; a dead-letter queue itself has none. */
  readonly deadLetters?: Queue;
}

/** How many messages an entity holds. Active ones include those that are locked. */
export interface Counts {
  readonly active: number;
  readonly scheduled: number;
  readonly deferred: number;
  readonly deadLettered: number;
  readonly locked: number;
}

type Properties = Readonly<Record<string, unknown>>;

/** A queue, a subscription or a dead-letter queue: holds messages until somebody settles them. */
export class Queue {
  readonly path: string;
  readonly settings: QueueSettings;
  readonly deadLetters: Queue | undefined;
  readonly intake: Intake;
  readonly locks: Locks;
  readonly lane: SharedLane | SessionLanes;
  readonly #context: Context;
  readonly #entity: number;
  readonly #messages = new Map<number, Message>();

  constructor(context: Context, { path, entity, settings, remains, deadLetters }: QueueOptions) {
    this.#context = context;
    this.#entity = entity;
    this.path = path;
    this.settings = settings;
    this.deadLetters = deadLetters;
    this.locks = new Locks(context, settings.lockDuration, (message) => this.#giveBack(message, true));
    this.intake = new Intake(context, {
      entity,
      lastSequence: remains.lastSequence,
      duplicates: settings.duplicateWindow
        ? new Duplicates(context, entity, settings.duplicateWindow, remains.duplicates)
        : undefined,
      admit: (message) => this.#admit(message),
    });
    this.lane = settings.requiresSession
      ? this.#sessionLanes(remains)
      : new SharedLane((message, consumer) => this.#hand(message, consumer));
    for (const fields of remains.messages) this.#restore(messageFrom(fields, fields.content));
  }

  get sessions(): SessionLanes | undefined {
    return this.lane instanceof SessionLanes ? this.lane : undefined;
  }

  /** Takes all of the messages, or throws and takes none. Returns their sequence numbers. */
  send(contents: readonly Content[]): number[] {
    if (!this.deadLetters) throw notAllowed(`Messages cannot be sent to the dead-letter queue '${this.path}'.`);
    if (this.settings.requiresSession && contents.some(({ sessionId }) => sessionId === undefined))
      throw notAllowed(
        `The SessionId was not set on a message, and it cannot be sent to '${this.path}', which requires sessions.`,
      );
    return contents.map((content) => this.intake.take(content));
  }

  /** Takes a copy of a topic's message. */
  copy(content: Content, topicSequence: number): void {
    this.intake.take(content, topicSequence);
  }

  complete(token: string): void {
    this.#remove(this.locks.surrender(token));
  }

  /** Gives a message back after a failed delivery. */
  abandon(token: string, properties: Properties = {}): void {
    const message = this.locks.surrender(token);
    message.content = message.content.with(properties);
    this.#giveBack(message, true);
  }

  /** Sets a message aside: from now on only its sequence number leads to it. */
  defer(token: string, properties: Properties = {}): void {
    const message = this.locks.surrender(token);
    message.content = message.content.with(properties);
    message.state = 'deferred';
    this.#context.journal.touch(message);
  }

  deadLetter(token: string, reason?: string, description?: string, properties: Properties = {}): void {
    const message = this.locks.surrender(token);
    message.content = message.content.with(properties);
    this.#bury(message, reason, description);
  }

  /** Locks (or takes) deferred messages; all of them, or throws `message-not-found`. */
  receiveDeferred(sequences: readonly number[], remove: boolean, session?: SessionLock): Message[] {
    if (this.sessions && !session)
      throw badArgument(`'${this.path}' requires a session id to receive deferred messages.`);
    const found = sequences.map((sequence) => {
      const message = this.#messages.get(sequence);
      const isAvailable = message?.state === 'deferred' && !message.lock && !this.#isExpired(message);
      if (!isAvailable || (session && message.content.sessionId !== session.id)) throw messageNotFound(sequence);
      return message;
    });
    for (const message of found) {
      if (remove) this.#remove(message);
      else this.locks.issue(message, session);
    }
    return found;
  }

  peek(request: PeekRequest): Message[] {
    return peek([...this.#messages.values(), ...this.intake.scheduled()], request);
  }

  counts(): Counts {
    let deferred = 0;
    for (const { state } of this.#messages.values()) if (state === 'deferred') deferred += 1;
    return {
      active: this.#messages.size - deferred,
      scheduled: this.intake.scheduledCount,
      deferred,
      deadLettered: this.deadLetters?.counts().active ?? 0,
      locked: this.locks.count,
    };
  }

  #sessionLanes({ sessions }: Remains): SessionLanes {
    return new SessionLanes(this.#context, {
      entity: this.#entity,
      lockDuration: this.settings.lockDuration,
      states: sessions,
      hand: (message, holder, session) => this.#hand(message, holder, session),
      released: (session, expired) => {
        for (const message of this.locks.release(session)) this.#giveBack(message, expired);
      },
    });
  }

  #restore(message: Message): void {
    if (message.state === 'scheduled') this.intake.hold(message);
    else this.#place(message);
  }

  #admit(message: Message): void {
    this.#context.journal.touch(message);
    if (this.settings.requiresSession && message.content.sessionId === undefined)
      this.#bury(
        message,
        'Session id is null',
        'An entity that requires sessions cannot deliver a message without one.',
      );
    else this.#place(message);
  }

  /** Puts an active or deferred message where it belongs. */
  #place(message: Message): void {
    this.#messages.set(message.sequence, message);
    const lifetime = Math.min(message.content.timeToLive ?? Number.POSITIVE_INFINITY, this.settings.timeToLive);
    message.expiresAt = this.deadLetters ? message.enqueuedAt + lifetime : Number.POSITIVE_INFINITY;
    if (Number.isFinite(message.expiresAt))
      message.expiry = this.#context.due.at(message.expiresAt, () => this.#expire(message));
    if (message.state === 'active') this.lane.add(message);
  }

  #hand(message: Message, consumer: Consumer, session?: SessionLock): void {
    if (this.#isExpired(message)) {
      this.#expire(message);
      return;
    }
    if (consumer.settlesOnDelivery) this.#remove(message);
    else this.locks.issue(message, session);
    consumer.deliver(message);
  }

  #isExpired({ expiresAt }: Message): boolean {
    return expiresAt <= this.#context.clock.now();
  }

  /** Whoever has the message locked may still settle it; if it comes back instead, it expires then. */
  #expire(message: Message): void {
    if (message.lock) return;
    if (message.state === 'active') this.lane.remove(message);
    if (this.settings.deadLetterExpired)
      this.#bury(message, 'TTLExpiredException', 'The message expired and was dead lettered.');
    else this.#remove(message);
  }

  #giveBack(message: Message, hasFailed: boolean): void {
    if (hasFailed) {
      message.deliveries += 1;
      this.#context.journal.touch(message);
    }
    const { maxDeliveryCount } = this.settings;
    if (this.#isExpired(message)) this.#expire(message);
    else if (message.deliveries >= maxDeliveryCount && this.deadLetters)
      this.#bury(
        message,
        'MaxDeliveryCountExceeded',
        `Message could not be consumed after ${maxDeliveryCount} delivery attempts.`,
      );
    else if (message.state === 'active') this.lane.add(message);
  }

  #bury(message: Message, reason?: string, description?: string): void {
    const texts: Record<string, unknown> = {};
    if (reason !== undefined) texts.DeadLetterReason = reason;
    if (description !== undefined) texts.DeadLetterErrorDescription = description;
    message.content = message.content.with(texts);
    this.#forget(message);
    (this.deadLetters ?? this).#receive(message);
  }

  /** Takes over a dead-lettered message, which keeps its sequence number and its row on disk. */
  #receive(message: Message): void {
    message.entity = this.#entity;
    message.state = 'active';
    this.#admit(message);
  }

  #remove(message: Message): void {
    this.#forget(message);
    message.gone = true;
    this.#context.journal.touch(message);
  }

  #forget(message: Message): void {
    this.#messages.delete(message.sequence);
    this.#context.due.cancel(message.expiry);
    message.expiry = undefined;
  }
}
