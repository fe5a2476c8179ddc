import type { Message } from './message.ts';

/** A receiver, as the broker sees it: an AMQP link with credit. */
export interface Consumer {
  /** Receive-and-delete: a message is gone once it is handed over, and never locked. */
  readonly settlesOnDelivery: boolean;
  hasCredit(): boolean;
  deliver(message: Message): void;
  /** The session this consumer held has been taken away from it. */
  sessionLost(sessionId: string): void;
}
