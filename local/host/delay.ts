/** Waits, unless the signal ends the wait early; either way it resolves. A wait never keeps the process alive. */
export const delay = (milliseconds: number, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, Math.min(milliseconds, 2 ** 31 - 1)).unref();
    signal?.addEventListener('abort', done, { once: true });
  });

/** Waits for work until the signal comes, then gives `undefined`; the work goes on by itself. */
export const untilAborted = <T>(work: Promise<T>, signal: AbortSignal): Promise<T | undefined> =>
  new Promise((resolve, reject) => {
    const stop = () => resolve(undefined);
    // Not a race against one long-lived promise: that would hold on to every piece of work there ever was.
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });

/** Waits for work, but no longer than that. */
export const atMost = async <T>(milliseconds: number, work: Promise<T>): Promise<T | undefined> => {
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), milliseconds).unref();
  return untilAborted(work, deadline.signal).finally(() => clearTimeout(timer));
};
