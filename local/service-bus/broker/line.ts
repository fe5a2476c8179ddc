import type { Due } from './due-times.ts';
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
  due?: Due;
}

/** Messages that wait, oldest first, and the receivers that take them in turn: those of a queue, or of one session. */
export interface Line {
  readonly sessionId: string | undefined;
  readonly ready: Message[];
  readonly consumers: Consumer[];
  /** Of a session that has a receiver. */
  hold: Hold | undefined;
}

export const emptyLine = (sessionId?: string): Line => ({ sessionId, ready: [], consumers: [], hold: undefined });

/** Where a message with that number belongs, which is nearly always the end. */
const placeOf = (ready: readonly Message[], sequence: number): number => {
  let high = ready.length;
  let low = (ready.at(-1)?.sequence ?? 0) < sequence ? high : 0;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ready[middle]?.sequence ?? 0) < sequence) low = middle + 1;
    else high = middle;
  }
  return low;
};

export const addTo = ({ ready }: Line, message: Message): void => {
  ready.splice(placeOf(ready, message.sequence), 0, message);
};

export const removeFrom = ({ ready }: Line, message: Message): void => {
  const place = placeOf(ready, message.sequence);
  if (ready[place] === message) ready.splice(place, 1);
};

/** Whose turn it is, of those with credit. */
export const nextConsumer = ({ consumers }: Line): Consumer | undefined => {
  const place = consumers.findIndex((consumer) => consumer.hasCredit());
  const [next] = place < 0 ? [] : consumers.splice(place, 1);
  if (next) consumers.push(next);
  return next;
};

export const dismiss = ({ consumers }: Line, consumer: Consumer): void => {
  const place = consumers.indexOf(consumer);
  if (place >= 0) consumers.splice(place, 1);
};
