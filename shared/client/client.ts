import { ApiError, problemOf } from './api-error.ts';
import type { Routes } from './routes.ts';

type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';

/** The paths that a method has. */
export type PathOf<M extends Method> = keyof Routes extends infer Route
  ? Route extends `${M} ${infer Path}`
    ? Path
    : never
  : never;

type At<M extends Method, P extends string> = `${M} ${P}` extends keyof Routes ? Routes[`${M} ${P}`] : never;

type Member<Name extends string, Value> = undefined extends Value
  ? { readonly [N in Name]?: undefined }
  : Partial<Value> extends Value
    ? { readonly [N in Name]?: Value }
    : { readonly [N in Name]: Value };

interface Always {
  readonly signal?: AbortSignal | undefined;
  /** The `ETag` of what you have looked at: refused with 412 when it has changed since. */
  readonly ifMatch?: string;
  /** Sent again with the same key, a request is done once and answered alike. */
  readonly idempotencyKey?: string;
}

type Route = { path: unknown; query: unknown; body: unknown; answer: unknown };

/** What a request says: what its route takes. */
export type Asked<R extends Route> = Always &
  Member<'path', R['path']> &
  Member<'query', R['query']> &
  Member<'body', R['body']>;

type Arguments<R extends Route> = Partial<Asked<R>> extends Asked<R> ? [asked?: Asked<R>] : [asked: Asked<R>];

type ItemOf<Answer> = Answer extends { readonly items: readonly (infer Item)[] } ? Item : never;

interface Loose extends Always {
  readonly path?: Readonly<Record<string, unknown>> | undefined;
  readonly query?: Readonly<Record<string, unknown>> | undefined;
  readonly body?: unknown;
}

export interface ClientOptions {
  /** Where the API is; on a page of the dashboard it is here. */
  readonly base?: string;
  /** Who is calling: `{ 'x-api-key': … }`; a page is known by its session. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly fetch?: typeof fetch;
}

const addressOf = (base: string, route: string, { path = {}, query = {} }: Loose): string => {
  const filled = route.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(path[name])));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    if (value !== undefined) search.set(name, [value].flat().join(','));
  return `${base}/${filled}${search.size > 0 ? `?${search}` : ''}`;
};

const headersOf = ({ body, ifMatch, idempotencyKey }: Loose): Record<string, string> => ({
  ...(body !== undefined && { 'content-type': 'application/json' }),
  ...(ifMatch !== undefined && { 'if-match': ifMatch }),
  ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
});

async function* linesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<unknown> {
  let rest = '';
  const decoder = new TextDecoder();
  for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line) yield JSON.parse(line);
  }
  if (rest) yield JSON.parse(rest);
}

/**
 * The HTTP API with its types: a route that is not there does not compile. Throws `ApiError` and decides nothing: what a failure means is its user's business.
 *
 * @example
 * const api = wayfleet({ base: 'https://fleet.example/api/v1', headers: { 'x-api-key': key } });
 * const { items } = await api.get('vehicles', { query: { status: ['active'], limit: 50 } });
 */
export const wayfleet = ({
  base = '/api/v1',
  headers = {},
  fetch: send = (...request) => fetch(...request),
}: ClientOptions = {}) => {
  const request = async (method: Method, route: string, asked: Loose, accept: string): Promise<Response> => {
    const { body, signal } = asked;
    try {
      const response = await send(addressOf(base, route, asked), {
        method,
        headers: { accept, ...headers, ...headersOf(asked) },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        ...(signal && { signal }),
      });
      if (!response.ok) throw await problemOf(response);
      return response;
    } catch (error) {
      if (error instanceof ApiError || signal?.aborted) throw error;
      throw new ApiError(0, 'network/unreachable', 'The server could not be reached.');
    }
  };

  const call =
    <M extends Method>(method: M) =>
    async <P extends PathOf<M>>(path: P, ...[asked]: Arguments<At<M, P>>): Promise<At<M, P>['answer']> => {
      const response = await request(method, path, (asked ?? {}) as Loose, 'application/json');
      if (response.status === 204) return undefined as unknown as At<M, P>['answer'];
      // A sign-in page answered with 200 would otherwise surface as a confusing JSON error.
      if (!response.headers.get('content-type')?.includes('json'))
        throw new ApiError(response.status, 'http/not-json', 'The server answered with something other than data.');
      return response.json() as Promise<At<M, P>['answer']>;
    };

  const get = call('GET');

  return {
    get,
    post: call('POST'),
    patch: call('PATCH'),
    put: call('PUT'),
    delete: call('DELETE'),

    /** Every item of a list, page by page. */
    async *all<P extends PathOf<'GET'>>(
      path: P,
      ...[asked]: Arguments<At<'GET', P>>
    ): AsyncGenerator<ItemOf<At<'GET', P>['answer']>> {
      const { query, ...rest } = (asked ?? {}) as Loose;
      let cursor: string | undefined;
      do {
        const page = (await get(
          path,
          ...([{ ...rest, query: { ...query, cursor } }] as unknown as Arguments<At<'GET', P>>),
        )) as {
          readonly items: readonly ItemOf<At<'GET', P>['answer']>[];
          readonly nextCursor?: string;
        };
        yield* page.items;
        cursor = page.nextCursor;
      } while (cursor);
    },

    /** A whole view, line by line, as it is sent. */
    async *lines<P extends PathOf<'GET'>>(
      path: P,
      ...[asked]: Arguments<At<'GET', P>>
    ): AsyncGenerator<At<'GET', P> extends { line: infer Line } ? Line : never> {
      const { body } = await request('GET', path, (asked ?? {}) as Loose, 'application/x-ndjson');
      if (body) yield* linesOf(body) as AsyncGenerator<never>;
    },
  };
};
