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
  const attempt = async (what: string, work: () => unknown) => {
    try {
      await work();
    } catch (error) {
      log.write('warning', 'host', `${what}: ${describeError(error)}`);
    }
  };
  const stopTriggers = async () => Promise.all((await triggers).map((trigger) => trigger.stop()));
  const idle = async () => {
    while (active.size > 0) await delay(POLL_MILLISECONDS);
  };
  await atMost(drainLimit, Promise.all([server.drain(), attempt('Stopping triggers', stopTriggers), idle()]));
  if (active.size > 0)
    log.write(
      'warning',
      'host',
      `${active.size} invocations were still running after ${drainLimit} ms and are left behind`,
    );
  server.abort();
  const context = { hookData: {}, appHookData: registry.appHookData };
  for (const hook of registry.hooks.appTerminate) await attempt('An appTerminate hook', () => hook(context));
  for (const close of closers) await attempt('Closing', () => atMost(CLOSE_LIMIT, Promise.resolve(close())));
};
