import type { Clock } from '../../shared/clock.ts';
import type { Sent } from '../entities.ts';
import type { Content } from './content.ts';
import type { DueTimes } from './due-times.ts';
import type { Store } from './store.ts';

/** What every entity needs from its surroundings. */
export interface Context {
  readonly clock: Clock;
  readonly due: DueTimes;
  readonly store: Store;
}

/** A message in one entity; the copies of a topic share their content. All but `lock` outlives a restart. */
export interface Message {
  /** The key of the entity it is in, which changes when it is dead-lettered. */
  entity: string;
  /** Its number in the namespace, which changes when its schedule has come. */
  sequence: number;
  content: Content;
  state: 'active' | 'deferred' | 'scheduled';
  /** Failed deliveries so far. */
  deliveries: number;
  enqueuedAt: number;
  /** The number it had at the topic, or while it was scheduled. */
  enqueuedSequence?: number | undefined;
  /** Who has the token may settle the message. */
  lock?: { readonly token: string; readonly until: number } | undefined;
}

/** How many messages an entity holds. Active ones include those that are locked. */
export type Counts = Readonly<Record<'active' | 'scheduled' | 'deferred' | 'deadLettered' | 'locked', number>>;

/** The door of a queue or topic: numbers messages, drops duplicates and holds back what is scheduled. */
export abstract class Entity {
  readonly path: string;
  protected readonly context: Context;
  /** The path in lower case: names are matched without regard to case. */
  readonly key: string;
  readonly #duplicateWindow: number;
  #scheduled = 0;

  constructor(context: Context, path: string, sent?: Sent) {
    this.context = context;
    this.path = path;
    this.key = path.toLowerCase();
    this.#duplicateWindow = sent?.requiresDuplicateDetection ? sent.duplicateDetectionHistoryTimeWindow : 0;
  }

  /** Takes in a message that is not scheduled, or no more. */
  protected abstract admit(message: Message): void;

  counts(): Counts {
    return { active: 0, scheduled: this.#scheduled, deferred: 0, deadLettered: 0, locked: 0 };
  }

  /** Takes all of the messages, or throws and takes none. Returns their sequence numbers. */
  send(contents: readonly Content[]): number[] {
    return contents.map((content) => this.take(content));
  }

  /** The sequence number of the message, or an unused one if it is a duplicate, which is dropped without a word. */
  take(content: Content, enqueuedSequence?: number): number {
    const { clock, store } = this.context;
    const enqueuedAt = clock.now();
    const sequence = store.nextSequence();
    const window = this.#duplicateWindow;
    if (window > 0 && store.isRepeated(this.key, content.decoded.message_id, enqueuedAt, window)) return sequence;
    const origin = { entity: this.key, sequence, enqueuedAt, enqueuedSequence };
    const message: Message = { ...origin, content, state: 'active', deliveries: 0 };
    if (enqueuedSequence !== undefined || (content.scheduledFor ?? 0) <= enqueuedAt) this.admit(message);
    else {
      message.state = 'scheduled';
      store.keep(message);
      this.#hold(message);
    }
    return sequence;
  }

  /** Takes up again what a previous run has left behind. */
  restore(): void {
    for (const message of this.context.store.messages(this.key))
      if (message.state === 'scheduled') this.#hold(message);
      else this.admit(message);
  }

  #hold(message: Message): void {
    const { clock, due, store } = this.context;
    this.#scheduled += 1;
    due.at(message.content.scheduledFor ?? 0, () => {
      this.#scheduled -= 1;
      store.drop(message);
      const { sequence: enqueuedSequence, ...rest } = message;
      this.admit({
        ...rest,
        state: 'active',
        enqueuedSequence,
        sequence: store.nextSequence(),
        enqueuedAt: clock.now(),
      });
    });
  }
}
