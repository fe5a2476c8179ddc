import type { Message } from '../broker/message.ts';
import { type Changes, isSomething, noChanges, type Store } from './store.ts';

/**
 * Group commit. Everything that happens in one turn of the event loop is written in one transaction; only then do the
 * effects of that turn (acknowledgements, deliveries, replies) leave the broker, in the order they were asked for.
 */
export class Journal {
  readonly #store: Store;
  #changes: Changes = noChanges();
  #effects: (() => void)[] = [];
  #flushing: NodeJS.Immediate | undefined;
  #closed = false;

  constructor(store: Store) {
    this.#store = store;
  }

  nextMessageId(): number {
    return this.#store.nextMessageId();
  }

  /** The message was added, changed or (when `gone`) removed. */
  touch(message: Message): void {
    this.#changes.messages.add(message);
    this.#schedule();
  }

  numbered(entity: number, sequence: number): void {
    this.#changes.sequences.set(entity, sequence);
    this.#schedule();
  }

  remember(entity: number, messageId: string, until: number): void {
    this.#changes.duplicates.push({ entity, messageId, until });
    this.#schedule();
  }

  /** Ids that are too old at `now` to count as duplicates may go. */
  forgetDuplicates(entity: number, now: number): void {
    this.#changes.forgotten.set(entity, now);
    this.#schedule();
  }

  sessionState(entity: number, sessionId: string, state: Buffer | null): void {
    this.#changes.sessions.push({ entity, sessionId, state });
    this.#schedule();
  }

  rules(entity: number, declared: string, current: string): void {
    this.#changes.rules.set(entity, { declared, current });
    this.#schedule();
  }

  /** Runs `effect` once everything recorded so far is on disk. */
  afterCommit(effect: () => void): void {
    this.#effects.push(effect);
    this.#schedule();
  }

  flush(): void {
    clearImmediate(this.#flushing);
    this.#flushing = undefined;
    const changes = this.#changes;
    const effects = this.#effects;
    this.#effects = [];
    if (isSomething(changes)) {
      this.#changes = noChanges();
      this.#store.write(changes);
    }
    for (const effect of effects) effect();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.flush();
    this.#store.close();
  }

  #schedule(): void {
    if (!this.#closed) this.#flushing ??= setImmediate(() => this.flush());
  }
}
