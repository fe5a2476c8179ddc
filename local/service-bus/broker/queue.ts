import { randomBytes } from 'node:crypto';
import type { Received, Sent } from '../entities.ts';
import { messageLockLost, messageNotFound, notAllowed, sessionLockLost, sessionTaken } from '../errors.ts';
import { type Content, type Properties, withProperties } from './content.ts';
import type { Cancel } from './due-times.ts';
import { type Context, type Counts, Entity, type Message } from './entity.ts';

/** What the holder of a lock decides, in the words of `$management`. */
type Decision = 'completed' | 'abandoned' | 'defered' | 'suspended';

/** A receiver, as the broker sees it: an AMQP link with credit. */
export interface Consumer {
  /** Receive-and-delete: a message is gone once it is handed over, and never locked. */
  readonly settlesOnDelivery: boolean;
  hasCredit(): boolean;
  deliver(message: Message): void;
  /** The session this consumer held has been taken away from it. */
  sessionLost(sessionId: string | undefined): void;
  /** Where it stands, by the queue; undefined while it waits for a session and when it has left or lost it. */
  line?: Line | undefined;
}

/** What keeps messages from others for a while, by their tokens: one message's own lock, or that of a session. */
interface Hold {
  readonly line: Line;
  readonly messages: Map<string, Message>;
  until: number;
  cancel?: Cancel;
}

/** Messages that wait, oldest first, and the receivers that take them: those of a queue, or of one session. */
export interface Line {
  readonly sessionId: string | undefined;
  readonly ready: Message[];
  readonly consumers: Set<Consumer>;
  /** Of a session that has a receiver. */
  hold?: Hold | undefined;
}

const LOCK_LOST = 'The lock is lost: it has run out, or the message is settled.';
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
  }

  override send(contents: readonly Content[]): number[] {
    if (this.requiresSession && contents.some(({ sessionId }) => sessionId === undefined))
      throw notAllowed(`The SessionId was not set on a message for '${this.path}', which requires sessions.`);
    return super.send(contents);
  }

  /**
   * Lines a receiver up. Where there are sessions it locks the named one, which need not have messages, or the next one
   * that is free (null). Calls `joined` at once, or when there is one. Throws `session-cannot-be-locked` when it is taken.
   */
  join(consumer: Consumer, sessionId: string | null, joined: (line: Line) => void): void {
    const isAny = this.requiresSession && sessionId === null;
    const line = isAny ? [...this.#lines.values()].find(({ hold }) => !hold) : this.#line(sessionId ?? undefined);
    if (line?.hold) throw sessionTaken(`The session '${sessionId}' is locked by another receiver.`);
    if (!line) this.#waiters.set(consumer, joined);
    else {
      consumer.line = line;
      line.consumers.add(consumer);
      if (this.requiresSession) {
        line.hold = { line, messages: new Map(), until: 0 };
        this.renew(line.hold);
      }
      joined(line);
    }
  }

  /** A receiver takes and waits for nothing more. Its session is free at once; other locks stay until they run out. */
  leave(consumer: Consumer): void {
    const { line } = consumer;
    this.#waiters.delete(consumer);
    consumer.line = undefined;
    if (line?.consumers.delete(consumer) && line.hold) this.#release(line.hold, false);
  }

  /** The lock of a session that a receiver holds. Throws `session-lock-lost` if it does not. */
  held(sessionId: string | undefined, holder: Consumer | undefined): Hold {
    const { line } = holder ?? {};
    if (line?.hold && line.sessionId === sessionId) return line.hold;
    throw sessionLockLost(`The lock on session '${sessionId}' is not held by this receiver any more. Accept it anew.`);
  }

  /** The state of a session, after it is set to `next` if that is given. */
  state({ line: { sessionId = '' } }: Hold, next?: Buffer | null): Buffer | null {
    if (next !== undefined) this.context.store.setSessionState(this.key, sessionId, next);
    return this.context.store.sessionState(this.key, sessionId);
  }

  /** Extends a message's or session's lock and returns its new end. Throws `message-lock-lost`. */
  renew(lock: string | Hold): number {
    const hold = typeof lock === 'string' ? this.#holds.get(lock) : lock;
    if (!hold) throw messageLockLost(LOCK_LOST);
    hold.cancel?.();
    hold.until = this.context.clock.now() + this.#settings.lockDuration;
    hold.cancel = this.context.due.at(hold.until, () => this.#release(hold, true));
    return hold.until;
  }

  /** Carries out what the holder of a lock decides, with changed properties. Throws `message-lock-lost` when nobody holds it. */
  settle(token: string, decision: Decision, properties: Properties): void {
    const message = this.#unlock(token);
    message.content = withProperties(message.content, properties);
    if (decision === 'completed') this.#remove(message);
    else if (decision === 'abandoned') this.#giveBack(message, true);
    else if (decision === 'suspended') this.#bury(message);
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
    for (const hold of lost) this.#release(hold, true);
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
      const consumer = [...line.consumers].find((one) => one.hasCredit());
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
    if (!this.requiresSession || line.hold) return;
    // A session that nobody holds goes to whoever waits for one; it is forgotten when it is empty.
    const [[consumer, joined] = []] = this.#waiters;
    if (line.ready.length === 0) this.#lines.delete(line.sessionId);
    else if (consumer && joined && this.#waiters.delete(consumer)) this.join(consumer, line.sessionId ?? null, joined);
  }

  protected override admit(message: Message): void {
    if (this.requiresSession && message.content.sessionId === undefined)
      this.#bury(message, 'Session id is null', 'An entity with sessions cannot deliver a message without one.');
    else {
      this.context.store.keep(message);
      this.#place(message);
    }
  }

  /** New messages go to the end of their line; what is given back is old, and finds its place near the front. */
  #place(message: Message): void {
    this.#messages.set(message.sequence, message);
    if (message.state !== 'active') return;
    const line = this.#line(this.#sessionOf(message));
    const isNewest = (line.ready.at(-1)?.sequence ?? 0) < message.sequence;
    const place = isNewest ? line.ready.length : line.ready.findIndex(({ sequence }) => sequence > message.sequence);
    line.ready.splice(place, 0, message);
    this.pump(line);
  }

  #sessionOf({ content }: Message): string | undefined {
    return this.requiresSession ? content.sessionId : undefined;
  }

  #line(sessionId?: string): Line {
    const line = this.#lines.get(sessionId) ?? { sessionId, ready: [], consumers: new Set() };
    this.#lines.set(sessionId, line);
    return line;
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
    if (!hold || !message) throw messageLockLost(LOCK_LOST);
    this.#holds.delete(token);
    hold.messages.delete(token);
    message.lock = undefined;
    if (hold !== hold.line.hold) hold.cancel?.();
    return message;
  }

  /** Ends a lock. Whoever still holds a session by it is told. */
  #release(hold: Hold, hasFailed: boolean): void {
    const { line } = hold;
    const messages = [...hold.messages.keys()].map((token) => this.#unlock(token));
    const holders = line.hold === hold ? [...line.consumers] : [];
    hold.cancel?.();
    if (line.hold === hold) line.hold = undefined;
    for (const holder of holders) {
      line.consumers.delete(holder);
      holder.line = undefined;
      holder.sessionLost(line.sessionId);
    }
    for (const message of messages) this.#giveBack(message, hasFailed);
    this.pump(line);
  }

  /** Whoever has a message locked may settle it even then. The dead live for ever. */
  #isExpired({ content: { decoded }, enqueuedAt }: Message): boolean {
    if (!this.#deadLetters) return false;
    const { defaultMessageTimeToLive: longest } = this.#settings;
    return enqueuedAt + Math.min(decoded.ttl ?? longest, longest) <= this.context.clock.now();
  }

  #giveBack(message: Message, hasFailed: boolean): void {
    const { maxDeliveryCount } = this.#settings;
    if (hasFailed) message.deliveries += 1;
    if (message.deliveries >= maxDeliveryCount && this.#deadLetters)
      this.#bury(message, 'MaxDeliveryCountExceeded', `Not consumed after ${maxDeliveryCount} delivery attempts.`);
    else {
      if (hasFailed) this.context.store.keep(message);
      this.#place(message);
    }
  }

  /** Hands a message over to the dead-letter queue, where it keeps its sequence number and its row on disk. */
  #bury(message: Message, DeadLetterReason?: string, DeadLetterErrorDescription?: string): void {
    const grave = this.#deadLetters ?? this;
    this.#messages.delete(message.sequence);
    message.content = withProperties(message.content, { DeadLetterReason, DeadLetterErrorDescription });
    message.entity = grave.key;
    message.state = 'active';
    grave.admit(message);
  }

  #remove(message: Message): void {
    this.#messages.delete(message.sequence);
    this.context.store.drop(message);
  }
}
