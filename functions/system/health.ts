import type { Endpoint } from '../../shared/http/endpoint.ts';
import { json } from '../../shared/http/respond.ts';
import type { Services } from '../../shared/services.ts';

const ANSWER_WITHIN_MS = 3_000;

const check = async (probe: Promise<unknown>): Promise<'ok' | 'failing'> => {
  const timeout = new Promise((_, reject) => setTimeout(reject, ANSWER_WITHIN_MS, new Error('no answer')).unref());
  return Promise.race([probe, timeout]).then(
    () => 'ok' as const,
    () => 'failing' as const,
  );
};

const checksOf = async ({ views, push }: Services) => {
  const [store, live] = await Promise.all([
    check(views.in('health', 'health').get('probe')),
    check(push.isWatched('health')),
  ]);
  return { store, live };
};

/** Whether the app is up and reaches what it stands on: 200 when it does, 503 naming what does not answer. */
export const health: Endpoint = {
  scope: 'anonymous',
  handler: (services) => async () => {
    const checks = await checksOf(services);
    const healthy = Object.values(checks).every((state) => state === 'ok');
    return json(healthy ? 200 : 503, { status: healthy ? 'ok' : 'failing', checks }, { 'cache-control': 'no-store' });
  },
};
