import type { Reply } from '../http/reply.ts';
import type { WebPubSubEvent } from './web-pubsub-event.ts';

const ERROR_STATUS: Record<string, number> = { unauthorized: 401, usererror: 400, servererror: 500 };

const CONTENT_TYPES: Record<string, string> = {
  text: 'text/plain; charset=utf-8',
  json: 'application/json; charset=utf-8',
  binary: 'application/octet-stream',
};

const bytesOf = (data: unknown): string | Uint8Array => {
  if (typeof data === 'string') return data;
  if (
    typeof data === 'object' &&
    data !== null &&
    'type' in data &&
    data.type === 'Buffer' &&
    'data' in data &&
    Array.isArray(data.data)
  )
    return Uint8Array.from(data.data);
  throw new Error('The "data" of a Web PubSub answer must be a string or {"type":"Buffer","data":[..]}.');
};

/** What the function returned, as an object: it may have returned JSON text. */
const objectOf = (result: unknown): Record<string, unknown> | undefined => {
  if (result === undefined || result === null) return undefined;
  const value: unknown = typeof result === 'string' ? JSON.parse(result) : result;
  if (typeof value === 'object' && value !== null) return { ...value };
  throw new Error('A Web PubSub function must return an object, or nothing.');
};

const stateHeader = (states: unknown): Record<string, string> =>
  states === undefined ? {} : { 'ce-connectionState': Buffer.from(JSON.stringify(states)).toString('base64') };

/** The answer to the service for what the function returned. Throws for a result that means nothing to it. */
export const answerTo = ({ blocking, eventType }: WebPubSubEvent, result: unknown): Reply => {
  const answer = blocking ? objectOf(result) : undefined;
  if (!blocking) return { status: 200, headers: {}, body: undefined };
  if (!answer) return { status: 204, headers: {}, body: undefined };
  const { code, errorMessage = '', states, data, dataType = 'text', ...rest } = answer;
  if (typeof code === 'string' && code.toLowerCase() !== 'success')
    return {
      status: ERROR_STATUS[code.toLowerCase()] ?? 500,
      headers: { 'content-type': 'text/plain; charset=utf-8' },
      body: String(errorMessage),
    };
  const headers = stateHeader(states);
  if (eventType === 'System') {
    const { userId, groups, roles, subprotocol } = rest;
    headers['content-type'] = 'application/json; charset=utf-8';
    return { status: 200, headers, body: JSON.stringify({ userId, groups, roles, subprotocol }) };
  }
  if (data === undefined || data === null) return { status: 204, headers, body: undefined };
  const contentType = CONTENT_TYPES[String(dataType).toLowerCase()];
  if (!contentType)
    throw new Error(`The "dataType" of a Web PubSub answer must be text, json or binary, not "${dataType}".`);
  return { status: 200, headers: { ...headers, 'content-type': contentType }, body: bytesOf(data) };
};
