import type { Permission, WebPubSubServiceClient } from '@azure/web-pubsub';
import type { WriteOutput } from '../services.ts';
import { webPubSubClient } from '../web-pubsub-client.ts';

type Action = Readonly<Record<string, unknown>>;

const text = (action: Action, key: string): string => {
  const value = action[key];
  if (typeof value === 'string' && value !== '') return value;
  throw new Error(`The Web PubSub action "${action.actionName}" needs "${key}".`);
};

const group = (client: WebPubSubServiceClient, action: Action) => client.group(text(action, 'group'));

const reasonOf = ({ reason }: Action) => (typeof reason === 'string' ? { reason } : {});

const excludedOf = ({ excluded }: Action) => ({
  excludedConnections: Array.isArray(excluded) ? excluded.map(String) : [],
});

const targetOf = ({ targetName }: Action) => (typeof targetName === 'string' ? { targetName } : {});

const permissionOf = (action: Action): Permission => {
  const name = text(action, 'permission');
  if (/joinLeaveGroup$/i.test(name)) return 'joinLeaveGroup';
  if (/sendToGroup$/i.test(name)) return 'sendToGroup';
  throw new Error(`The Web PubSub permission "${name}" is unknown.`);
};

const bytesOf = (data: unknown): Uint8Array => {
  if (typeof data === 'string') return Buffer.from(data, 'base64');
  if (typeof data === 'object' && data !== null && 'data' in data && Array.isArray(data.data))
    return Uint8Array.from(data.data);
  throw new Error('Binary data of a Web PubSub action must be base64 text or a Buffer.');
};

interface Sender {
  text(message: string): Promise<void>;
  /** JSON, or bytes as a typed array: the SDK tells the two apart. */
  other(message: object | string | number | boolean): Promise<void>;
}

/** Sends the action's data as its `dataType` says; JSON may be given as text or as a value. */
const send = ({ data, dataType = 'text' }: Action, sender: Sender): Promise<void> => {
  switch (String(dataType).toLowerCase()) {
    case 'text':
      return sender.text(typeof data === 'string' ? data : JSON.stringify(data));
    case 'json':
      return sender.other(typeof data === 'string' ? JSON.parse(data) : (data ?? {}));
    case 'binary':
      return sender.other(bytesOf(data));
    default:
      throw new Error(`The "dataType" of a Web PubSub action must be text, json or binary, not "${dataType}".`);
  }
};

const PLAIN = { contentType: 'text/plain' } as const;

type Perform = (client: WebPubSubServiceClient, action: Action) => Promise<unknown>;

/** Every action of the output binding, by its name in lower case. */
const ACTIONS: Readonly<Record<string, Perform>> = {
  sendtoall: (client, action) =>
    send(action, {
      text: (message) => client.sendToAll(message, { ...PLAIN, ...excludedOf(action) }),
      other: (message) => client.sendToAll(message, excludedOf(action)),
    }),
  sendtogroup: (client, action) =>
    send(action, {
      text: (message) => group(client, action).sendToAll(message, { ...PLAIN, ...excludedOf(action) }),
      other: (message) => group(client, action).sendToAll(message, excludedOf(action)),
    }),
  sendtouser: (client, action) =>
    send(action, {
      text: (message) => client.sendToUser(text(action, 'userId'), message, PLAIN),
      other: (message) => client.sendToUser(text(action, 'userId'), message),
    }),
  sendtoconnection: (client, action) =>
    send(action, {
      text: (message) => client.sendToConnection(text(action, 'connectionId'), message, PLAIN),
      other: (message) => client.sendToConnection(text(action, 'connectionId'), message),
    }),
  addusertogroup: (client, action) => group(client, action).addUser(text(action, 'userId')),
  removeuserfromgroup: (client, action) => group(client, action).removeUser(text(action, 'userId')),
  removeuserfromallgroups: (client, action) => client.removeUserFromAllGroups(text(action, 'userId')),
  addconnectiontogroup: (client, action) => group(client, action).addConnection(text(action, 'connectionId')),
  removeconnectionfromgroup: (client, action) => group(client, action).removeConnection(text(action, 'connectionId')),
  closeallconnections: (client, action) => client.closeAllConnections(reasonOf(action)),
  closeclientconnection: (client, action) => client.closeConnection(text(action, 'connectionId'), reasonOf(action)),
  closegroupconnections: (client, action) => group(client, action).closeAllConnections(reasonOf(action)),
  grantpermission: (client, action) =>
    client.grantPermission(text(action, 'connectionId'), permissionOf(action), targetOf(action)),
  revokepermission: (client, action) =>
    client.revokePermission(text(action, 'connectionId'), permissionOf(action), targetOf(action)),
};

const isAction = (value: unknown): value is Action =>
  typeof value === 'object' && value !== null && 'actionName' in value;

/** Performs one action or a list of them, in order. */
export const writeWebPubSub: WriteOutput = async (options, value, { settings }, where) => {
  const client = webPubSubClient(options, settings, where);
  const actions: unknown[] = Array.isArray(value) ? value : [value];
  for (const action of actions) {
    if (!isAction(action)) throw new Error(`${where}: a Web PubSub action is an object with "actionName".`);
    const perform = ACTIONS[String(action.actionName).toLowerCase()];
    if (!perform) throw new Error(`${where}: the Web PubSub action "${action.actionName}" is unknown.`);
    await perform(client, action);
  }
};
