import type { IncomingMessage, ServerResponse } from 'node:http';
import { bodyOf } from '../../shared/http-server.ts';
import { notSimulated } from '../../shared/not-simulated.ts';
import type { RpcResponse } from '../invocation.ts';

/** The client is told why its request cannot be taken. */
export class BadRequest extends Error {
  readonly status: number;
  constructor(status: number, text: string) {
    super(text);
    this.status = status;
  }
}

/** Where a request wants to go; `null` when that is no address of this host. */
export const addressOf = ({ headers: { host = 'localhost' }, url = '' }: IncomingMessage): URL | null =>
  url.startsWith('/') && !/[/?#@\\]/.test(host) ? URL.parse(`http://${host}${url}`) : null;

/** Query values as RPC form has them: one text per name, several values joined by a comma. */
export const queryOf = ({ search }: URL): Readonly<Record<string, string>> => {
  const query: Record<string, string> = {};
  if (search === '') return query;
  for (const [name, value] of new URLSearchParams(search))
    query[name] = name in query ? `${query[name]},${value}` : value;
  return query;
};

/** The whole body, `undefined` when there is none. Rejects with `BadRequest` when it is too large, or its client leaves. */
export const readBody = async (request: IncomingMessage, limit: number): Promise<Buffer<ArrayBuffer> | undefined> => {
  const { headers, method } = request;
  const isAnnounced = Number(headers['content-length'] ?? 0) > 0 || headers['transfer-encoding'] !== undefined;
  if (method === 'GET' || method === 'HEAD' || !isAnnounced) return undefined;
  const body = await bodyOf(request, limit).catch(() => {
    throw new BadRequest(400, 'The request ended before its body did.');
  });
  if (body) return body;
  throw new BadRequest(413, 'The request body is larger than the host takes.');
};

/** An answer that is complete. */
export interface Reply {
  readonly status: number;
  readonly headers?: Record<string, string | number>;
  readonly body?: string | Uint8Array | undefined;
}

/** These have no body, and no length either. */
export const BODYLESS: ReadonlySet<number> = new Set([204, 205, 304]);

/** One write: head and body leave together, with the length known in advance. */
export const send = (response: ServerResponse, { status, headers = {}, body = '' }: Reply): void => {
  if (!BODYLESS.has(status)) headers['content-length'] = Buffer.byteLength(body);
  response.writeHead(status, headers);
  response.end(body);
};

/** Tells the client why when that is its own affair, and otherwise only that the request has failed. */
export const sendFailure = (response: ServerResponse, error: unknown): void => {
  if (response.headersSent) response.destroy();
  else if (error instanceof BadRequest) send(response, { status: error.status, body: error.message });
  else send(response, { status: 500 });
};

const HEADER_VALUE = /^[\x21-\x7e](?:[\t\x20-\x7e]*[\x21-\x7e])?$/;

const isPlainObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;

/** In lower case; `undefined` when one of them is not as plain as it may be. */
const plainHeaders = (headers: Readonly<Record<string, unknown>>): Record<string, string> | undefined => {
  const plain: Record<string, string> = {};
  for (const name in headers) {
    const value = headers[name];
    const lower = name.toLowerCase();
    if (typeof value !== 'string' || !HEADER_VALUE.test(value) || lower in plain) return undefined;
    plain[lower] = value;
  }
  return plain;
};

/** The reply for everyday results, just as the library's `HttpResponse` would make it for half the cost of a request. `undefined` = let it. */
export const replyFromResult = (result: unknown): Reply | undefined => {
  if (!isPlainObject(result) || 'cookies' in result || 'jsonBody' in result) return undefined;
  const { status = 200, headers: given = {}, body } = result;
  const headers = isPlainObject(given) ? plainHeaders(given) : undefined;
  if (typeof status !== 'number' || !Number.isInteger(status) || status < 200 || status > 599 || !headers)
    return undefined;
  if (BODYLESS.has(status)) return { status, headers };
  if (body === undefined || body === null) return { status, headers };
  if (typeof body !== 'string') return undefined;
  headers['content-type'] ??= 'text/plain;charset=UTF-8';
  return { status, headers, body };
};

/** The library's answer as a reply. A handler that returned nothing is answered with an empty 200. */
const replyFromLibrary = ({ returnValue }: RpcResponse): Reply => {
  if (!returnValue) return { status: 200 };
  const { statusCode, headers, cookies, body } = Object(returnValue.http);
  if (cookies.length > 0) throw new Error(notSimulated('"cookies" of an answer without HTTP streaming', 'host'));
  return { status: Number(statusCode), headers, body: body?.bytes };
};

/** The reply for what a function has returned, from the library where there is no shorter way. */
export const replyOf = async (result: unknown, finish: () => Promise<RpcResponse>, hasOutputs: boolean) =>
  (hasOutputs ? undefined : replyFromResult(result)) ?? replyFromLibrary(await finish());
