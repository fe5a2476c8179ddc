import type { ActiveInvocations } from './active.ts';
import type { Registry } from './core-module.ts';
import { atMost } from './delay.ts';
import type { HttpServer } from './http/server.ts';
import { describeError, type Log } from './log.ts';
import type { HostServices, Trigger } from './services.ts';

interface Drained {
  readonly server: HttpServer;
  readonly triggers: Promise<readonly Trigger[]>;
  readonly active: ActiveInvocations;
  readonly registry: Registry;
  readonly closers: HostServices['closers'];
  readonly log: Log;
}

const CLOSE_LIMIT = 1_000;

/**
 * An orderly end: nothing new comes in, what runs may finish (for `limit` milliseconds at most), then the app's
 * `appTerminate` hooks, then the clients. Never rejects: a part that will not close is logged and left behind.
 */
export const drain = async (
  { server, triggers, active, registry, closers, log }: Drained,
  limit: number,
): Promise<void> => {
  const attempt = async (what: string, work: () => unknown) => {
    try {
      await work();
    } catch (error) {
      log.write('warning', 'host', `${what}: ${describeError(error)}`);
    }
  };
  const stopTriggers = async () => Promise.all((await triggers).map((trigger) => trigger.stop()));

  await atMost(limit, Promise.all([server.close(), attempt('Stopping triggers', stopTriggers), active.idle()]));
  if (active.size > 0)
    log.write('warning', 'host', `${active.size} invocations were still running after ${limit} ms and are left behind`);
  server.abort();

  const terminate = { hookData: {}, appHookData: registry.appHookData };
  for (const hook of registry.hooks.appTerminate) await attempt('An appTerminate hook', () => hook(terminate));
  for (const close of closers) await attempt('Closing', () => atMost(CLOSE_LIMIT, Promise.resolve(close())));
};
