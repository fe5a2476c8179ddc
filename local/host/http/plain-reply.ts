import { BODYLESS, type Reply } from './reply.ts';

const HEADER_NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const HEADER_VALUE = /^[\x21-\x7e](?:[\t\x20-\x7e]*[\x21-\x7e])?$/;

const isPlainObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;

const plainHeaders = (headers: unknown): Record<string, string> | undefined => {
  if (!isPlainObject(headers)) return undefined;
  const plain: Record<string, string> = {};
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
  if (!isPlainObject(result) || result.cookies !== undefined) return undefined;
  const { status = 200, headers: given = {}, jsonBody, body } = result;
  if (typeof status !== 'number' || !Number.isInteger(status) || status < 200 || status > 599) return undefined;
  const headers = plainHeaders(given);
  if (!headers) return undefined;
  if (BODYLESS.has(status)) return { status, headers, body: undefined };
  if (jsonBody !== undefined && jsonBody !== null) {
    headers['content-type'] ??= 'application/json';
    return { status, headers, body: JSON.stringify(jsonBody) };
  }
  if (body === undefined || body === null) return { status, headers, body: undefined };
  if (body instanceof Uint8Array) return { status, headers, body };
  if (typeof body !== 'string') return undefined;
  headers['content-type'] ??= 'text/plain;charset=UTF-8';
  return { status, headers, body };
};
