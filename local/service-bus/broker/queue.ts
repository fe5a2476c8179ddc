import { randomBytes } from 'node:crypto';
import type { Received, Sent } from '../entities.ts';
import { messageLockLost, messageNotFound, notAllowed, sessionLockLost, sessionTaken } from '../errors.ts';
import { type Content, type Properties, withProperties } from './content.ts';
import { type Context, type Counts, Entity, type Message } from './entity.ts';
import { type Consumer, type Hold, Line } from './line.ts';

/** What the holder of a lock decides, in the words of `$management`; application properties may be changed with it. */
export interface Decision {
  readonly status: 'completed' | 'abandoned' | 'defered' | 'suspended';
  readonly properties?: Properties | undefined;
}

/** The first half of every token: its bytes have another order in `$management` requests than in delivery tags. */
const ZEROS = '0'.repeat(16);

/** A queue, a subscription or a dead-letter queue: holds messages until somebody settles them. */
export class Queue extends Entity {
  readonly requiresSession: boolean;
  readonly #settings: Received;
  /** Where messages go that cannot be delivered; a dead-letter queue itself has none. */
  readonly #deadLetters: Queue | undefined;
  readonly #messages = new Map<number, Message>();
  /** By lock token. */
  readonly #holds = new Map<string, Hold>();
  /** By session, those that have messages or a receiver; without sessions there is but one. */
  readonly #lines = new Map<string | undefined, Line>();
  /** Who takes whichever session has something to do next. */
  readonly #waiters = new Map<Consumer, (session: Line) => void>();

  constructor(context: Context, path: string, settings: Received, sent?: Sent, deadLetters?: Queue) {
    super(context, path, sent);
    this.requiresSession = settings.requiresSession;
    this.#settings = settings;
    this.#deadLetters = deadLetters;
    for (const message of this.restore()) this.#place(message);
  }

  override send(contents: readonly Content[]): number[] {
    if (this.requiresSession && contents.some(({ sessionId }) => sessionId === undefined))
      throw notAllowed(`The SessionId was not set on a message for '${this.path}', which requires sessions.`);
    return super.send(contents);
  }

  /** Lines a receiver up that needs no session. */
  join(consumer: Consumer): Line {
    const line = this.#line();
    line.consumers.add(consumer);
    return line;
  }

  /**
   * Locks the named session, which need not have messages, or the next one that is free, and calls `accepted` with it:
   * at once, or when there is one. Throws `session-cannot-be-locked` when the named one is taken.
   */
  accept(consumer: Consumer, sessionId: string | null, accepted: (session: Line) => void): void {
    const session = sessionId === null ? [...this.#lines.values()].find(({ hold }) => !hold) : this.#line(sessionId);
    if (session?.hold) throw sessionTaken(`The session '${sessionId}' is locked by another receiver.`);
    if (session) accepted(this.#grant(session, consumer));
    else this.#waiters.set(consumer, accepted);
  }

  /** A receiver takes and waits for nothing more. Its session is free at once; other locks stay until they run out. */
  leave(consumer: Consumer, line: Line | undefined): void {
    this.#waiters.delete(consumer);
    if (line?.consumers.delete(consumer) && line.hold) this.#release(line.hold, false);
  }

  /** The lock of a session that a receiver holds by its line. Throws `session-lock-lost` if it does not. */
  held(sessionId: string | undefined, line: Line | undefined): Hold {
    if (line?.hold && line.sessionId === sessionId) return line.hold;
    throw sessionLockLost(`The lock on session '${sessionId}' is not held by this receiver any more. Accept it anew.`);
  }

  /** The state of a session, after it is set to `next` if that is given. */
  state({ line: { sessionId = '' } }: Hold, next?: Buffer | null): Buffer | null {
    if (next !== undefined) this.context.store.setSessionState(this.id, sessionId, next);
    return this.context.store.sessionState(this.id, sessionId);
  }

  /** Extends a message's or session's lock and returns its new end. Throws `message-lock-lost`. */
  renew(lock: string | Hold): number {
    const hold = typeof lock === 'string' ? this.#holds.get(lock) : lock;
    if (!hold) throw messageLockLost();
    hold.cancel?.();
    hold.until = this.context.clock.now() + this.#settings.lockDuration;
    hold.cancel = this.context.due.at(hold.until, () => this.#expireHold(hold));
    return hold.until;
  }

  /** Carries out what the holder of a lock decides. Throws `message-lock-lost` when nobody holds it. */
  settle(token: string, { status, properties }: Decision): void {
    const message = this.#unlock(token);
    message.content = withProperties(message.content, properties);
    if (status === 'completed') this.#remove(message);
    else if (status === 'abandoned') this.#giveBack(message, true);
    else if (status === 'suspended') this.#bury(message);
    else {
      message.state = 'deferred';
      this.context.store.keep(message);
    }
  }

  /** Locks deferred messages, of a session if there are some; all of them, or throws `message-not-found`. */
  receiveDeferred(sequences: readonly number[], session: Hold | undefined): Message[] {
    const found = sequences.map((sequence) => {
      const message = this.#messages.get(sequence);
      const isThere = message?.state === 'deferred' && !message.lock && !this.#isExpired(message);
      if (isThere && this.#sessionOf(message) === session?.line.sessionId) return message;
      throw messageNotFound(`The message with sequence number ${sequence} is not there, or locked.`);
    });
    for (const message of found) this.#lock(message, session?.line ?? this.#line());
    return found;
  }

  /** Ends all locks, of sessions where there are some, as if they had run out. Returns how many. */
  loseLocks(): number {
    const ofSessions = [...this.#lines.values()].flatMap(({ hold }) => hold ?? []);
    const lost = this.requiresSession ? ofSessions : [...this.#holds.values()];
    for (const hold of lost) this.#expireHold(hold);
    return lost.length;
  }

  override counts(): Counts {
    const deferred = [...this.#messages.values()].filter(({ state }) => state === 'deferred').length;
    const deadLettered = this.#deadLetters?.counts().active ?? 0;
    const held = { active: this.#messages.size - deferred, deferred, deadLettered, locked: this.#holds.size };
    return { ...super.counts(), ...held };
  }

  /** Hands out what waits in a line, as far as its receivers have credit. What has expired goes the way of the expired. */
  pump(line: Line): void {
    for (let message = line.ready[0]; message; message = line.ready[0]) {
      const consumer = line.next();
      if (!consumer) break;
      line.ready.shift();
      if (!this.#isExpired(message)) {
        if (consumer.settlesOnDelivery) this.#remove(message);
        else this.#lock(message, line);
        consumer.deliver(message);
      } else if (this.#settings.deadLetteringOnMessageExpiration)
        this.#bury(message, 'TTLExpiredException', 'The message expired and was dead lettered.');
      else this.#remove(message);
    }
    if (this.requiresSession && !line.hold) this.#pass(line);
  }

  protected override admit(message: Message): void {
    if (this.requiresSession && message.content.sessionId === undefined)
      this.#bury(message, 'Session id is null', 'An entity with sessions cannot deliver a message without one.');
    else {
      this.context.store.keep(message);
      this.#place(message);
    }
  }

  #place(message: Message): void {
    this.#messages.set(message.sequence, message);
    if (message.state === 'active') this.#offer(message);
  }

  #line(sessionId?: string): Line {
    const line = this.#lines.get(sessionId) ?? new Line(sessionId);
    this.#lines.set(sessionId, line);
    return line;
  }

  /** A session that nobody holds goes to whoever waits for one; it is forgotten when it is empty. */
  #pass(session: Line): void {
    const [[consumer, joined] = []] = this.#waiters;
    if (session.ready.length === 0) this.#lines.delete(session.sessionId);
    else if (consumer && this.#waiters.delete(consumer)) joined?.(this.#grant(session, consumer));
  }

  #grant(session: Line, consumer: Consumer): Line {
    session.hold = { line: session, messages: new Map(), until: 0 };
    session.consumers.add(consumer);
    this.renew(session.hold);
    return session;
  }

  #sessionOf({ content }: Message): string | undefined {
    return this.requiresSession ? content.sessionId : undefined;
  }

  #offer(message: Message): void {
    const line = this.#line(this.#sessionOf(message));
    line.add(message);
    this.pump(line);
  }

  #lock(message: Message, line: Line): void {
    const token = ZEROS + randomBytes(8).toString('hex');
    const hold = line.hold ?? { line, messages: new Map(), until: 0 };
    hold.messages.set(token, message);
    this.#holds.set(token, hold);
    if (!line.hold) this.renew(hold);
    message.lock = { token, until: hold.until };
  }

  #unlock(token: string): Message {
    const hold = this.#holds.get(token);
    const message = hold?.messages.get(token);
    if (!hold || !message) throw messageLockLost();
    this.#holds.delete(token);
    hold.messages.delete(token);
    message.lock = undefined;
    if (hold !== hold.line.hold) hold.cancel?.();
    return message;
  }

  #release(hold: Hold, hasFailed: boolean): void {
    const { line } = hold;
    const messages = [...hold.messages.keys()].map((token) => this.#unlock(token));
    hold.cancel?.();
    if (line.hold === hold) line.hold = undefined;
    for (const message of messages) this.#giveBack(message, hasFailed);
    this.pump(line);
  }

  #expireHold(hold: Hold): void {
    const holders = hold.line.hold === hold ? [...hold.line.consumers] : [];
    for (const holder of holders) hold.line.consumers.delete(holder);
    this.#release(hold, true);
    for (const holder of holders) holder.sessionLost();
  }

  /** Whoever has a message locked may settle it even then. The dead live for ever. */
  #isExpired({ content: { decoded }, enqueuedAt }: Message): boolean {
    if (!this.#deadLetters) return false;
    const { defaultMessageTimeToLive: longest } = this.#settings;
    return enqueuedAt + Math.min(decoded.ttl ?? longest, longest) <= this.context.clock.now();
  }

  #giveBack(message: Message, hasFailed: boolean): void {
    const { maxDeliveryCount } = this.#settings;
    const tooOften = `Message could not be consumed after ${maxDeliveryCount} delivery attempts.`;
    if (hasFailed) message.deliveries += 1;
    if (message.deliveries >= maxDeliveryCount && this.#deadLetters)
      this.#bury(message, 'MaxDeliveryCountExceeded', tooOften);
    else {
      if (hasFailed) this.context.store.keep(message);
      if (message.state === 'active') this.#offer(message);
    }
  }

  /** Hands a message over to the dead-letter queue, where it keeps its sequence number and its row on disk. */
  #bury(message: Message, DeadLetterReason?: string, DeadLetterErrorDescription?: string): void {
    const grave = this.#deadLetters ?? this;
    this.#messages.delete(message.sequence);
    message.content = withProperties(message.content, { DeadLetterReason, DeadLetterErrorDescription });
    message.entity = grave.id;
    message.state = 'active';
    grave.admit(message);
  }

  #remove(message: Message): void {
    this.#messages.delete(message.sequence);
    this.context.store.drop(message);
  }
}
