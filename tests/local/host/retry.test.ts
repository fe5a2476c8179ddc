import { type RetryOptions, retryDelay, withRetry } from '../../../local/host/retry.ts';
import { covered } from '../conformance.ts';

const fixed = (maxRetryCount: number): RetryOptions => ({
  maxRetryCount,
  retryStrategy: 'fixedDelay',
  delayInterval: { seconds: 0 },
});
const never = new AbortController().signal;

/** Fails that many times, and keeps what it was told each time. */
const failing = (times: number) => {
  const contexts: (object | undefined)[] = [];
  const attempt = async (context: object | undefined) => {
    contexts.push(context);
    if (contexts.length <= times) throw new Error(`failure ${contexts.length}`);
  };
  return { attempt, contexts };
};

describe(covered('Retry policies: fixed delay, exponential back-off, for ever'), () => {
  it('tries once without options', async () => {
    const { attempt, contexts } = failing(1);
    expect(await withRetry(undefined, never, attempt)).toBe('failed');
    expect(contexts).toEqual([undefined]);
  });

  it('tries until it succeeds, telling the count and the reason', async () => {
    const { attempt, contexts } = failing(2);
    expect(await withRetry(fixed(5), never, attempt)).toBe('succeeded');
    expect(contexts).toMatchObject([
      undefined,
      { retryCount: 1, maxRetryCount: 5, exception: { message: 'failure 1' } },
      { retryCount: 2, maxRetryCount: 5, exception: { message: 'failure 2' } },
    ]);
  });

  it('gives up after the last retry', async () => {
    const { attempt, contexts } = failing(100);
    expect(await withRetry(fixed(2), never, attempt)).toBe('failed');
    expect(contexts).toHaveLength(3);
  });

  it('goes on for ever with -1, until the host stops', async () => {
    const stopping = new AbortController();
    const { attempt, contexts } = failing(1_000);
    const outcome = withRetry(fixed(-1), stopping.signal, async (context) => {
      if (contexts.length === 8) stopping.abort();
      await attempt(context);
    });
    expect(await outcome).toBe('stopped');
    expect(contexts).toHaveLength(9);
  });

  it('waits a fixed time, or twice as long each time up to the longest', () => {
    expect(retryDelay({ ...fixed(1), delayInterval: { seconds: 3 } }, 7)).toBe(3_000);
    const growing: RetryOptions = {
      maxRetryCount: -1,
      retryStrategy: 'exponentialBackoff',
      minimumInterval: { seconds: 1 },
      maximumInterval: { seconds: 60 },
    };
    const middle = (retry: number) => retryDelay(growing, retry, () => 0.5);
    expect([1, 2, 3, 4, 7, 1_000].map(middle)).toEqual([1_000, 2_000, 4_000, 8_000, 60_000, 60_000]);
    expect(retryDelay(growing, 1, () => 0)).toBe(800);
  });
});
