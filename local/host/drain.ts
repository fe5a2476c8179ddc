import type { ActiveInvocations } from './active.ts';
import type { Clients } from './clients.ts';
import type { Registry } from './core-module.ts';
import { atMost } from './delay.ts';
import type { HttpServer } from './http/server.ts';
import { describeError, type Log } from './log.ts';
import type { Trigger } from './triggers/trigger.ts';

interface Drained {
  readonly server: HttpServer;
  readonly triggers: Promise<readonly Trigger[]>;
  readonly active: ActiveInvocations;
  readonly registry: Registry;
  readonly clients: Clients;
  readonly log: Log;
}

const CLOSE_LIMIT = 1_000;

/**
 * An orderly end: nothing new comes in, what runs may finish (for `limit` milliseconds at most), then the app's
 * `appTerminate` hooks, then the clients. Never rejects: a part that will not close is logged and left behind.
 */
export const drain = async (
  { server, triggers, active, registry, clients, log }: Drained,
  limit: number,
): Promise<void> => {
  const attempt = (what: string, work: Promise<unknown>) =>
    work.catch((error: unknown) => log.write('warning', 'host', `${what}: ${describeError(error)}`));

  const work = Promise.all([
    attempt('Closing HTTP', server.close()),
    attempt(
      'Stopping triggers',
      triggers.then((all) => Promise.all(all.map((trigger) => trigger.stop()))),
    ),
    active.idle(),
  ]);
  await atMost(limit, work);
  if (active.size > 0)
    log.write('warning', 'host', `${active.size} invocations were still running after ${limit} ms and are left behind`);
  server.abort();

  const terminate = { hookData: {}, appHookData: registry.appHookData };
  for (const hook of registry.hooks.appTerminate)
    await attempt('An appTerminate hook', Promise.resolve(hook(terminate)));
  await atMost(CLOSE_LIMIT, attempt('Closing clients', clients.close()));
};
