import { createHmac } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { type HubSendTextToAllOptions, type JSONTypes, WebPubSubServiceClient } from '@azure/web-pubsub';
import type { OpenWebhook, ReadInput, WriteOutput } from './bindings.ts';
import { type Binding, connectionString, type Settings, textOf } from './functions.ts';
import { BadRequest, type Reply, readBody, send, sendFailure } from './http/messages.ts';

/** The service sends at most 1 MB per event. */
const EVENT_LIMIT = 1_048_576;
const TYPE = /^azure\.webpubsub\.(sys|user)\.(.+)$/;
const DATA_TYPES: Readonly<Record<string, string>> = { 'text/plain': 'text', 'application/json': 'json' };
const ERROR_STATUS: Readonly<Record<string, number>> = { unauthorized: 401, usererror: 400 };

const keyOf = (...parts: unknown[]) => parts.join('.').toLowerCase();

const required = (headers: IncomingHttpHeaders, name: string): string => {
  const value = headers[name];
  if (typeof value === 'string' && value !== '') return value;
  throw new BadRequest(400, `The header ${name} is missing.`);
};

/** Reads an event of the service, which comes as a CloudEvent in binary HTTP mode. */
const readEvent = (headers: IncomingHttpHeaders, text: string) => {
  const type = required(headers, 'ce-type');
  const [, kind, eventName] = TYPE.exec(type) ?? [];
  const dataType = DATA_TYPES[required(headers, 'content-type').replace(/;.*/, '')];
  if (!eventName || !dataType) throw new BadRequest(400, `${type} is no event with text or JSON.`);
  const states = Buffer.from(String(headers['ce-connectionstate'] ?? ''), 'base64').toString();
  const connectionContext = {
    eventType: kind === 'sys' ? 'System' : 'User',
    eventName,
    hub: required(headers, 'ce-hub'),
    connectionId: required(headers, 'ce-connectionid'),
    userId: headers['ce-userid'] ?? null,
    states: JSON.parse(states || '{}'),
  };
  return { connectionContext, ...(kind === 'sys' ? JSON.parse(text || '{}') : { data: text, dataType }) };
};

/** The answer for what the function of a `connect` or user event returned: an object, JSON text of one, or nothing. */
const answerTo = (eventType: string, result: unknown): Reply => {
  const answer = Object(typeof result === 'string' ? JSON.parse(result) : result);
  const { code = 'success', data, dataType = 'text', errorMessage, states, ...connect } = answer;
  if (code !== 'success') return { status: ERROR_STATUS[String(code).toLowerCase()] ?? 500, body: errorMessage };
  const body = eventType === 'System' ? JSON.stringify(connect) : data;
  if (result === undefined || body === undefined) return { status: 204 };
  const isJson = eventType === 'System' || dataType === 'json';
  const headers: Record<string, string> = { 'content-type': isJson ? 'application/json' : 'text/plain; charset=utf-8' };
  if (states) headers['ce-connectionState'] = Buffer.from(JSON.stringify(states)).toString('base64');
  return { status: 200, headers, body };
};

const serviceOf = (options: Binding, settings: Settings, where: string) =>
  connectionString({ connection: 'WebPubSubConnectionString', ...options }, settings, where);

const clientFor = (options: Binding, settings: Settings, where: string) =>
  new WebPubSubServiceClient(serviceOf(options, settings, where), textOf(options, 'hub', where), {
    allowInsecureConnection: true,
  });

/** Takes in the events the service posts, and lets it validate the address first. */
export const open: OpenWebhook = (functions, { dispatch, settings }) => {
  const listeners = functions.map((fn) => {
    const { options } = fn.trigger;
    const [connection] = Object(options.connections ?? []);
    const service = serviceOf(connection ? { ...options, connection } : options, settings, `Function "${fn.name}"`);
    const key = /AccessKey=([^;]+)/i.exec(service)?.[1];
    if (!key) throw new Error(`Function "${fn.name}": the Web PubSub connection string needs an AccessKey.`);
    return [keyOf(options.hub, options.eventType, options.eventName), { fn, key }] as const;
  });
  const byEvent = new Map(listeners);
  if (byEvent.size < listeners.length) throw new Error('Two functions handle the same Web PubSub event.');

  const answer = async (request: IncomingMessage): Promise<Reply> => {
    const { headers, method } = request;
    if (method === 'OPTIONS') return { status: 200, headers: { 'WebHook-Allowed-Origin': '*' } };
    if (method !== 'POST') return { status: 405 };
    const event = readEvent(headers, String((await readBody(request, EVENT_LIMIT)) ?? ''));
    const { connectionId, eventName, eventType, hub } = event.connectionContext;
    const listener = byEvent.get(keyOf(hub, eventType, eventName));
    if (!listener) return { status: 404 };
    // One `sha256=` value per key of the service; one of them must be the connection's id signed with ours.
    const signature = `sha256=${createHmac('sha256', listener.key).update(connectionId).digest('hex')}`;
    if (!String(headers['ce-signature']).split(',').includes(signature)) return { status: 401 };
    // The binding's name says which part of the event the function gets.
    const data = { json: JSON.stringify(event[listener.fn.trigger.name] ?? event) };
    const running = dispatch(listener.fn, { data, metadata: event });
    if (eventType === 'User' || eventName === 'connect') return answerTo(eventType, await running);
    // The service does not wait for what a function makes of `connected` and `disconnected`, so a failure is no answer.
    return running.catch(() => undefined).then(() => ({ status: 200 }));
  };
  return (request, response) => {
    answer(request)
      .then((reply) => send(response, reply))
      .catch((error) => sendFailure(response, error));
  };
};

/** `{url, baseUrl, accessToken}` with which a client connects to the hub. */
export const read: ReadInput = async (options, { settings }, where) => {
  const userId = options.userId === undefined ? {} : { userId: String(options.userId) };
  const { token: accessToken, ...urls } = await clientFor(options, settings, where).getClientAccessToken(userId);
  return { json: JSON.stringify({ ...urls, accessToken }) };
};

type Message = [data: JSONTypes, options?: HubSendTextToAllOptions];
type Perform = (hub: WebPubSubServiceClient, part: (name: string) => string, message: Message) => Promise<void>;

const ACTIONS: Readonly<Record<string, Perform>> = {
  sendToAll: (hub, _, message) => hub.sendToAll(...message),
  sendToGroup: (hub, part, message) => hub.group(part('group')).sendToAll(...message),
  sendToUser: (hub, part, message) => hub.sendToUser(part('userId'), ...message),
  sendToConnection: (hub, part, message) => hub.sendToConnection(part('connectionId'), ...message),
  addUserToGroup: (hub, part) => hub.group(part('group')).addUser(part('userId')),
  removeUserFromGroup: (hub, part) => hub.group(part('group')).removeUser(part('userId')),
  addConnectionToGroup: (hub, part) => hub.group(part('group')).addConnection(part('connectionId')),
  removeConnectionFromGroup: (hub, part) => hub.group(part('group')).removeConnection(part('connectionId')),
  closeClientConnection: (hub, part) => hub.closeConnection(part('connectionId')),
};

const messageOf = (data: unknown, dataType: unknown, where: string): Message => {
  if (dataType === 'text') return [String(data), { contentType: 'text/plain' }];
  if (dataType === 'json') return [typeof data === 'string' ? JSON.parse(data) : data];
  throw new Error(`${where}: data of the type "${dataType}" has no local stand-in.`);
};

/** Performs one action or a list of them, in order. */
export const write: WriteOutput = async (options, value, { settings }, where) => {
  const hub = clientFor(options, settings, where);
  for (const action of [value].flat().map(Object)) {
    const { actionName, data, dataType = 'text' } = action;
    const perform = ACTIONS[actionName];
    if (!perform) throw new Error(`${where}: the Web PubSub action "${actionName}" has no local stand-in.`);
    const part = (name: string) => textOf(action, name, `${where}: ${actionName}`);
    await perform(hub, part, messageOf(data, dataType, where));
  }
};
