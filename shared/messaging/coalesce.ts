/**
 * Joins calls that arrive while an earlier one is still under way into one call of `flush`: the group commit of a database,
 * for anything with a cost per call. A lone call goes out at once; under load the groups grow by themselves.
 * All calls of a group share its outcome.
 */
export const coalesce = <Item>(
  flush: (items: readonly Item[]) => Promise<void>,
  { concurrency = 1 }: { concurrency?: number } = {},
): ((items: readonly Item[]) => Promise<void>) => {
  let waiting: { items: readonly Item[]; settle: PromiseWithResolvers<void> }[] = [];
  let running = 0;

  const next = async (): Promise<void> => {
    const group = waiting;
    waiting = [];
    running += 1;
    try {
      await flush(group.flatMap(({ items }) => items));
      for (const { settle } of group) settle.resolve();
    } catch (error) {
      for (const { settle } of group) settle.reject(error);
    } finally {
      running -= 1;
      if (waiting.length > 0) void next();
    }
  };

  return (items) => {
    if (items.length === 0) return Promise.resolve();
    const settle = Promise.withResolvers<void>();
    waiting.push({ items, settle });
    // One turn of the event loop later, so that requests read from several sockets in one turn travel together.
    if (running < concurrency && waiting.length === 1)
      setImmediate(() => {
        if (running < concurrency && waiting.length > 0) void next();
      });
    return settle.promise;
  };
};
