import { delay } from '../delay.ts';

/** How long the first item of a batch waits for company. */
const GATHER_MILLISECONDS = 10;

/**
 * Turns single items into batches: one batch is worked on at a time, and what arrives meanwhile forms the next one.
 * The returned function resolves when the item's batch is done.
 */
export const batcher = <Item>(largest: number, work: (batch: readonly Item[]) => Promise<void>) => {
  const waiting: { readonly item: Item; readonly done: () => void }[] = [];
  let running = false;

  const run = async () => {
    running = true;
    while (waiting.length > 0) {
      if (waiting.length < largest) await delay(GATHER_MILLISECONDS);
      const batch = waiting.splice(0, largest);
      await work(batch.map(({ item }) => item));
      for (const { done } of batch) done();
    }
    running = false;
  };

  return (item: Item): Promise<void> =>
    new Promise((done) => {
      waiting.push({ item, done });
      if (!running) void run();
    });
};
