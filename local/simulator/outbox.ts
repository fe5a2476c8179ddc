import { z } from 'zod';
import { type Answer, type ApiClient, explain } from '../seed/api-client.ts';
import { persistently } from '../seed/persistence.ts';
import type { Fix } from './tracker.ts';

export interface Outbox {
  /** Queues fixes and sends them in the background. When the box is full the oldest go. */
  add(fixes: readonly Fix[]): void;
  /** Resolves when nothing is on its way any more, because everything was sent or the signal aborted. */
  settled(): Promise<void>;
}

export interface OutboxOptions {
  readonly client: ApiClient;
  readonly signal: AbortSignal;
  readonly log: (message: string) => void;
  /** Fixes kept while the API is away. */
  readonly capacity: number;
}

/** What `POST /ingest/batch` takes at once. */
const BATCH = 500;
const PATIENCE = 30 * 60_000;

const Outcome = z.object({
  rejected: z.number(),
  results: z.array(z.object({ status: z.string(), code: z.string().optional() })),
});

/** Sends fixes in order, one request at a time, and keeps them while nobody answers. */
export const outbox = ({ client, signal, log, capacity }: OutboxOptions): Outbox => {
  const waiting: Fix[] = [];
  let sending = Promise.resolve();
  let busy = false;
  let away = false;

  const send = async (fixes: readonly Fix[]) => {
    const answer = await persistently(() => client.call('POST', '/ingest/batch', { fixes }), {
      patience: PATIENCE,
      signal,
      onRetry({ message }) {
        if (!away) log(`${message}; keeping fixes until it is back.`);
        away = true;
      },
    });
    if (away) log('The API is back.');
    away = false;
    for (const complaint of complaints(answer)) log(complaint);
  };

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

const complaints = (answer: Answer): string[] => {
  if (answer.status !== 202) return [`A batch was refused: ${explain(answer)}`];
  const outcome = Outcome.safeParse(answer.body);
  if (!outcome.success) return ['The API accepted a batch with an answer nobody understands.'];
  const rejected = outcome.data.results.filter(({ status }) => status === 'rejected');
  return [...Map.groupBy(rejected, ({ code }) => code ?? 'no code')].map(
    ([code, results]) => `${results.length} fixes were rejected: ${code}`,
  );
};
