import type { RetryOptions } from './core-module.ts';
import { delay } from './delay.ts';
import type { RetryContext } from './invocation.ts';

const FOREVER = -1;

/** A retry that asks for no delay at all still leaves the event loop some room. */
const SHORTEST_DELAY = 10;

/** Milliseconds before the retry with this number (the first is 1). Back-off varies by a fifth, so that retries spread. */
export const retryDelay = (options: RetryOptions, retry: number, random = Math.random): number => {
  const { retryStrategy, delayInterval, minimumInterval, maximumInterval } = options;
  if (retryStrategy === 'fixedDelay') return Math.max(SHORTEST_DELAY, (delayInterval?.seconds ?? 0) * 1000);
  const shortest = (minimumInterval?.seconds ?? 0) * 1000;
  const longest = (maximumInterval?.seconds ?? 0) * 1000;
  const grown = shortest * 2 ** Math.min(retry - 1, 30) * (0.8 + 0.4 * random());
  return Math.max(SHORTEST_DELAY, Math.min(longest, grown));
};

const exceptionOf = (error: unknown): NonNullable<RetryContext['exception']> =>
  error instanceof Error
    ? { message: error.message, source: error.name, stackTrace: error.stack ?? '' }
    : { message: String(error), source: '', stackTrace: '' };

/**
 * Calls `attempt` until it succeeds, the options allow no further retry, or the host stops.
 * Without options there is one attempt.
 */
export const withRetry = async (
  options: RetryOptions | undefined,
  signal: AbortSignal,
  attempt: (retryContext: RetryContext | undefined) => Promise<unknown>,
): Promise<'succeeded' | 'failed' | 'stopped'> => {
  let context: RetryContext | undefined;
  for (let retry = 1; ; retry++) {
    try {
      await attempt(context);
      return 'succeeded';
    } catch (error) {
      if (!options || (options.maxRetryCount !== FOREVER && retry > options.maxRetryCount)) return 'failed';
      context = { retryCount: retry, maxRetryCount: options.maxRetryCount, exception: exceptionOf(error) };
    }
    await delay(retryDelay(options, retry), signal);
    if (signal.aborted) return 'stopped';
  }
};
