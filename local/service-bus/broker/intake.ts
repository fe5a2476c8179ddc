import type { Content } from '../message/content.ts';
import type { Context } from './context.ts';
import type { Due } from './due-times.ts';
import type { Duplicates } from './duplicates.ts';
import { messageNotFound } from './errors.ts';
import { type Message, messageFrom } from './message.ts';

export interface IntakeOptions {
  readonly entity: number;
  readonly lastSequence: number;
  readonly duplicates: Duplicates | undefined;
  /** Where a message goes as soon as it is active. */
  readonly admit: (message: Message) => void;
}

/** The door of a queue or topic: numbers messages, drops duplicates and holds back what is scheduled. */
export class Intake {
  readonly #context: Context;
  readonly #options: IntakeOptions;
  readonly #scheduled = new Map<number, { message: Message; due: Due }>();
  #lastSequence: number;

  constructor(context: Context, options: IntakeOptions) {
    this.#context = context;
    this.#options = options;
    this.#lastSequence = options.lastSequence;
  }

  /** The sequence number of the message, or an unused one if it is a duplicate, which is dropped without a word. */
  take(content: Content, enqueuedSequence?: number): number {
    const now = this.#context.clock.now();
    const sequence = this.#number();
    if (this.#options.duplicates?.seen(content.messageId)) return sequence;
    const isLater = content.scheduledFor !== undefined && content.scheduledFor > now && enqueuedSequence === undefined;
    const message = messageFrom({
      id: this.#context.journal.nextMessageId(),
      entity: this.#options.entity,
      sequence,
      content,
      state: isLater ? 'scheduled' : 'active',
      deliveries: 0,
      enqueuedAt: now,
      scheduledFor: content.scheduledFor,
      enqueuedSequence,
    });
    if (isLater) {
      this.#context.journal.touch(message);
      this.hold(message);
    } else this.#options.admit(message);
    return sequence;
  }

  /** Keeps a scheduled message until its time has come. */
  hold(message: Message): void {
    const due = this.#context.due.at(message.scheduledFor ?? message.enqueuedAt, () => this.#activate(message));
    this.#scheduled.set(message.sequence, { message, due });
  }

  /** Cancels all of them or, when one is not scheduled here, none. */
  cancel(sequences: readonly number[]): void {
    const found = sequences.map((sequence) => {
      const entry = this.#scheduled.get(sequence);
      if (!entry) throw messageNotFound(sequence);
      return entry;
    });
    for (const { message, due } of found) {
      this.#scheduled.delete(message.sequence);
      this.#context.due.cancel(due);
      message.gone = true;
      this.#context.journal.touch(message);
    }
  }

  scheduled(): Message[] {
    return [...this.#scheduled.values()].map(({ message }) => message);
  }

  get scheduledCount(): number {
    return this.#scheduled.size;
  }

  #activate(message: Message): void {
    this.#scheduled.delete(message.sequence);
    message.enqueuedSequence = message.sequence;
    message.sequence = this.#number();
    message.state = 'active';
    message.enqueuedAt = this.#context.clock.now();
    this.#options.admit(message);
  }

  #number(): number {
    this.#lastSequence += 1;
    this.#context.journal.numbered(this.#options.entity, this.#lastSequence);
    return this.#lastSequence;
  }
}
