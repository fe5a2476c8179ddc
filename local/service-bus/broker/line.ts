import type { Cancel } from './due-times.ts';
import type { Message } from './entity.ts';

/** A receiver, as the broker sees it: an AMQP link with credit. */
export interface Consumer {
  /** Receive-and-delete: a message is gone once it is handed over, and never locked. */
  readonly settlesOnDelivery: boolean;
  hasCredit(): boolean;
  deliver(message: Message): void;
  /** The session this consumer held has been taken away from it. */
  sessionLost(): void;
}

/** What keeps messages from others for a while, by their tokens: one message's own lock, or that of a session. */
export interface Hold {
  readonly line: Line;
  readonly messages: Map<string, Message>;
  until: number;
  cancel?: Cancel;
}

/** Messages that wait, oldest first, and the receivers that take them in turn: those of a queue, or of one session. */
export class Line {
  readonly sessionId: string | undefined;
  readonly ready: Message[] = [];
  readonly consumers = new Set<Consumer>();
  /** Of a session that has a receiver. */
  hold: Hold | undefined;

  constructor(sessionId?: string) {
    this.sessionId = sessionId;
  }

  /** New messages go to the end; what is given back is old, and finds its place near the front. */
  add(message: Message): void {
    const isNewest = (this.ready.at(-1)?.sequence ?? 0) < message.sequence;
    const place = isNewest ? this.ready.length : this.ready.findIndex(({ sequence }) => sequence > message.sequence);
    this.ready.splice(place, 0, message);
  }

  /** Whose turn it is, of those with credit. */
  next(): Consumer | undefined {
    for (const consumer of this.consumers)
      if (consumer.hasCredit() && this.consumers.delete(consumer)) {
        this.consumers.add(consumer);
        return consumer;
      }
    return undefined;
  }
}
