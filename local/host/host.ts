import { ActiveInvocations } from './active.ts';
import { createBindings, TRIGGERS } from './bindings.ts';
import { createClients } from './clients.ts';
import { createRegistry } from './core-module.ts';
import { createDispatch } from './dispatch.ts';
import { drain } from './drain.ts';
import { type HostedFunction, hostedFunctions } from './functions.ts';
import { parseHostJson, readJsonFile } from './host-json.ts';
import { principalGuard } from './http/front-door.ts';
import { createHandler } from './http/handler.ts';
import { functionRouter, hostRoutes } from './http/routes.ts';
import { openServer } from './http/server.ts';
import { loadApp } from './load-app.ts';
import { describeError, type Log } from './log.ts';
import { applyLocalSettings } from './settings.ts';
import { timeSpan } from './time-span.ts';
import type { Trigger, TriggerServices } from './triggers/trigger.ts';

export interface HostOptions {
  /** Holds `package.json` (whose `main` is the app), `host.json` and perhaps `local.settings.json`. */
  readonly appDir: string;
  /** 0 = any free port. */
  readonly port: number;
  readonly stateDir: string;
  /** The environment the app sees; settings of the app are added to it. */
  readonly env: NodeJS.ProcessEnv;
  readonly log: Log;
}

export interface Host {
  readonly url: string;
  /** Resolves when every trigger has begun to listen; rejects when one cannot, for a reason the developer can correct. */
  readonly listening: Promise<void>;
  /** Drains and closes everything. Safe to call twice. */
  stop(): Promise<void>;
}

/** 100 MB, the most an HTTP trigger takes in Azure. */
const DEFAULT_BODY_LIMIT = 104_857_600;
const DEFAULT_DRAIN = '00:00:10';

const prepareEnvironment = (env: NodeJS.ProcessEnv, port: number) => {
  env.WEBSITE_HOSTNAME ??= `localhost:${port}`;
  env.AZURE_FUNCTIONS_ENVIRONMENT ??= 'Development';
  env.FUNCTIONS_WORKER_RUNTIME ??= 'node';
};

/**
 * One after the other: the SDKs they bring along require the same ES modules, and Node refuses that while these are being imported
 * by somebody else (`ERR_REQUIRE_ESM_RACE_CONDITION`).
 */
const bodyLimitOf = ({ FUNCTIONS_REQUEST_BODY_SIZE_LIMIT: text }: NodeJS.ProcessEnv): number => {
  const limit = Number(text ?? DEFAULT_BODY_LIMIT);
  if (Number.isInteger(limit) && limit > 0) return limit;
  throw new Error(`FUNCTIONS_REQUEST_BODY_SIZE_LIMIT must be a number of bytes, not "${text}".`);
};

const drainLimitOf = ({ HOST_DRAIN_TIMEOUT: text = DEFAULT_DRAIN }: NodeJS.ProcessEnv): number => {
  const limit = timeSpan(text);
  if (limit !== undefined) return limit;
  throw new Error(`HOST_DRAIN_TIMEOUT must be a TimeSpan such as "${DEFAULT_DRAIN}", not "${text}".`);
};

/** Time for whoever waits for the first answer: the SDKs of the triggers take the event loop for a while when they are loaded. */
const FIRST_ANSWERS_MS = 50;

const startTriggers = async (functions: readonly HostedFunction[], services: TriggerServices): Promise<Trigger[]> => {
  await new Promise((resolve) => setTimeout(resolve, FIRST_ANSWERS_MS));
  const started: Trigger[] = [];
  for (const fn of functions) {
    const load = TRIGGERS[fn.trigger.type];
    if (load) started.push(await (await load())(fn, services));
  }
  return started;
};

/** Loads the app, answers HTTP, then starts the other triggers. Rejects when the app cannot start. */
export const startHost = async ({ appDir, port, stateDir, env, log }: HostOptions): Promise<Host> => {
  applyLocalSettings(appDir, env);
  const hostJson = parseHostJson(readJsonFile(appDir, 'host.json'));
  const bodyLimit = bodyLimitOf(env);
  const drainLimit = drainLimitOf(env);
  const server = await openServer(port);
  prepareEnvironment(env, server.port);

  const registry = createRegistry();
  const app = { registry, log };
  const stream = await loadApp(appDir, registry, log);
  const functions = hostedFunctions(registry, env);

  const active = new ActiveInvocations(hostJson.functionTimeout);
  const clients = createClients();
  const bindings = createBindings({ settings: env, clients });
  const dispatch = createDispatch(app, active, bindings);
  const state = { listening: false };
  const router = functionRouter(functions, hostJson.routePrefix);
  const routes = await hostRoutes(functions, { settings: env, dispatch, log, state });
  server.serve(
    createHandler({ app, active, bindings, router, stream, bodyLimit }, principalGuard(env.FRONT_DOOR_PROOF), routes),
  );
  log.write('information', 'host', `${functions.length} functions answer on http://127.0.0.1:${server.port}`);

  const triggers = startTriggers(functions, { settings: env, hostJson, stateDir, log, clients, dispatch });
  const listening = triggers.then(() => {
    state.listening = true;
    log.write('information', 'host', 'All triggers are listening');
  });
  let stopping: Promise<void> | undefined;
  return {
    url: `http://127.0.0.1:${server.port}`,
    listening,
    stop() {
      stopping ??= drain({ server, triggers: triggers.catch(() => []), active, registry, clients, log }, drainLimit);
      return stopping;
    },
  };
};

/** A failure of the host or the app that leaves nothing to do but say so. */
export const reportFatal = (log: Log, what: string, error: unknown): void => {
  log.write('critical', 'host', `${what}: ${describeError(error)}`);
  log.flush();
};
