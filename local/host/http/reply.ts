import type { ServerResponse } from 'node:http';
import type { RpcResponse } from '../core-module.ts';

/** An answer that is complete: status, headers and the whole body. */
export interface Reply {
  readonly status: number;
  readonly headers: Record<string, string | number | string[]>;
  readonly body: string | Uint8Array | undefined;
}

interface Wrapped<T> {
  readonly value: T;
}

/** A cookie in the form the library hands it to its host. */
interface RpcCookie {
  readonly name: string;
  readonly value: string;
  readonly domain?: Wrapped<string>;
  readonly path?: Wrapped<string>;
  readonly expires?: Wrapped<{ readonly seconds: number }>;
  readonly maxAge?: Wrapped<number>;
  readonly secure?: Wrapped<boolean>;
  readonly httpOnly?: Wrapped<boolean>;
  readonly sameSite?: 'none' | 'lax' | 'strict' | 'explicitNone';
}

interface RpcHttp {
  readonly statusCode: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly RpcCookie[];
  readonly body?: { readonly bytes?: Uint8Array };
}

const SAME_SITE = { none: undefined, lax: 'lax', strict: 'strict', explicitNone: 'none' };

/** The `set-cookie` header ASP.NET writes for a cookie: name and value are percent-encoded. */
const setCookieHeader = ({ name, value, ...attributes }: RpcCookie): string => {
  const { domain, expires, httpOnly, maxAge, path, sameSite = 'none', secure } = attributes;
  const parts = [
    `${encodeURIComponent(name)}=${encodeURIComponent(value)}`,
    expires && `expires=${new Date(expires.value.seconds * 1000).toUTCString()}`,
    maxAge && `max-age=${maxAge.value}`,
    domain && `domain=${domain.value}`,
    path && `path=${path.value}`,
    secure?.value && 'secure',
    SAME_SITE[sameSite] && `samesite=${SAME_SITE[sameSite]}`,
    httpOnly?.value && 'httponly',
  ];
  return parts.filter(Boolean).join('; ');
};

const isRpcHttp = (value: unknown): value is RpcHttp =>
  typeof value === 'object' && value !== null && 'statusCode' in value;

/** The library's answer as a reply. A handler that returned nothing is answered with an empty 200. */
export const replyFromRpc = ({ returnValue }: RpcResponse): Reply => {
  const http = returnValue?.http;
  if (!isRpcHttp(http)) return { status: 200, headers: {}, body: undefined };
  const headers: Reply['headers'] = { ...http.headers };
  // Those in the library's header list have already been folded into one.
  if (http.cookies.length > 0) headers['set-cookie'] = http.cookies.map(setCookieHeader);
  return { status: Number(http.statusCode), headers, body: http.body?.bytes };
};

/** These have no body, and no length either. */
export const BODYLESS: ReadonlySet<number> = new Set([204, 205, 304]);

/** One write: head and body leave together, with the length known in advance. */
export const send = (response: ServerResponse, { status, headers, body = '' }: Reply): void => {
  if (!BODYLESS.has(status)) headers['content-length'] = Buffer.byteLength(body);
  response.writeHead(status, headers);
  response.end(body);
};

/** A failure of the host itself, or one whose reason is nobody's business outside: a status and nothing more. */
export const sendStatus = (response: ServerResponse, status: number, text?: string): void =>
  send(response, { status, headers: text ? { 'content-type': 'text/plain; charset=utf-8' } : {}, body: text });
