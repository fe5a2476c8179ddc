/** Something that is running and can be told that its time is up. */
export interface Running {
  readonly name: string;
  /** Called once when the function's time limit has passed; the work itself cannot be stopped, only its answer. */
  expire(error: Error): void;
}

/**
 * The invocations under way. All share one time limit, so the oldest is always the next to expire and one timer
 * is enough, however many requests there are.
 */
export class ActiveInvocations {
  readonly #limit: number | undefined;
  readonly #started = new Map<Running, number>();
  readonly #whenIdle: (() => void)[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(limitMilliseconds: number | undefined) {
    this.#limit = limitMilliseconds;
  }

  get size(): number {
    return this.#started.size;
  }

  begin(running: Running): void {
    this.#started.set(running, performance.now());
    if (this.#limit !== undefined && this.#timer === undefined) this.#arm(this.#limit);
  }

  end(running: Running): void {
    this.#started.delete(running);
    if (this.#started.size > 0) return;
    for (const idle of this.#whenIdle.splice(0)) idle();
  }

  /** Resolves when nothing is running any more. */
  idle(): Promise<void> {
    if (this.#started.size === 0) return Promise.resolve();
    return new Promise((resolve) => this.#whenIdle.push(resolve));
  }

  #arm(limit: number, delay = limit): void {
    const LONGEST_TIMER = 2 ** 31 - 1;
    this.#timer = setTimeout(() => this.#expireOldest(limit), Math.min(delay, LONGEST_TIMER)).unref();
  }

  #expireOldest(limit: number): void {
    this.#timer = undefined;
    for (const [running, startedAt] of this.#started) {
      const left = startedAt + limit - performance.now();
      if (left > 0) {
        this.#arm(limit, left + 1);
        return;
      }
      running.expire(new Error(`Timeout value of ${limit / 1000} s exceeded by function ${running.name}.`));
      this.end(running);
    }
  }
}
