import { loadApp } from './app.ts';
import { BINDINGS, extensionFor, type HostServices, type Trigger } from './bindings.ts';
import { type HostedFunction, isDisabled } from './functions.ts';
import { applyLocalSettings, readHostJson } from './host-json.ts';
import { createHandler, type HostRoute } from './http/handler.ts';
import { type HttpServer, openServer } from './http/server.ts';
import { createActive, dispatch } from './invocation.ts';
import { describeError } from './log.ts';
import { atMost, delay } from './retry.ts';

/** `appDir` holds `package.json` (whose `main` is the app) and `host.json`; `port` 0 is any free one; `env` is what the app sees. */
export type HostOptions = Pick<HostServices, 'stateDir' | 'log'> &
  Readonly<{ appDir: string; port: number; env: NodeJS.ProcessEnv }>;

/** Time for the first answers: the SDKs of the triggers take the event loop for a while when they are loaded. */
const FIRST_ANSWERS_MS = 50;
const CLOSE_LIMIT_MS = 1_000;
const POLL_MS = 10;

/** One after the other: Node refuses to require an ES module that is being imported by another SDK (`ERR_REQUIRE_ESM_RACE_CONDITION`). */
const startTriggers = async (functions: readonly HostedFunction[], services: HostServices): Promise<Trigger[]> => {
  await new Promise((resolve) => setTimeout(resolve, FIRST_ANSWERS_MS));
  const started: Trigger[] = [];
  for (const fn of functions) {
    const { start } = await extensionFor(fn.trigger.type);
    if (start) started.push(await start(fn, services));
  }
  services.log.write('information', 'host', 'All triggers are listening');
  return started;
};

/** Nothing new comes in, what runs may finish, within the limit. Never rejects: a part that will not close is logged and left behind. */
const drain = async (server: HttpServer, triggers: Promise<readonly Trigger[]>, services: HostServices) => {
  const { active, app, closers, hostJson, log } = services;
  const attempt = async (work: () => unknown) => {
    try {
      await work();
    } catch (error) {
      log.write('warning', 'host', `Stopping: ${describeError(error)}`);
    }
  };
  const idle = async () => {
    while (active.size > 0) await delay(POLL_MS);
  };
  const stop = triggers.then((all) => Promise.all(all.map((trigger) => attempt(() => trigger.stop()))));
  await atMost(hostJson.drainLimit, Promise.all([server.drain(), stop, idle()]));
  if (active.size > 0)
    log.write('warning', 'host', `${active.size} invocations were still running and are left behind`);
  server.abort();
  for (const hook of app.onTerminate) await attempt(() => hook({ hookData: {}, appHookData: {} }));
  for (const close of closers) await atMost(CLOSE_LIMIT_MS, attempt(close));
};

/** Rejects when the app cannot start; `listening` does when a trigger cannot, for a reason the developer can correct. `stop` drains and closes. */
export const startHost = async ({ appDir, port, stateDir, env, log }: HostOptions) => {
  applyLocalSettings(appDir, env);
  const hostJson = readHostJson(appDir, env);
  const server = await openServer(port);
  env.WEBSITE_HOSTNAME ??= `localhost:${server.port}`;
  env.AZURE_FUNCTIONS_ENVIRONMENT ??= 'Development';

  const app = await loadApp(appDir, env, log);
  const functions = app.functions.filter(({ name }) => !isDisabled(name, env));
  const services: HostServices = {
    ...{ settings: env, hostJson, stateDir, log, app, closers: [] },
    active: createActive(hostJson.functionTimeout),
    dispatch: (fn, event) => dispatch(fn, event, services),
  };
  const routes = new Map<string, HostRoute>();
  const byPath = Map.groupBy(functions, ({ trigger }) => BINDINGS[trigger.type]?.path);
  for (const [path, served] of byPath) {
    const { open } = path ? await extensionFor(served[0]?.trigger.type ?? '') : {};
    if (path && open) routes.set(path, open(served, services));
  }
  server.serve(createHandler(functions, services, routes));
  log.write('information', 'host', `${functions.length} functions answer on http://127.0.0.1:${server.port}`);

  const listening = startTriggers(functions, services);
  const triggers = listening.catch(() => []);
  return { listening, stop: () => drain(server, triggers, services) };
};
