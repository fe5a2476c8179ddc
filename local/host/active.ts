import { LONGEST_TIMER } from './delay.ts';

/** The invocations under way, all with one time limit. */
export class ActiveInvocations {
  size = 0;
  readonly #limit: number;

  constructor(limitMilliseconds: number) {
    this.#limit = limitMilliseconds;
  }

  /** Settles as the work does, or rejects once the time limit has passed: the work itself cannot be stopped, only its answer. */
  track<T>(name: string, work: Promise<T>): Promise<T> {
    this.size++;
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    const expire = () => reject(new Error(`Timeout value of ${this.#limit / 1000} s exceeded by function ${name}.`));
    const timer = setTimeout(expire, Math.min(this.#limit, LONGEST_TIMER)).unref();
    const end = () => {
      clearTimeout(timer);
      this.size--;
    };
    promise.then(end, end);
    work.then(resolve, reject);
    return promise;
  }
}
