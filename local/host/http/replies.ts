import { notSimulated } from '../../shared/not-simulated.ts';
import type { RpcResponse } from '../invocation.ts';
import { BODYLESS, type Reply } from './messages.ts';

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

/**
 * The reply for the everyday results: a plain object with a status, plain headers and `jsonBody` or text.
 * It says exactly what the library's `HttpResponse` would say (a test compares the two), without building a `Response`
 * and reading it back, which costs more than the rest of a request. `undefined` = let the library do it.
 */
export const replyFromResult = (result: unknown): Reply | undefined => {
  if (!isPlainObject(result) || result.cookies !== undefined) return undefined;
  const { status = 200, headers: given = {}, jsonBody, body } = result;
  const headers = isPlainObject(given) ? plainHeaders(given) : undefined;
  if (typeof status !== 'number' || !Number.isInteger(status) || status < 200 || status > 599 || !headers)
    return undefined;
  if (BODYLESS.has(status)) return { status, headers };
  if (jsonBody !== undefined && jsonBody !== null) {
    headers['content-type'] ??= 'application/json';
    return { status, headers, body: JSON.stringify(jsonBody) };
  }
  if (body === undefined || body === null) return { status, headers };
  if (typeof body !== 'string') return undefined;
  headers['content-type'] ??= 'text/plain;charset=UTF-8';
  return { status, headers, body };
};

interface RpcHttp {
  readonly statusCode: string;
  readonly headers: Record<string, string>;
  readonly cookies: readonly unknown[];
  readonly body?: { readonly bytes?: Uint8Array };
}

/** The library's answer as a reply. A handler that returned nothing is answered with an empty 200. */
export const replyFromLibrary = ({ returnValue }: RpcResponse): Reply => {
  if (!returnValue) return { status: 200 };
  const { statusCode, headers, cookies, body } = returnValue.http as RpcHttp;
  if (cookies.length > 0) throw new Error(notSimulated('"cookies" of an answer without HTTP streaming', 'host'));
  return { status: Number(statusCode), headers, body: body?.bytes };
};
