import type { Clock } from '../../shared/clock.ts';
import { messageNotFound } from '../errors.ts';
import type { Content } from './content.ts';
import type { Due, DueTimes } from './due-times.ts';
import type { Store } from './store.ts';

/** What every entity needs from its surroundings. */
export interface Context {
  readonly clock: Clock;
  readonly due: DueTimes;
  readonly store: Store;
}

/** What is stored of a message in one entity. A topic's copies share their content. */
export interface StoredFields {
  /** Names the row on disk; never reused. */
  readonly id: number;
  /** Changes when the message is dead-lettered. */
  entity: number;
  sequence: number;
  content: Content;
  state: 'active' | 'deferred' | 'scheduled';
  /** Failed deliveries so far. */
  deliveries: number;
  enqueuedAt: number;
  /** The number it had at the topic, or while it was scheduled. */
  enqueuedSequence?: number | undefined;
}

export interface Message extends StoredFields {
  /** Infinity when it lives for ever. */
  expiresAt: number;
  /** Its activation while it is scheduled, its expiry after that. */
  due?: Due | undefined;
  /** Who has the token may settle the message. */
  lock?: { readonly token: string; readonly until: number } | undefined;
}

/** How many messages an entity holds. Active ones include those that are locked. */
export type Counts = Readonly<Record<'active' | 'scheduled' | 'deferred' | 'deadLettered' | 'locked', number>>;

/** The door of a queue or topic: numbers messages, drops duplicates and holds back what is scheduled. */
export abstract class Entity {
  readonly path: string;
  protected readonly context: Context;
  protected readonly id: number;
  protected readonly scheduled = new Map<number, Message>();
  readonly #duplicateWindow: number;
  #lastSequence: number;

  /** A `duplicateWindow` of zero: no duplicate detection. */
  constructor(context: Context, path: string, duplicateWindow: number) {
    const { id, lastSequence } = context.store.entity(path.toLowerCase());
    this.context = context;
    this.path = path;
    this.id = id;
    this.#lastSequence = lastSequence;
    this.#duplicateWindow = duplicateWindow;
  }

  /** Puts a message where it belongs that is active, or was there when the broker stopped. */
  protected abstract place(message: Message): void;

  /** What it holds beside scheduled messages. */
  protected messages(): Message[] {
    return [];
  }

  counts(): Counts {
    return { active: 0, scheduled: this.scheduled.size, deferred: 0, deadLettered: 0, locked: 0 };
  }

  /** Takes all of the messages, or throws and takes none. Returns their sequence numbers. */
  send(contents: readonly Content[]): number[] {
    for (const content of contents) content.check();
    return contents.map((content) => this.take(content));
  }

  /** The sequence number of the message, or an unused one if it is a duplicate, which is dropped without a word. */
  take(content: Content, enqueuedSequence?: number): number {
    const { clock, store } = this.context;
    const now = clock.now();
    const sequence = ++this.#lastSequence;
    const window = this.#duplicateWindow;
    if (window > 0 && store.isRepeated(this.id, content.messageId, now, window)) return sequence;
    const isLater = enqueuedSequence === undefined && (content.scheduledFor ?? now) > now;
    const state = isLater ? 'scheduled' : 'active';
    const origin = { id: store.nextId(), entity: this.id, sequence, enqueuedAt: now, enqueuedSequence };
    const message: Message = { ...origin, content, state, deliveries: 0, expiresAt: Number.POSITIVE_INFINITY };
    if (isLater) {
      store.keep(message);
      this.#hold(message);
    } else this.admit(message);
    return sequence;
  }

  /** Cancels all of the scheduled messages or, when one of them is not there, none. */
  cancel(sequences: readonly number[]): void {
    const found = sequences.map((sequence) => {
      const message = this.scheduled.get(sequence);
      if (!message) throw messageNotFound(`No message is scheduled under the sequence number ${sequence}.`);
      return message;
    });
    for (const message of found) {
      this.scheduled.delete(message.sequence);
      this.context.due.cancel(message.due);
      this.context.store.drop(message);
    }
  }

  /** The messages a browser gets to see, in order of sequence number. */
  peek(from: number, count: number, sessionId: string | undefined): Message[] {
    return [...this.messages(), ...this.scheduled.values()]
      .filter(({ sequence, content }) => sequence >= from && (sessionId ?? content.sessionId) === content.sessionId)
      .sort((a, b) => a.sequence - b.sequence)
      .slice(0, count);
  }

  /** Takes in a message that has just become active. */
  protected admit(message: Message): void {
    this.place(message);
  }

  /** Brings back what a previous run has left behind. */
  protected restore(): void {
    for (const fields of this.context.store.messages(this.id)) {
      const message: Message = { ...fields, expiresAt: Number.POSITIVE_INFINITY };
      if (message.state === 'scheduled') this.#hold(message);
      else this.place(message);
    }
  }

  #hold(message: Message): void {
    this.scheduled.set(message.sequence, message);
    message.due = this.context.due.at(message.content.scheduledFor ?? 0, () => {
      this.scheduled.delete(message.sequence);
      message.enqueuedSequence = message.sequence;
      message.sequence = ++this.#lastSequence;
      message.state = 'active';
      message.enqueuedAt = this.context.clock.now();
      this.admit(message);
    });
  }
}
