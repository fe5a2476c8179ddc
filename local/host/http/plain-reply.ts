import type { Reply } from './reply.ts';

const HEADER_NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const HEADER_VALUE = /^[\x21-\x7e](?:[\t\x20-\x7e]*[\x21-\x7e])?$/;
const BODYLESS = new Set([204, 205, 304]);

const isPlainObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;

const plainHeaders = (headers: unknown): Record<string, string> | undefined => {
  const plain: Record<string, string> = {};
  if (headers === undefined) return plain;
  if (!isPlainObject(headers)) return undefined;
  for (const name in headers) {
    const value = headers[name];
    const lower = name.toLowerCase();
    if (typeof value !== 'string' || !HEADER_NAME.test(name) || !HEADER_VALUE.test(value) || lower in plain)
      return undefined;
    plain[lower] = value;
  }
  return plain;
};

/**
 * The reply for the everyday results: a plain object with a status, plain headers and `jsonBody`, text or bytes.
 * It says exactly what the library's `HttpResponse` would say (a test compares the two), without building a `Response`
 * and reading it back, which costs more than the rest of a request. `undefined` = let the library do it.
 */
export const plainReply = (result: unknown): Reply | undefined => {
  if (!isPlainObject(result)) return undefined;
  const { status = 200, headers: given, jsonBody, body, cookies } = result;
  if (typeof status !== 'number' || !Number.isInteger(status) || status < 200 || status > 599) return undefined;
  if (cookies !== undefined && !(Array.isArray(cookies) && cookies.length === 0)) return undefined;
  const headers = plainHeaders(given);
  if (!headers) return undefined;
  if (BODYLESS.has(status)) return { status, headers, body: undefined };
  if (jsonBody !== undefined && jsonBody !== null) {
    headers['content-type'] ??= 'application/json';
    return { status, headers, body: JSON.stringify(jsonBody) };
  }
  if (body === undefined || body === null) return { status, headers, body: undefined };
  if (typeof body === 'string') {
    headers['content-type'] ??= 'text/plain;charset=UTF-8';
    return { status, headers, body };
  }
  return body instanceof Uint8Array ? { status, headers, body } : undefined;
};
