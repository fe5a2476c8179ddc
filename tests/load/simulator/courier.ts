import { z } from 'zod';
import { type Answer, type ApiClient, explain, persistently } from '../api-client.ts';
import type { Fix } from './tracker.ts';

/**
 * Brings up to `BATCH` fixes to the API, however long it is away, and tells how many it accepted. Throws when the signal
 * aborts; what the API refuses is only logged.
 */
export type Courier = (fixes: readonly Fix[]) => Promise<number>;

export interface CourierOptions {
  readonly client: ApiClient;
  readonly signal: AbortSignal;
  readonly log: (message: string) => void;
}

/** What `POST /ingest/batch` takes at once. */
export const BATCH = 500;

const Outcome = z.object({
  accepted: z.number(),
  results: z.array(z.object({ status: z.string(), code: z.string().optional() })),
});

export const courier = ({ client, signal, log }: CourierOptions): Courier => {
  let away = false;
  return async (fixes) => {
    const answer = await persistently(() => client.call('POST', '/ingest/batch', { fixes }), {
      patience: Number.POSITIVE_INFINITY,
      signal,
      onRetry({ message }) {
        if (!away) log(`${message}; keeping fixes until it is back.`);
        away = true;
      },
    });
    if (away) log('The API is back.');
    away = false;
    const { accepted, complaints } = outcomeOf(answer);
    for (const complaint of complaints) log(complaint);
    return accepted;
  };
};

const outcomeOf = (answer: Answer): { accepted: number; complaints: readonly string[] } => {
  if (answer.status !== 202) return { accepted: 0, complaints: [`A batch was refused: ${explain(answer)}`] };
  const outcome = Outcome.safeParse(answer.body);
  if (!outcome.success)
    return { accepted: 0, complaints: ['The API accepted a batch with an answer nobody understands.'] };
  const { accepted, results } = outcome.data;
  const rejected = results.filter(({ status }) => status === 'rejected');
  const complaints = [...Map.groupBy(rejected, ({ code }) => code ?? 'no code')].map(
    ([code, some]) => `${some.length} fixes were rejected: ${code}`,
  );
  return { accepted, complaints };
};
