import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** An event of the Web PubSub service, read from a CloudEvents request (binary HTTP mode). */
export interface WebPubSubEvent {
  readonly eventType: 'System' | 'User';
  readonly connectionContext: Readonly<Record<string, unknown>>;
  /** Looks up the function: hub, type and name, in lower case. */
  readonly key: string;
  /** `connect` and user events wait for an answer, the other system events do not. */
  readonly blocking: boolean;
  /** The event's own fields, as the function's `request` binding shows them. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/** The request is not an event the service could have sent; the text says why. */
export class InvalidEvent extends Error {}

export const eventKey = (hub: string, type: string, name: string) => `${hub}.${type}.${name}`.toLowerCase();

const TYPE = /^azure\.webpubsub\.(sys|user)\.(.+)$/;

const header = (headers: IncomingHttpHeaders, name: string): string => {
  const value = headers[name];
  if (typeof value !== 'string' || value === '') throw new InvalidEvent(`The header ${name} is missing.`);
  return value;
};

const optional = (value: string | string[] | undefined): string | null => (typeof value === 'string' ? value : null);

const jsonObject = (body: Buffer): Record<string, unknown> => {
  try {
    const value: unknown = JSON.parse(body.toString() || '{}');
    if (typeof value === 'object' && value !== null) return { ...value };
  } catch {
    throw new InvalidEvent('The body of a system event must be JSON.');
  }
  throw new InvalidEvent('The body of a system event must be a JSON object.');
};

const statesOf = (encoded: string | null): Record<string, unknown> =>
  encoded === null ? {} : jsonObject(Buffer.from(encoded, 'base64'));

const DATA_TYPES: Record<string, string> = {
  'text/plain': 'text',
  'application/json': 'json',
  'application/octet-stream': 'binary',
};

const userFields = (headers: IncomingHttpHeaders, body: Buffer): Record<string, unknown> => {
  const contentType = header(headers, 'content-type').split(';')[0]?.trim().toLowerCase() ?? '';
  const dataType = DATA_TYPES[contentType];
  if (!dataType) throw new InvalidEvent(`The content type ${contentType} is none of a Web PubSub event.`);
  // The converter writes text and JSON as a string and bytes the way a Node Buffer is written.
  return { data: dataType === 'binary' ? body.toJSON() : body.toString(), dataType };
};

const systemFields = (name: string, body: Buffer): Record<string, unknown> => {
  const payload = jsonObject(body);
  if (name === 'connect') {
    const { claims = {}, query = {}, subprotocols = [], clientCertificates = [] } = payload;
    return { claims, query, subprotocols, clientCertificates };
  }
  return name === 'disconnected' ? { reason: payload.reason ?? '' } : {};
};

/** Reads an event. Throws `InvalidEvent` for a request that is none. */
export const readEvent = (headers: IncomingHttpHeaders, body: Buffer): WebPubSubEvent => {
  const type = header(headers, 'ce-type');
  const [, kind, typeName] = TYPE.exec(type) ?? [];
  if (!kind || !typeName) throw new InvalidEvent(`The event type ${type} is unknown.`);
  const hub = header(headers, 'ce-hub');
  const eventName = optional(headers['ce-eventname']) ?? typeName;
  const eventType = kind === 'sys' ? 'System' : 'User';
  const connectionContext = {
    eventType,
    eventName,
    hub,
    connectionId: header(headers, 'ce-connectionid'),
    userId: optional(headers['ce-userid']),
    signature: optional(headers['ce-signature']),
    origin: optional(headers['webhook-request-origin']),
    states: statesOf(optional(headers['ce-connectionstate'])),
    header: headers,
  };
  const fields = eventType === 'User' ? userFields(headers, body) : systemFields(eventName, body);
  const blocking = eventType === 'User' || eventName === 'connect';
  return { eventType, connectionContext, key: eventKey(hub, eventType, eventName), blocking, fields };
};

/** Checks `ce-signature`: one of its comma-separated `sha256=` values must be the id signed with one of the keys. */
export const isSigned = (connectionId: string, signature: string, accessKeys: readonly string[]): boolean =>
  accessKeys.some((key) => {
    const expected = Buffer.from(`sha256=${createHmac('sha256', key).update(connectionId).digest('hex')}`);
    return signature.split(',').some((given) => {
      const actual = Buffer.from(given.trim());
      return actual.length === expected.length && timingSafeEqual(actual, expected);
    });
  });
