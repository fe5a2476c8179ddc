import { BATCH, type Courier } from './courier.ts';
import type { Fix } from './tracker.ts';

export interface Outbox {
  /** Queues fixes and sends them in the background. When the box is full the oldest go. */
  add(fixes: readonly Fix[]): void;
  /** Resolves when nothing is on its way any more, because everything was sent or the signal aborted. */
  settled(): Promise<void>;
}

export interface OutboxOptions {
  readonly send: Courier;
  readonly signal: AbortSignal;
  readonly log: (message: string) => void;
  /** Fixes kept while the API is away. */
  readonly capacity: number;
}

/** Sends fixes in order, one request at a time, and keeps them while nobody answers. */
export const outbox = ({ send, signal, log, capacity }: OutboxOptions): Outbox => {
  const waiting: Fix[] = [];
  let sending = Promise.resolve();
  let busy = false;

  const pump = async () => {
    busy = true;
    try {
      while (waiting.length > 0) await send(waiting.splice(0, BATCH));
    } catch (error) {
      if (!signal.aborted) log(`A batch is lost: ${error instanceof Error ? error.message : error}`);
    } finally {
      busy = false;
    }
  };

  return {
    add(fixes) {
      waiting.push(...fixes);
      const tooMany = waiting.splice(0, waiting.length - capacity).length;
      if (tooMany > 0) log(`The outbox is full: ${tooMany} oldest fixes dropped.`);
      if (!busy) sending = pump();
    },
    settled: () => sending,
  };
};
