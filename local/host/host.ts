import { ActiveInvocations } from './active.ts';
import { TRIGGERS, WEBHOOKS } from './bindings.ts';
import { createClients } from './clients.ts';
import { createRegistry } from './core-module.ts';
import { createDispatch } from './dispatch.ts';
import { drain } from './drain.ts';
import { type HostedFunction, hostedFunctions } from './functions.ts';
import { parseHostJson, readJsonFile, timeSpan } from './host-json.ts';
import { principalGuard } from './http/front-door.ts';
import { createHandler, functionRouter, type HostRoute } from './http/handler.ts';
import { send } from './http/reply.ts';
import { openServer } from './http/server.ts';
import { loadApp } from './load-app.ts';
import type { Log } from './log.ts';
import type { HostServices, Trigger } from './services.ts';
import { applyLocalSettings } from './settings.ts';

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
  /** Resolves when every trigger has begun to listen; rejects when one cannot, for a reason the developer can correct. */
  readonly listening: Promise<void>;
  /** Drains and closes everything. */
  stop(): Promise<void>;
}

/** 100 MB, the most an HTTP trigger takes in Azure. */
const DEFAULT_BODY_LIMIT = '104857600';
const DEFAULT_DRAIN = '00:00:10';

/** Time for whoever waits for the first answer: the SDKs of the triggers take the event loop for a while when they are loaded. */
const FIRST_ANSWERS_MS = 50;

const limitsOf = ({
  FUNCTIONS_REQUEST_BODY_SIZE_LIMIT: body = DEFAULT_BODY_LIMIT,
  HOST_DRAIN_TIMEOUT: drainText = DEFAULT_DRAIN,
}: NodeJS.ProcessEnv) => {
  if (!/^[1-9]\d*$/.test(body))
    throw new Error(`FUNCTIONS_REQUEST_BODY_SIZE_LIMIT must be a number of bytes, not "${body}".`);
  const drainLimit = timeSpan(drainText);
  if (drainLimit === undefined)
    throw new Error(`HOST_DRAIN_TIMEOUT must be a TimeSpan such as "${DEFAULT_DRAIN}", not "${drainText}".`);
  return { bodyLimit: Number(body), drainLimit };
};

const statusRoute =
  (state: { readonly triggers: string }): HostRoute =>
  (_, response) => {
    const body = JSON.stringify({ state: 'Running', version: '4.1040.0', ...state });
    send(response, { status: 200, headers: { 'content-type': 'application/json' }, body });
  };

const openWebhooks = async (functions: readonly HostedFunction[], services: HostServices) => {
  const routes = new Map<string, HostRoute>();
  for (const [path, { triggers, load }] of Object.entries(WEBHOOKS)) {
    const served = functions.filter(({ trigger }) => triggers.includes(trigger.type));
    if (served.length > 0) routes.set(path, (await load())(served, services));
  }
  return routes;
};

/**
 * One after the other: the SDKs they bring along require the same ES modules, and Node refuses that while these are being imported
 * by somebody else (`ERR_REQUIRE_ESM_RACE_CONDITION`).
 */
const startTriggers = async (functions: readonly HostedFunction[], services: HostServices): Promise<Trigger[]> => {
  await new Promise((resolve) => setTimeout(resolve, FIRST_ANSWERS_MS));
  const started: Trigger[] = [];
  for (const fn of functions) {
    const start = await TRIGGERS[fn.trigger.type]?.();
    if (start) started.push(await start(fn, services));
  }
  return started;
};

/** Loads the app, answers HTTP, then starts the other triggers. Rejects when the app cannot start. */
export const startHost = async ({ appDir, port, stateDir, env, log }: HostOptions): Promise<Host> => {
  applyLocalSettings(appDir, env);
  const hostJson = parseHostJson(readJsonFile(appDir, 'host.json'));
  const { bodyLimit, drainLimit } = limitsOf(env);
  const server = await openServer(port);
  env.WEBSITE_HOSTNAME ??= `localhost:${server.port}`;
  env.AZURE_FUNCTIONS_ENVIRONMENT ??= 'Development';
  env.FUNCTIONS_WORKER_RUNTIME ??= 'node';

  const registry = createRegistry();
  const app = { registry, log };
  const stream = await loadApp(appDir, registry, log);
  const functions = hostedFunctions(registry, env);

  const active = new ActiveInvocations(hostJson.functionTimeout);
  const url = `http://127.0.0.1:${server.port}`;
  const closers: HostServices['closers'] = [];
  const clients = createClients(closers);
  const dispatch = createDispatch(app, active, () => services);
  const services: HostServices = { settings: env, hostJson, stateDir, url, log, clients, dispatch, closers };

  const router = functionRouter(functions, hostJson.routePrefix);
  const routes = await openWebhooks(functions, services);
  const state = { triggers: 'starting' };
  routes.set('/admin/host/status', statusRoute(state));
  const guard = principalGuard(env.FRONT_DOOR_PROOF);
  server.serve(createHandler({ app, active, services, stream, router, routes, guard, bodyLimit }));
  log.write('information', 'host', `${functions.length} functions answer on ${url}`);

  const triggers = startTriggers(functions, services);
  const listening = triggers.then(() => {
    state.triggers = 'listening';
    log.write('information', 'host', 'All triggers are listening');
  });
  const started = triggers.catch(() => []);
  return {
    listening,
    stop: () => drain({ server, triggers: started, active, registry, closers, log }, drainLimit),
  };
};
