import type { SessionStateRow } from '../store/store.ts';
import type { Consumer } from './consumer.ts';
import type { Context } from './context.ts';
import type { Due } from './due-times.ts';
import { sessionLockLost, sessionTaken } from './errors.ts';
import { Heap } from './heap.ts';
import type { Lock, SessionLock } from './locks.ts';
import { bySequence, type Message } from './message.ts';

export interface Session extends SessionLock {
  readonly ready: Heap<Message>;
  readonly locks: Set<Lock>;
  holder: Consumer | undefined;
  due: Due | undefined;
  state: Buffer | null;
}

/** Somebody who takes whichever session has something to do next. */
interface Waiter {
  readonly holder: Consumer;
  readonly accepted: (session: Session) => void;
}

export interface SessionLanesOptions {
  readonly entity: number;
  readonly lockDuration: number;
  readonly states: readonly SessionStateRow[];
  readonly hand: (message: Message, holder: Consumer, session: Session) => void;
  /** The session has no holder any more; `expired` tells whether its lock ran out. */
  readonly released: (session: Session, expired: boolean) => void;
}

/** The waiting lines of a queue with sessions: one per session, each served to one holder at a time. */
export class SessionLanes {
  readonly #context: Context;
  readonly #options: SessionLanesOptions;
  readonly #sessions = new Map<string, Session>();
  /** Not locked, and with messages: what `acceptNext` chooses from, first come first served. */
  readonly #free = new Set<Session>();
  readonly #waiters = new Set<Waiter>();

  constructor(context: Context, options: SessionLanesOptions) {
    this.#context = context;
    this.#options = options;
    for (const { sessionId, state } of options.states) this.#session(sessionId).state = state;
  }

  add(message: Message): void {
    const session = this.#session(message.content.sessionId ?? '');
    session.ready.push(message);
    if (session.holder) this.pump(session);
    else this.#offer(session);
  }

  remove(message: Message): void {
    const session = this.#session(message.content.sessionId ?? '');
    session.ready.remove(message);
    this.#tidy(session);
  }

  pump(session: Session): void {
    while (session.holder?.hasCredit()) {
      const message = session.ready.pop();
      if (!message) return;
      this.#options.hand(message, session.holder, session);
    }
  }

  /** Locks the named session, which need not have messages. Throws `session-cannot-be-locked` when it is taken. */
  accept(id: string, holder: Consumer): Session {
    const session = this.#session(id);
    if (session.holder) throw sessionTaken(id);
    this.#lock(session, holder);
    return session;
  }

  /** Calls `accepted` with the next free session, at once or when there is one. Returns how to stop waiting. */
  acceptNext(holder: Consumer, accepted: (session: Session) => void): () => void {
    const waiter: Waiter = { holder, accepted };
    const [session] = this.#free;
    if (session) this.#serve(session, waiter);
    else this.#waiters.add(waiter);
    return () => this.#waiters.delete(waiter);
  }

  /** Extends the session's lock and returns its new end. */
  renew(id: string, holder: Consumer | undefined): number {
    const session = this.held(id, holder);
    this.#extend(session);
    return session.lockedUntil;
  }

  state(id: string, holder: Consumer | undefined): Buffer | null {
    return this.held(id, holder).state;
  }

  setState(id: string, holder: Consumer | undefined, state: Buffer | null): void {
    this.held(id, holder).state = state;
    this.#context.journal.sessionState(this.#options.entity, id, state);
  }

  /** The session if `holder` holds it. Throws `session-lock-lost` otherwise. */
  held(id: string, holder: Consumer | undefined): Session {
    const session = this.#sessions.get(id);
    if (!session?.holder || session.holder !== holder) throw sessionLockLost(id);
    return session;
  }

  /** Frees the session if `holder` still holds it. */
  leave(session: Session, holder: Consumer): void {
    if (session.holder === holder) this.#unlock(session, false);
  }

  #session(id: string): Session {
    const known = this.#sessions.get(id);
    if (known) return known;
    const ready = new Heap<Message>(bySequence);
    const session: Session = {
      id,
      ready,
      locks: new Set(),
      lockedUntil: 0,
      holder: undefined,
      due: undefined,
      state: null,
    };
    this.#sessions.set(id, session);
    return session;
  }

  #offer(session: Session): void {
    this.#free.add(session);
    const [waiter] = this.#waiters;
    if (waiter) this.#serve(session, waiter);
  }

  #serve(session: Session, waiter: Waiter): void {
    this.#waiters.delete(waiter);
    this.#lock(session, waiter.holder);
    waiter.accepted(session);
  }

  #lock(session: Session, holder: Consumer): void {
    this.#free.delete(session);
    session.holder = holder;
    this.#extend(session);
  }

  #extend(session: Session): void {
    this.#context.due.cancel(session.due);
    session.lockedUntil = this.#context.clock.now() + this.#options.lockDuration;
    session.due = this.#context.due.at(session.lockedUntil, () => this.#expire(session));
  }

  #expire(session: Session): void {
    const { holder } = session;
    this.#unlock(session, true);
    holder?.sessionLost(session.id);
  }

  #unlock(session: Session, expired: boolean): void {
    this.#context.due.cancel(session.due);
    session.holder = undefined;
    this.#options.released(session, expired);
    this.#tidy(session);
  }

  #tidy(session: Session): void {
    if (session.holder || session.ready.size > 0) return;
    this.#free.delete(session);
    if (session.state === null) this.#sessions.delete(session.id);
  }
}
