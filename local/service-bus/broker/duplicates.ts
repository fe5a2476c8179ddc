import type { DuplicateRow } from '../store/store.ts';
import type { Context } from './context.ts';

const TIDY_EVERY = 60_000;

/** The message ids an entity has seen within its duplicate detection window. */
export class Duplicates {
  readonly #context: Context;
  readonly #entity: number;
  readonly #window: number;
  /** In the order they run out, because the window has one length. */
  readonly #until = new Map<string, number>();
  #tidyAt = 0;

  constructor(context: Context, entity: number, window: number, remembered: readonly DuplicateRow[]) {
    this.#context = context;
    this.#entity = entity;
    this.#window = window;
    for (const { messageId, until } of remembered) this.#until.set(messageId, until);
  }

  /** Whether the id was seen before; remembers it when it was not. */
  seen(messageId: string): boolean {
    const now = this.#context.clock.now();
    this.#forget(now);
    if (this.#until.has(messageId)) return true;
    const until = now + this.#window;
    this.#until.set(messageId, until);
    this.#context.journal.remember(this.#entity, messageId, until);
    return false;
  }

  #forget(now: number): void {
    for (const [messageId, until] of this.#until) {
      if (until > now) break;
      this.#until.delete(messageId);
    }
    if (now < this.#tidyAt) return;
    this.#tidyAt = now + TIDY_EVERY;
    this.#context.journal.forgetDuplicates(this.#entity, now);
  }
}
