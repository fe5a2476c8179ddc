import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { TraceContext } from '../invocation.ts';
import type { Params } from './router.ts';

/** Where a request wants to go. `search` includes the question mark, or is empty. */
export interface Target {
  readonly path: string;
  readonly search: string;
}

/** The path and query of a request line, dot segments removed; `undefined` for one that is no address of this host. */
export const targetOf = (url: string): Target | undefined => {
  if (!url.startsWith('/') || url.includes('/.')) {
    const absolute = URL.parse(url, 'http://host');
    return absolute?.protocol === 'http:' && url !== '*'
      ? { path: absolute.pathname, search: absolute.search }
      : undefined;
  }
  const at = url.indexOf('?');
  return at < 0 ? { path: url, search: '' } : { path: url.slice(0, at), search: url.slice(at) };
};

const KNOWN_HOSTS = 64;

/** Gives `http://<host>` for a Host header, remembering the few that occur; `undefined` for a malformed one. */
export const originCache = (): ((host: string | undefined) => string | undefined) => {
  const known = new Map<string, string>();
  return (host = 'localhost') => {
    const origin = known.get(host);
    if (origin !== undefined) return origin;
    const fresh = `http://${host}`;
    const parsed = URL.parse(fresh);
    if (!parsed || parsed.pathname !== '/' || parsed.username !== '' || parsed.search !== '' || parsed.hash !== '')
      return undefined;
    if (known.size < KNOWN_HOSTS) known.set(host, fresh);
    return fresh;
  };
};

const NOTHING: Readonly<Record<string, string>> = Object.freeze({});

/** Query values as RPC form has them: one text per name, several values joined by a comma. */
export const queryOf = (search: string): Readonly<Record<string, string>> => {
  if (search.length < 2) return NOTHING;
  const query: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(search)) {
    const known = query[name];
    query[name] = known === undefined ? value : `${known},${value}`;
  }
  return query;
};

/** Node keeps one header as a list (`set-cookie`); to the app every header is one text. */
const textHeaders = (headers: IncomingHttpHeaders): IncomingHttpHeaders => {
  const list = headers['set-cookie'];
  return list === undefined ? headers : { ...headers, 'set-cookie': [list.join(',')] };
};

export const traceOf = ({ traceparent, tracestate }: IncomingHttpHeaders): TraceContext | undefined =>
  typeof traceparent === 'string'
    ? { traceParent: traceparent, traceState: typeof tracestate === 'string' ? tracestate : '', attributes: {} }
    : undefined;

/** A request as the host's RPC protocol describes it to the library. */
export const rpcRequest = (
  request: IncomingMessage,
  url: string,
  query: Readonly<Record<string, string>>,
  params: Params,
  body: Uint8Array | undefined,
) => ({
  url,
  method: request.method,
  headers: textHeaders(request.headers),
  query,
  params,
  ...(body && body.byteLength > 0 && { body: { bytes: body } }),
});
