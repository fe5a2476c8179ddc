type Work = (key: string) => Promise<void>;

/** Runs `work` for keys, at most `limit` at once, in the order of the kicks, and never twice at a time for one key. */
export const createScheduler = (work: Work, limit: number, onError: (error: unknown) => void) => {
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
    /** Has `work` done for a key, once more if it is being done already. */
    kick(key: string) {
      if (stopped) return;
      waiting.add(key);
      // At the end of the event-loop turn, so that everything that comes in during one turn is taken together.
      if (!pumping) setImmediate(pump);
      pumping = true;
    },
    /** Begins nothing new; resolves when nothing runs any more. */
    stop: () =>
      new Promise<void>((resolve) => {
        waiting.clear();
        stopped = resolve;
        pump();
      }),
  };
};

export type Scheduler = ReturnType<typeof createScheduler>;
