/**
 * Runs `work` for keys, at most `limit` at once, in the order in which they were kicked. No key runs twice at the same time:
 * kicked while it runs, it runs once more. What `work` throws goes to `onError`.
 */
export class Scheduler {
  readonly #work: (key: string) => Promise<void>;
  readonly #limit: number;
  readonly #onError: (error: unknown) => void;
  readonly #waiting = new Set<string>();
  readonly #running = new Set<string>();
  #pumping: NodeJS.Immediate | undefined;
  #stopped: (() => void) | undefined;

  constructor(work: (key: string) => Promise<void>, limit: number, onError: (error: unknown) => void) {
    this.#work = work;
    this.#limit = limit;
    this.#onError = onError;
  }

  get busy(): boolean {
    return this.#waiting.size + this.#running.size > 0;
  }

  kick(key: string) {
    if (this.#stopped) return;
    this.#waiting.add(key);
    // At the end of the event-loop turn, so that everything that comes in during one turn is taken together.
    this.#pumping ??= setImmediate(() => this.#pump());
  }

  /** Begins nothing new; resolves when nothing runs any more. */
  stop(): Promise<void> {
    this.#waiting.clear();
    return new Promise((resolve) => {
      this.#stopped = resolve;
      if (this.#running.size === 0) resolve();
    });
  }

  #pump() {
    this.#pumping = undefined;
    for (const key of this.#waiting) {
      if (this.#running.size >= this.#limit) return;
      if (this.#running.has(key)) continue;
      this.#waiting.delete(key);
      this.#running.add(key);
      void this.#run(key);
    }
  }

  async #run(key: string) {
    await this.#work(key).catch(this.#onError);
    this.#running.delete(key);
    this.#pump();
    if (this.#running.size === 0) this.#stopped?.();
  }
}
