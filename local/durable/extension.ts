import { createServer } from 'node:http';
import type { HostedFunction } from '../host/functions.ts';
import { describeError } from '../host/log.ts';
import type { HostServices, OpenWebhook, ReadInput, StartTrigger } from '../host/services.ts';
import { HOST, listen } from '../shared/http-server.ts';
import { clientData } from './client-binding.ts';
import type { DurableApp, FunctionKind } from './functions.ts';
import { managementApi } from './http-api.ts';
import { TaskHub } from './task-hub.ts';

interface Extension {
  readonly hub: TaskHub;
  /** What client bindings get. */
  readonly clientData: Promise<string>;
}

const PATH = '/runtime/webhooks/durabletask';
const RPC_PATH = '/durabletask/';
const extensions = new WeakMap<HostServices, Extension>();

const extensionOf = (services: HostServices, where: string): Extension => {
  const extension = extensions.get(services);
  if (extension) return extension;
  throw new Error(
    `${where}: the app has no orchestrator, activity or entity, and there is no other app to be a client of.`,
  );
};

const appOf = (functions: readonly HostedFunction[], { dispatch }: HostServices): DurableApp => {
  const named = (type: string) =>
    new Map(functions.filter((fn) => fn.trigger.type === type).map((fn) => [fn.name, fn]));
  const kinds: Readonly<Record<FunctionKind, ReadonlyMap<string, HostedFunction>>> = {
    orchestrator: named('orchestrationtrigger'),
    activity: named('activitytrigger'),
    entity: named('entitytrigger'),
  };
  const { orchestrator, activity, entity } = kinds;
  return {
    functions: { orchestrator: [...orchestrator.keys()], activity: [...activity.keys()], entity: [...entity.keys()] },
    async invoke(kind, name, input, instanceId) {
      const fn = kinds[kind].get(name);
      if (!fn) throw new Error(`There is no ${kind} function "${name}".`);
      const metadata = kind === 'activity' ? { instanceId, data: input, [fn.trigger.name]: input } : {};
      return dispatch(fn, { data: input === undefined ? {} : { string: input }, metadata });
    },
  };
};

/**
 * The Durable Task extension of a host. Its management API is served to the SDK's client on a port of its own, as in Azure,
 * which stays open until the last function has ended.
 */
export const openDurable: OpenWebhook = (functions, services) => {
  const { closers, hostJson, log, settings, stateDir } = services;
  const { hubName, ...limits } = hostJson.durableTask;
  const onError = (error: unknown) => log.write('error', 'durable', describeError(error));
  const hub = new TaskHub({ app: appOf(functions, services), dataDir: stateDir, onError, ...limits });
  const secret = settings.DURABLETASK_EXTENSION_KEY;
  const addresses = { baseUrl: `http://${settings.WEBSITE_HOSTNAME}${PATH}`, hubName, key: secret ?? 'local' };
  const rpc = listen(createServer(managementApi(hub, addresses, RPC_PATH)));
  closers.push(
    async () => (await rpc).close(),
    () => hub.close(),
  );
  const data = rpc.then(({ port }) => clientData(addresses, `http://${HOST}:${port}${RPC_PATH}`));
  extensions.set(services, { hub, clientData: data });
  return managementApi(hub, addresses, PATH, secret);
};

/** Lets the task hub begin, with whatever was left unfinished. */
export const startDurable: StartTrigger = async (fn, services) => {
  const { hub } = extensionOf(services, `Function "${fn.name}"`);
  hub.wake();
  return { stop: () => hub.stop() };
};

export const readDurableClient: ReadInput = async (_, services, where) => ({
  string: await extensionOf(services, where).clientData,
});
