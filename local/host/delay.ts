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
