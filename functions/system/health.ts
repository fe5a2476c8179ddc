import { z } from 'zod';
import { answer } from '../../shared/http/answers.ts';
import type { Endpoint } from '../../shared/http/endpoint.ts';
import { json } from '../../shared/http/respond.ts';
import type { Services } from '../../shared/services.ts';
import { TELEMETRY_QUEUE } from '../telemetry/contract.ts';

const ANSWER_WITHIN_MS = 3_000;
/** Everybody may ask, so asking often must cost nothing. */
const REMEMBERED_FOR_MS = 2_000;

type State = 'ok' | 'failing';

const within = async (probe: Promise<unknown>): Promise<void> => {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(reject, ANSWER_WITHIN_MS, new Error(`No answer within ${ANSWER_WITHIN_MS} ms.`));
  await Promise.race([probe, promise]).finally(() => clearTimeout(timer));
};

const look = async ({ views, bus, push, log }: Services): Promise<Record<string, State>> => {
  const check = async (name: string, probe: Promise<unknown>): Promise<[string, State]> => {
    try {
      await within(probe);
      return [name, 'ok'];
    } catch (error) {
      log.error(`Health: ${name} does not answer`, { error });
      return [name, 'failing'];
    }
  };
  const checks = await Promise.all([
    check('store', views.in('health', 'health').get('probe')),
    check('bus', bus.check(TELEMETRY_QUEUE)),
    check('live', push.isWatched('health')),
  ]);
  return Object.fromEntries(checks);
};

const Health = z
  .object({ status: z.enum(['ok', 'failing']), checks: z.record(z.string(), z.enum(['ok', 'failing'])) })
  .meta({ id: 'Health' });

/** Whether the app is up and reaches what it stands on: 200 when it does, 503 naming what does not answer. */
export const health: Endpoint = {
  scope: 'anonymous',
  described: { summary: 'Tell whether all is well', answers: [answer(Health)] },
  handler: (services) => {
    let seen: { readonly at: number; readonly checks: Promise<Record<string, State>> } | undefined;
    return async () => {
      const now = services.clock().getTime();
      if (!seen || now - seen.at >= REMEMBERED_FOR_MS) seen = { at: now, checks: look(services) };
      const checks = await seen.checks;
      const healthy = Object.values(checks).every((state) => state === 'ok');
      const body = { status: healthy ? 'ok' : 'failing', checks };
      return json(healthy ? 200 : 503, body, { 'cache-control': 'no-store' });
    };
  },
};
