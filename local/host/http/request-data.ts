import type { IncomingHttpHeaders } from 'node:http';
import type { TraceContext } from '../invocation.ts';

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

/** Gives the origin for a Host header, remembering the few that occur; `undefined` for a malformed one. */
export const originCache = (): ((host: string | undefined) => string | undefined) => {
  const known = new Map<string, string>();
  return (host = 'localhost') => {
    const origin = known.get(host);
    if (origin !== undefined) return origin;
    const fresh = `http://${host}`;
    const parsed = URL.parse(fresh);
    if (parsed?.pathname !== '/' || parsed.username !== '' || parsed.search !== '' || parsed.hash !== '')
      return undefined;
    if (known.size < KNOWN_HOSTS) known.set(host, parsed.origin);
    return parsed.origin;
  };
};

const NOTHING: Readonly<Record<string, string>> = Object.freeze({});

/** Query values as RPC form has them: one text per name, several values joined by a comma. */
export const queryOf = (search: string): Readonly<Record<string, string>> => {
  if (search.length < 2) return NOTHING;
  const query: Record<string, string> = Object.create(null);
  for (const [name, value] of new URLSearchParams(search)) {
    const known = query[name];
    query[name] = known === undefined ? value : `${known},${value}`;
  }
  return query;
};

export const traceOf = ({ traceparent, tracestate }: IncomingHttpHeaders): TraceContext | undefined =>
  typeof traceparent === 'string'
    ? { traceParent: traceparent, traceState: typeof tracestate === 'string' ? tracestate : '', attributes: {} }
    : undefined;
