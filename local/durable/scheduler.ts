type Work = (key: string) => Promise<void>;

/** Runs `work` for keys, at most `limit` at once, in the order of the kicks, and never twice at a time for one key. */
export const createScheduler = (work: Work, limit: number, onError: (error: unknown) => void) => {
  const waiting = new Set<string>();
  const running = new Map<string, Promise<void>>();
  let pumping = false;
  let stopped = false;

  const run = async (key: string) => {
    await work(key).catch(onError);
    running.delete(key);
    pump();
  };
  const pump = () => {
    pumping = false;
    for (const key of waiting) {
      if (running.size >= limit) break;
      if (!running.has(key) && waiting.delete(key)) running.set(key, run(key));
    }
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
    async stop() {
      stopped = true;
      waiting.clear();
      await Promise.all(running.values());
    },
  };
};
