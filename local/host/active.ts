interface Run {
  readonly name: string;
  readonly startedAt: number;
  readonly expire: (error: Error) => void;
}

const LONGEST_TIMER = 2 ** 31 - 1;

/**
 * The invocations under way. All share one time limit, so the oldest is always the next to expire and one timer
 * is enough, however many there are.
 */
export class ActiveInvocations {
  readonly #limit: number;
  readonly #runs = new Set<Run>();
  readonly #whenIdle: (() => void)[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(limitMilliseconds: number) {
    this.#limit = limitMilliseconds;
  }

  get size(): number {
    return this.#runs.size;
  }

  /** Settles as the work does, or rejects once the time limit has passed: the work itself cannot be stopped, only its answer. */
  track<T>(name: string, work: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const run = { name, startedAt: performance.now(), expire: reject };
      this.#runs.add(run);
      this.#timer ??= this.#expireAfter(this.#limit);
      work.then(resolve, reject).finally(() => this.#end(run));
    });
  }

  /** Resolves when nothing is running any more. */
  idle(): Promise<void> {
    return new Promise((resolve) => {
      if (this.size === 0) resolve();
      else this.#whenIdle.push(resolve);
    });
  }

  #end(run: Run): void {
    this.#runs.delete(run);
    if (this.size === 0) for (const resolve of this.#whenIdle.splice(0)) resolve();
  }

  #expireAfter(milliseconds: number): NodeJS.Timeout {
    return setTimeout(() => this.#expireOldest(), Math.min(milliseconds, LONGEST_TIMER)).unref();
  }

  #expireOldest(): void {
    this.#timer = undefined;
    for (const run of this.#runs) {
      const left = run.startedAt + this.#limit - performance.now();
      if (left > 0) {
        this.#timer = this.#expireAfter(left + 1);
        return;
      }
      run.expire(new Error(`Timeout value of ${this.#limit / 1000} s exceeded by function ${run.name}.`));
      this.#end(run);
    }
  }
}
