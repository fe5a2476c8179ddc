import { createHmac } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { BadRequest, type Reply, readBody, send, sendFailure } from '../http/messages.ts';
import { serviceOf } from '../outputs/web-pubsub.ts';
import type { OpenWebhook } from '../services.ts';

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

/** `ce-signature` holds one `sha256=` value per key of the service; one of them must be the connection's id signed with ours. */
const isSigned = (headers: IncomingHttpHeaders, key: string): boolean => {
  const digest = createHmac('sha256', key).update(required(headers, 'ce-connectionid')).digest('hex');
  return String(headers['ce-signature']).split(',').includes(`sha256=${digest}`);
};

/** Takes in the events the service posts, and lets it validate the address first. */
export const openWebPubSub: OpenWebhook = (functions, { dispatch, settings }) => {
  const listeners = functions.map((fn) => {
    const { options } = fn.trigger;
    const [connection = 'WebPubSubConnectionString'] = Object(options.connections ?? []);
    const { key } = serviceOf({ ...options, connection }, settings, `Function "${fn.name}"`);
    return [keyOf(options.hub, options.eventType, options.eventName), { fn, key }] as const;
  });
  const byEvent = new Map(listeners);
  if (byEvent.size < listeners.length) throw new Error('Two functions handle the same Web PubSub event.');

  const answer = async (request: IncomingMessage): Promise<Reply> => {
    const event = readEvent(request.headers, String((await readBody(request, EVENT_LIMIT)) ?? ''));
    const { eventName, eventType, hub } = event.connectionContext;
    const listener = byEvent.get(keyOf(hub, eventType, eventName));
    if (!listener) return { status: 404 };
    if (!isSigned(request.headers, listener.key)) return { status: 401 };
    // The binding's name says which part of the event the function gets.
    const data = { json: JSON.stringify(event[listener.fn.trigger.name] ?? event) };
    const running = dispatch(listener.fn, { data, metadata: event });
    if (eventType === 'User' || eventName === 'connect') return answerTo(eventType, await running);
    // The service does not wait for what a function makes of `connected` and `disconnected`, so a failure is no answer.
    return running.catch(() => undefined).then(() => ({ status: 200 }));
  };

  return (request, response) => {
    if (request.method === 'OPTIONS') send(response, { status: 200, headers: { 'WebHook-Allowed-Origin': '*' } });
    else if (request.method !== 'POST') send(response, { status: 405 });
    else
      answer(request).then(
        (reply) => send(response, reply),
        (error) => sendFailure(response, error),
      );
  };
};
