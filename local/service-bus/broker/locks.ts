import { randomUUID } from 'node:crypto';
import type { Context } from './context.ts';
import type { Due } from './due-times.ts';
import { messageLockLost } from './errors.ts';
import type { Message } from './message.ts';

/** What holds a session: its messages are locked for as long as it is. */
export interface SessionLock {
  readonly id: string;
  lockedUntil: number;
  readonly locks: Set<Lock>;
}

/** The right of one receiver to settle one message. */
export interface Lock {
  readonly token: string;
  readonly message: Message;
  readonly session: SessionLock | undefined;
  /** Of the message's own lock, or of the session's. */
  readonly until: number;
}

interface OwnLock extends Lock {
  until: number;
  due: Due | undefined;
}

/** The message locks of one queue. Locks are not stored: a restart frees them all. */
export class Locks {
  readonly #context: Context;
  readonly #duration: number;
  readonly #expired: (message: Message) => void;
  readonly #byToken = new Map<string, OwnLock>();

  /** `expired` gets a message whose lock ran out, already unlocked. */
  constructor(context: Context, duration: number, expired: (message: Message) => void) {
    this.#context = context;
    this.#duration = duration;
    this.#expired = expired;
  }

  get count(): number {
    return this.#byToken.size;
  }

  issue(message: Message, session: SessionLock | undefined): Lock {
    const lock: OwnLock = {
      token: randomUUID(),
      message,
      session,
      until: session?.lockedUntil ?? 0,
      due: undefined,
    };
    if (session) session.locks.add(lock);
    else this.#extend(lock);
    this.#byToken.set(lock.token, lock);
    message.lock = lock;
    return lock;
  }

  /** Ends a lock on behalf of its holder. Throws `message-lock-lost` when nobody holds it. */
  surrender(token: string): Message {
    const lock = this.#find(token);
    this.#end(lock);
    return lock.message;
  }

  /** The session a locked message belongs to. */
  sessionOf(token: string): SessionLock | undefined {
    return this.#find(token).session;
  }

  /** Extends a message's own lock and returns its new end. A message of a session stays locked as long as the session. */
  renew(token: string): number {
    const lock = this.#find(token);
    if (lock.session) return lock.session.lockedUntil;
    this.#extend(lock);
    return lock.until;
  }

  /** Ends all locks of a session and returns their messages. */
  release(session: SessionLock): Message[] {
    return [...session.locks].map(({ token }) => this.surrender(token));
  }

  #find(token: string): OwnLock {
    const lock = this.#byToken.get(token);
    if (!lock) throw messageLockLost();
    return lock;
  }

  #extend(lock: OwnLock): void {
    this.#context.due.cancel(lock.due);
    lock.until = this.#context.clock.now() + this.#duration;
    lock.due = this.#context.due.at(lock.until, () => {
      this.#end(lock);
      this.#expired(lock.message);
    });
  }

  #end(lock: OwnLock): void {
    this.#context.due.cancel(lock.due);
    this.#byToken.delete(lock.token);
    lock.session?.locks.delete(lock);
    lock.message.lock = undefined;
  }
}
