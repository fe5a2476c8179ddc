/** Who reads inboxes: one reader per inbox at a time. */
export interface Scheduler {
  /** Has `work` done for a key, once more if it is being done already. */
  kick(key: string): void;
  /** True while anything runs or is about to. */
  busy(): boolean;
  /** Begins nothing new; resolves when nothing runs any more. */
  stop(): Promise<void>;
}

/** Runs `work`, at most `limit` at once, in the order of the kicks. What it throws goes to `onError`. */
export const createScheduler = (
  work: (key: string) => Promise<void>,
  limit: number,
  onError: (error: unknown) => void,
): Scheduler => {
  const waiting = new Set<string>();
  const running = new Set<string>();
  let pumping = false;
  let stopped: (() => void) | undefined;

  const run = async (key: string) => {
    waiting.delete(key);
    running.add(key);
    await work(key).catch(onError);
    running.delete(key);
    pump();
  };
  const pump = () => {
    pumping = false;
    for (const key of waiting) {
      if (running.size >= limit) break;
      if (!running.has(key)) void run(key);
    }
    if (running.size === 0) stopped?.();
  };
  return {
    kick(key) {
      if (stopped) return;
      waiting.add(key);
      // At the end of the event-loop turn, so that everything that comes in during one turn is taken together.
      if (!pumping) setImmediate(pump);
      pumping = true;
    },
    busy: () => waiting.size + running.size > 0,
    stop: () =>
      new Promise((resolve) => {
        waiting.clear();
        stopped = resolve;
        pump();
      }),
  };
};
