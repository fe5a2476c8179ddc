import type { Consumer } from '../broker/consumer.ts';
import { sessionLockLost } from '../broker/errors.ts';
import type { Message } from '../broker/message.ts';
import type { Queue } from '../broker/queue.ts';
import { type Session, SessionLanes } from '../broker/session-lanes.ts';
import { encodeDelivery } from '../message/delivery.ts';
import { tagFromToken } from '../message/guid.ts';
import type { Journal } from '../store/journal.ts';
import { amqpErrorOf } from './failure.ts';
import { alwaysAnswerDrain, answerDrain, type OutgoingLink, unsent } from './rhea.ts';

const SETTLED = 1;

/** A link on which the client receives: credit comes in, deliveries go out. */
export class ReceiverLink implements Consumer {
  readonly link: OutgoingLink;
  readonly queue: Queue;
  readonly settlesOnDelivery: boolean;
  /** The session this link holds, if any. */
  session: Session | undefined;
  /** Ends the wait for a session, if there is one. */
  stopWaiting: (() => void) | undefined;
  readonly #journal: Journal;
  #credit = 0;
  /** Deliveries that wait for their commit. */
  #posted = 0;

  constructor(link: OutgoingLink, queue: Queue, journal: Journal) {
    this.link = link;
    this.queue = queue;
    this.#journal = journal;
    this.settlesOnDelivery = link.remote.attach.snd_settle_mode === SETTLED;
    alwaysAnswerDrain(link);
    link.on('sender_flow', () => this.#refresh());
    link.on('sendable', () => this.#refresh());
    link.on('sender_draining', () => this.#drain());
  }

  hasCredit(): boolean {
    return this.#credit > 0 && this.link.is_open();
  }

  deliver(message: Message): void {
    const bytes = encodeDelivery(message);
    const tag = message.lock && tagFromToken(message.lock.token);
    this.#credit -= 1;
    this.#posted += 1;
    this.#journal.afterCommit(() => {
      this.#posted -= 1;
      if (this.link.is_open()) this.link.send(bytes, tag, 0);
    });
  }

  sessionLost(sessionId: string): void {
    this.session = undefined;
    this.close(sessionLockLost(sessionId));
  }

  close(error: unknown): void {
    this.leave();
    this.link.close(amqpErrorOf(error));
  }

  /** Takes no more messages. A session is free at once; other locks stay until they expire. */
  leave(): void {
    this.#credit = 0;
    this.stopWaiting?.();
    const { lane } = this.queue;
    if (!(lane instanceof SessionLanes)) lane.leave(this);
    else if (this.session) lane.leave(this.session, this);
    this.session = undefined;
  }

  /** Credit that is used up by deliveries still on their way out does not count. */
  #refresh(): void {
    const { lane } = this.queue;
    const room = this.link.session.outgoing.available();
    this.#credit = Math.min(this.link.credit - unsent(this.link), room) - this.#posted;
    if (!(lane instanceof SessionLanes)) lane.pump();
    else if (this.session) lane.pump(this.session);
  }

  /** The answer to a drain comes after everything that could be delivered. */
  #drain(): void {
    this.#credit = 0;
    this.#journal.afterCommit(() => answerDrain(this.link));
  }
}
