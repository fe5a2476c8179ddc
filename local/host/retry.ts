import { setTimeout as sleep } from 'node:timers/promises';

export const LONGEST_TIMER = 2 ** 31 - 1;

/** Waits, unless the signal ends the wait early; either way it resolves. A wait never keeps the process alive. */
export const delay = (milliseconds: number, signal?: AbortSignal): Promise<void> =>
  sleep(Math.min(milliseconds, LONGEST_TIMER), undefined, { ref: false, signal }).catch(() => undefined);

/** Waits for work, but no longer than that; the work goes on by itself. */
export const atMost = async (milliseconds: number, work: Promise<unknown>, signal?: AbortSignal): Promise<void> => {
  await Promise.race([work, delay(milliseconds, signal)]);
};

type Interval = { readonly seconds: number };

/** A retry policy, as the app library hands it over; a `maxRetryCount` of -1 is for ever. */
export type RetryOptions = Readonly<{ maxRetryCount: number; retryStrategy: 'fixedDelay' | 'exponentialBackoff' }> &
  Readonly<Partial<Record<'delayInterval' | 'minimumInterval' | 'maximumInterval', Interval>>>;

/** A retry that asks for no delay at all still leaves the event loop some room. */
const SHORTEST_DELAY = 10;

/** Milliseconds before the retry with this number (the first is 1). Back-off varies by a fifth, so that retries spread. */
export const retryDelay = (options: RetryOptions, retry: number, random = Math.random): number => {
  const { delayInterval, minimumInterval, maximumInterval, retryStrategy } = options;
  const grown = (minimumInterval?.seconds ?? 0) * 2 ** Math.min(retry - 1, 30) * (0.8 + 0.4 * random());
  const backOff = Math.min(maximumInterval?.seconds ?? 0, grown);
  const seconds = retryStrategy === 'fixedDelay' ? (delayInterval?.seconds ?? 0) : backOff;
  return Math.max(SHORTEST_DELAY, seconds * 1000);
};

/** Calls `attempt`, with what is known of those before, until it succeeds, the options (none: one attempt) allow no more, or the host stops. */
export const withRetry = async (
  options: RetryOptions | undefined,
  signal: AbortSignal,
  attempt: (retryContext: object | undefined) => Promise<unknown>,
): Promise<'succeeded' | 'failed' | 'stopped'> => {
  let context: object | undefined;
  for (let retryCount = 1; !signal.aborted; retryCount++) {
    try {
      await attempt(context);
      return 'succeeded';
    } catch (error) {
      const { maxRetryCount } = options ?? { maxRetryCount: 0 };
      if (!options || (maxRetryCount >= 0 && retryCount > maxRetryCount)) return 'failed';
      const { message, name: source, stack: stackTrace } = error instanceof Error ? error : new Error(String(error));
      context = { retryCount, maxRetryCount, exception: { message, source, stackTrace } };
      await delay(retryDelay(options, retryCount), signal);
    }
  }
  return 'stopped';
};
