import { atMost, delay } from './delay.ts';
import type { HttpServer } from './http/server.ts';
import { describeError } from './log.ts';
import type { HostServices, Trigger } from './services.ts';

const CLOSE_LIMIT = 1_000;
const POLL_MILLISECONDS = 10;

/**
 * An orderly end: nothing new comes in, what runs may finish (within the limit), then the app's `appTerminate` hooks, then
 * the clients. Never rejects: a part that will not close is logged and left behind.
 */
export const drain = async (
  server: HttpServer,
  triggers: Promise<readonly Trigger[]>,
  { active, closers, hostJson: { drainLimit }, log, registry }: HostServices,
): Promise<void> => {
  const attempt = async (work: () => unknown) => {
    try {
      await work();
    } catch (error) {
      log.write('warning', 'host', `Stopping: ${describeError(error)}`);
    }
  };
  const idle = async () => {
    while (active.size > 0) await delay(POLL_MILLISECONDS);
  };
  const stop = triggers.then((all) => Promise.all(all.map((trigger) => attempt(() => trigger.stop()))));
  await atMost(drainLimit, Promise.all([server.drain(), stop, idle()]));
  if (active.size > 0)
    log.write('warning', 'host', `${active.size} invocations were still running and are left behind`);
  server.abort();
  for (const hook of registry.hooks.appTerminate) await attempt(() => hook(registry.hookContext));
  for (const close of closers) await atMost(CLOSE_LIMIT, attempt(close));
};
