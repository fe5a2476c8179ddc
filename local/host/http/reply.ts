import type { ServerResponse } from 'node:http';
import type { RpcResponse } from '../core-module.ts';
import { type RpcCookie, setCookieHeader } from './cookies.ts';

/** An answer that is complete: status, headers and the whole body. */
export interface Reply {
  readonly status: number;
  readonly headers: Record<string, string | number | string[]>;
  readonly body: string | Uint8Array | undefined;
}

interface RpcHttp {
  readonly statusCode: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly RpcCookie[];
  readonly body?: { readonly bytes?: Uint8Array };
}

const isRpcHttp = (value: unknown): value is RpcHttp =>
  typeof value === 'object' && value !== null && 'statusCode' in value;

/** The library's answer as a reply. A handler that returned nothing is answered with an empty 200. */
export const replyFromRpc = ({ returnValue }: RpcResponse): Reply => {
  const http = returnValue?.http;
  if (!isRpcHttp(http)) return { status: 200, headers: {}, body: undefined };
  const headers: Record<string, string | string[]> = { ...http.headers };
  if (http.cookies.length > 0) {
    const own = http.headers['set-cookie'];
    headers['set-cookie'] = [...(own === undefined ? [] : [own]), ...http.cookies.map(setCookieHeader)];
  }
  const bytes = http.body?.bytes;
  return { status: Number(http.statusCode), headers, body: bytes && bytes.byteLength > 0 ? bytes : undefined };
};

const BODYLESS = new Set([204, 205, 304]);

/** One write: head and body leave together, with the length known in advance. */
export const send = (response: ServerResponse, { status, headers, body }: Reply): void => {
  if (!BODYLESS.has(status)) {
    headers['content-length'] =
      body === undefined ? 0 : typeof body === 'string' ? Buffer.byteLength(body) : body.byteLength;
  }
  response.writeHead(status, headers);
  response.end(body);
};

/** A failure of the host itself, or one whose reason is nobody's business outside: a status and nothing more. */
export const sendStatus = (response: ServerResponse, status: number, text?: string): void =>
  send(response, { status, headers: text ? { 'content-type': 'text/plain; charset=utf-8' } : {}, body: text });
