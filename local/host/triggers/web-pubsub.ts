import type { IncomingMessage, ServerResponse } from 'node:http';
import type { HostedFunction } from '../functions.ts';
import type { HostRoute } from '../http/handler.ts';
import { type Reply, send, sendStatus } from '../http/reply.ts';
import { readBody } from '../http/requests.ts';
import type { HostServices } from '../services.ts';
import type { TypedData } from '../typed-data.ts';
import { accessKeyOf, webPubSubConnection } from '../web-pubsub-connection.ts';
import { answerTo } from './web-pubsub-answer.ts';
import { eventKey, InvalidEvent, isSigned, readEvent, type WebPubSubEvent } from './web-pubsub-event.ts';

interface Listener {
  readonly fn: HostedFunction;
  readonly accessKeys: readonly string[];
}

/** The service sends at most 1 MB per event. */
const EVENT_LIMIT = 1_048_576;

const listenersOf = (functions: readonly HostedFunction[], { settings }: HostServices): Map<string, Listener> => {
  const listeners = new Map<string, Listener>();
  for (const fn of functions) {
    const where = `Function "${fn.name}"`;
    const { hub, eventType, eventName, connections } = fn.trigger.options;
    const key = eventKey(String(hub), String(eventType), String(eventName));
    const other = listeners.get(key);
    if (other)
      throw new Error(`The functions "${other.fn.name}" and "${fn.name}" both handle the Web PubSub event ${key}.`);
    const names: unknown[] = Array.isArray(connections) && connections.length > 0 ? connections : [undefined];
    const accessKeys = names.map((name) => accessKeyOf(webPubSubConnection(name, settings, where), where));
    listeners.set(key, { fn, accessKeys });
  }
  return listeners;
};

/** The trigger's binding name says which part of the event the function gets; `request` is all of it. */
const dataFor = (bindingName: string, { connectionContext, fields }: WebPubSubEvent): TypedData => {
  if (bindingName === 'request') return { json: JSON.stringify({ connectionContext, ...fields }) };
  if (bindingName === 'connectionContext') return { json: JSON.stringify(connectionContext) };
  const value = fields[bindingName];
  if (value === undefined) return {};
  return typeof value === 'string' ? { string: value } : { json: JSON.stringify(value) };
};

const capitalised = (fields: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).map(([key, value]) => [key.charAt(0).toUpperCase() + key.slice(1), value]));

/** Takes in the events the Web PubSub service posts, and lets it validate the address first. */
export const openWebPubSub = (functions: readonly HostedFunction[], services: HostServices): HostRoute => {
  const listeners = listenersOf(functions, services);

  const handle = async (request: IncomingMessage): Promise<Reply | number> => {
    const event = readEvent(request.headers, Buffer.from((await readBody(request, EVENT_LIMIT)) ?? []));
    const listener = listeners.get(event.key);
    if (!listener) return 404;
    const { connectionId, signature } = event.connectionContext;
    if (!isSigned(String(connectionId), String(signature), listener.accessKeys)) return 401;
    const { connectionContext, fields } = event;
    const metadata = { ConnectionContext: connectionContext, ...capitalised(fields) };
    const data = dataFor(listener.fn.trigger.name, event);
    // The service does not wait for what a function makes of `connected` and `disconnected`, so a failure is no answer.
    if (event.blocking) return answerTo(event, await services.dispatch(listener.fn, { data, metadata }));
    await services.dispatch(listener.fn, { data, metadata }).catch(() => undefined);
    return 200;
  };

  const post = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    try {
      const answer = await handle(request);
      if (typeof answer === 'number') sendStatus(response, answer);
      else send(response, answer);
    } catch (error) {
      if (error instanceof InvalidEvent) return sendStatus(response, 400, error.message);
      // A failing function has been logged where it was run.
      sendStatus(response, 500);
    }
  };

  return (request, response) => {
    if (request.method === 'OPTIONS')
      return send(response, { status: 200, headers: { 'WebHook-Allowed-Origin': '*' }, body: undefined });
    if (request.method !== 'POST') return sendStatus(response, 405);
    void post(request, response);
  };
};
