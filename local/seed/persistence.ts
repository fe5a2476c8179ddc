import { setTimeout as sleep } from 'node:timers/promises';

/** The far side is away or overloaded; asking again later may work. */
export class Unavailable extends Error {
  /** Milliseconds the far side asked us to wait. */
  readonly retryAfter: number | undefined;

  constructor(message: string, { cause, retryAfter }: { cause?: unknown; retryAfter?: number | undefined } = {}) {
    super(message, { cause });
    this.name = 'Unavailable';
    this.retryAfter = retryAfter;
  }
}

export interface Patience {
  /** Milliseconds after the first failure until the last error is thrown. Infinity: never give up. */
  readonly patience: number;
  readonly signal?: AbortSignal;
  /** Told about each failure that will be retried, with the wait in milliseconds. */
  onRetry?(failure: Unavailable, wait: number): void;
}

const FIRST_WAIT = 100;
const LONGEST_WAIT = 5_000;

/** Repeats `task` while it throws `Unavailable`, waiting twice as long each time (100 ms to 5 s). Other errors pass through. */
export const persistently = async <T>(task: () => Promise<T>, { patience, signal, onRetry }: Patience): Promise<T> => {
  let deadline: number | undefined;
  for (let attempt = 0; ; attempt++) {
    try {
      return await task();
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      deadline ??= Date.now() + patience;
      const wait = Math.max(error.retryAfter ?? 0, Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** attempt));
      if (Date.now() + wait > deadline) throw error;
      onRetry?.(error, wait);
      await sleep(wait, undefined, signal ? { signal } : {});
    }
  }
};
