const FIRST_MS = 200;
const LONGEST_MS = 5_000;
const STEADY_MS = 30_000;

/** Waits twice as long before each restart, and starts over for a process that had settled. */
export const createBackOff = () => {
  let next = FIRST_MS;
  return {
    /** Milliseconds to wait before starting a process again that lived for `alive` milliseconds. */
    after(alive: number): number {
      const wait = alive >= STEADY_MS ? FIRST_MS : next;
      next = Math.min(LONGEST_MS, wait * 2);
      return wait;
    },
  };
};
