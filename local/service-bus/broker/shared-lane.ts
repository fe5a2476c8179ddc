import type { Consumer } from './consumer.ts';
import { Heap } from './heap.ts';
import { bySequence, type Message } from './message.ts';

/** The waiting line of a queue without sessions: oldest message first, to the receivers in turn. */
export class SharedLane {
  readonly #hand: (message: Message, consumer: Consumer) => void;
  readonly #ready = new Heap<Message>(bySequence);
  #consumers: Consumer[] = [];
  #turn = 0;

  constructor(hand: (message: Message, consumer: Consumer) => void) {
    this.#hand = hand;
  }

  add(message: Message): void {
    this.#ready.push(message);
    this.pump();
  }

  remove(message: Message): void {
    this.#ready.remove(message);
  }

  join(consumer: Consumer): void {
    this.#consumers.push(consumer);
    this.pump();
  }

  leave(consumer: Consumer): void {
    this.#consumers = this.#consumers.filter((other) => other !== consumer);
  }

  pump(): void {
    while (this.#ready.size > 0) {
      const consumer = this.#nextConsumer();
      const message = consumer && this.#ready.pop();
      if (!message) return;
      this.#hand(message, consumer);
    }
  }

  #nextConsumer(): Consumer | undefined {
    for (let tried = 0; tried < this.#consumers.length; tried++) {
      const consumer = this.#consumers[this.#turn++ % this.#consumers.length];
      if (consumer?.hasCredit()) return consumer;
    }
    return undefined;
  }
}
