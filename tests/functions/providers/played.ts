import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A request as the provider saw it. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly body: unknown;
}

export interface Reply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON unless it is text. */
  readonly body?: unknown;
}

/** A provider that a test plays, on this machine. */
export interface Played {
  readonly server: string;
  readonly asked: Asked[];
  /** What it answers next, once each, instead of what it knows. */
  readonly instead: Reply[];
  close(): Promise<void>;
}

/** What it answers; what it does not expect is a 400, so that nothing is asked in a way that it does not know. */
export type Play = (asked: Asked) => Reply;

export const played = async (play: Play): Promise<Played> => {
  const asked: Asked[] = [];
  const instead: Reply[] = [];
  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    const sent = await text(request);
    const one: Asked = {
      ...{ method: request.method ?? '', path: pathname, query: searchParams, headers: request.headers },
      body: sent === '' ? undefined : JSON.parse(sent),
    };
    asked.push(one);
    const { status = 200, headers = {}, body = {} } = instead.shift() ?? play(one);
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    server: `http://127.0.0.1:${port}`,
    asked,
    instead,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};

const UNEXPECTED: Reply = { status: 400, body: { message: 'This is not asked so.' } };
const REFUSED: Reply = { status: 401, body: { message: 'Who are you?' } };

/** Samsara with these pages: the cursor of the page with number n is `cursor-n`. */
export const playedSamsara =
  (pages: readonly unknown[][], token = 'samsara_api_token'): Play =>
  ({ method, path, query, headers }) => {
    if (headers.authorization !== `Bearer ${token}`) return REFUSED;
    const types = query.get('types')?.split(',') ?? [];
    const after = query.get('after');
    const from = after === null ? 0 : Number(/^cursor-(\d+)$/.exec(after)?.[1]);
    const isKnown =
      method === 'GET' && path === '/fleet/vehicles/stats/feed' && types.includes('gps') && types.length <= 3;
    if (!isKnown || !(from <= pages.length)) return UNEXPECTED;
    const next = Math.min(from + 1, pages.length);
    const pagination = { endCursor: `cursor-${next}`, hasNextPage: next < pages.length };
    return { body: { data: pages[from] ?? [], pagination } };
  };

/** Motive with these vehicles. */
export const playedMotive =
  (vehicles: readonly unknown[], key = 'motive_api_key'): Play =>
  ({ method, path, query, headers }) => {
    if (headers['x-api-key'] !== key) return REFUSED;
    const [page, size] = [Number(query.get('page_no')), Number(query.get('per_page'))];
    if (method !== 'GET' || path !== '/v3/vehicle_locations' || !(page > 0) || !(size > 0 && size <= 100))
      return UNEXPECTED;
    if (headers['x-metric-units'] !== 'false') return UNEXPECTED;
    const shown = vehicles.slice((page - 1) * size, page * size);
    return { body: { vehicles: shown, pagination: { per_page: size, page_no: page, total: vehicles.length } } };
  };

/** Flespi with a channel 42 whose buffer holds these messages. */
export const playedFlespi =
  (messages: readonly unknown[], token = 'flespi_token'): Play =>
  ({ method, path, query, headers }) => {
    if (headers.authorization !== `FlespiToken ${token}`) return REFUSED;
    const { curr_key, limit_count } = JSON.parse(query.get('data') ?? '{}') as Record<string, unknown>;
    if (method !== 'GET' || path !== '/gw/channels/42/messages') return UNEXPECTED;
    if (typeof curr_key !== 'number' || typeof limit_count !== 'number') return UNEXPECTED;
    const result = messages.slice(curr_key, curr_key + limit_count);
    return { body: { result, next_key: curr_key + result.length } };
  };

interface Records {
  readonly LogRecord: readonly unknown[];
  readonly StatusData: readonly unknown[];
}

const complaint = (name: string): Reply => ({
  body: { error: { name: 'JSONRPCError', message: 'No.', errors: [{ name, message: 'No.' }], data: { type: name } } },
});

/** Geotab with these records, whose versions are their places; `sessions` are those that it believes. */
export const playedGeotab =
  (records: Records, sessions: Set<string>, password = 'geotab password'): Play =>
  ({ method, path, body }) => {
    if (method !== 'POST' || path !== '/apiv1') return UNEXPECTED;
    const asked = body as { readonly method: string; readonly params: Readonly<Record<string, unknown>> };
    const { params } = asked;
    if (asked.method === 'Authenticate') {
      if (params.database !== 'acme' || params.userName !== 'sync@acme.example' || params.password !== password)
        return complaint('InvalidUserException');
      const sessionId = `session-${sessions.size + 1}`;
      sessions.add(sessionId);
      const credentials = { database: 'acme', userName: 'sync@acme.example', sessionId };
      return { body: { result: { credentials, path: 'ThisServer' } } };
    }
    const { credentials, typeName, fromVersion, search, resultsLimit } = params;
    const { sessionId } = credentials as { readonly sessionId: string };
    if (!sessions.has(sessionId)) return complaint('InvalidUserException');
    const feed = records[typeName as keyof Records];
    const isKnown = asked.method === 'GetFeed' && feed && Number(resultsLimit) <= 50_000;
    if (!isKnown || (fromVersion === undefined) === (search === undefined)) return complaint('ArgumentException');
    const from = fromVersion === undefined ? 0 : Number.parseInt(String(fromVersion), 16);
    const data = feed.slice(from, from + Number(resultsLimit));
    return { body: { result: { data, toVersion: (from + data.length).toString(16).padStart(16, '0') } } };
  };
