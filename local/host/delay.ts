import { setTimeout as sleep } from 'node:timers/promises';

export const LONGEST_TIMER = 2 ** 31 - 1;

/** Waits, unless the signal ends the wait early; either way it resolves. A wait never keeps the process alive. */
export const delay = (milliseconds: number, signal?: AbortSignal): Promise<void> =>
  sleep(Math.min(milliseconds, LONGEST_TIMER), undefined, { ref: false, signal }).catch(() => undefined);

/** Waits for work, but no longer than that; the work goes on by itself. */
export const atMost = async (milliseconds: number, work: Promise<unknown>, signal?: AbortSignal): Promise<void> => {
  await Promise.race([work, delay(milliseconds, signal)]);
};
