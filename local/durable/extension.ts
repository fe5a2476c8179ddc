import { createServer } from 'node:http';
import type { HostServices, OpenWebhook, ReadInput, StartTrigger } from '../host/bindings.ts';
import type { HostedFunction } from '../host/functions.ts';
import { describeError } from '../host/log.ts';
import { HOST, listen } from '../shared/http-server.ts';
import type { DurableApp } from './functions.ts';
import { managementApi } from './http-api.ts';
import { createTaskHub, type TaskHub } from './task-hub.ts';
import { clientDataOf } from './views.ts';

const PATH = '/runtime/webhooks/durabletask';
const RPC_PATH = '/durabletask/';
/** The task hub of this process, and what its client bindings get. */
let extension: Readonly<{ hub: TaskHub; clientData: Promise<string> }> | undefined;

const KINDS = { orchestrator: 'orchestrationtrigger', activity: 'activitytrigger', entity: 'entitytrigger' };

const appOf = (functions: readonly HostedFunction[], { dispatch }: HostServices): DurableApp => ({
  names: (kind) => functions.filter(({ trigger }) => trigger.type === KINDS[kind]).map(({ name }) => name),
  async invoke(kind, name, input, instanceId) {
    const fn = functions.find((each) => each.name === name);
    if (!fn) throw new Error(`There is no function "${name}".`);
    const metadata = kind === 'activity' ? { instanceId, data: input, [fn.trigger.name]: input } : {};
    return dispatch(fn, { data: input === undefined ? {} : { string: input }, metadata });
  },
});

/** Serves the management API, and to the SDK's client on a port of its own, as in Azure, which stays open until the last function has ended. */
export const open: OpenWebhook = (functions, services) => {
  const { closers, log, settings, stateDir } = services;
  const onError = (error: unknown) => log.write('error', 'durable', describeError(error));
  const hub = createTaskHub({ app: appOf(functions, services), dataDir: stateDir, onError });
  const secret = settings.DURABLETASK_EXTENSION_KEY;
  const addresses = { baseUrl: `http://${settings.WEBSITE_HOSTNAME}${PATH}`, key: secret ?? 'local' };
  const rpc = listen(createServer(managementApi(hub, addresses, RPC_PATH)));
  closers.push(async () => (await rpc).close(), hub.close);
  const clientData = rpc.then(({ port }) => clientDataOf(addresses, `http://${HOST}:${port}${RPC_PATH}`));
  extension = { hub, clientData };
  return managementApi(hub, addresses, PATH, secret);
};

/** Lets the task hub begin, with whatever was left unfinished. */
export const start: StartTrigger = async () => {
  extension?.hub.wake();
  return { stop: async () => extension?.hub.stop() };
};

/** What the SDK's client needs to know. Rejects when the app has no durable function: there is no other app to be a client of. */
export const read: ReadInput = async (_options, _services, where) => {
  if (!extension) throw new Error(`${where}: the app has no orchestrator, activity or entity.`);
  return { string: await extension.clientData };
};
