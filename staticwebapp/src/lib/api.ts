/** What the API says when it refuses (RFC 9457), or what the network said instead of it. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly code: string;
  readonly correlationId: string | undefined;

  /** @param status the HTTP status, or 0 when no answer came at all */
  constructor(status: number, code: string, message: string, correlationId?: string) {
    super(message);
    this.status = status;
    this.code = code;
    this.correlationId = correlationId;
  }
}

export const isUnauthenticated = (error: unknown): boolean => error instanceof ApiError && error.status === 401;
export const isRefused = (error: unknown): boolean =>
  error instanceof ApiError && (error.status === 401 || error.status === 403);

interface Problem {
  readonly title?: string;
  readonly detail?: string;
  readonly code?: string;
  readonly correlationId?: string;
}

const problemOf = async (response: Response): Promise<ApiError> => {
  const isProblem = response.headers.get('content-type')?.includes('json');
  const problem: Problem = isProblem ? await response.json() : {};
  const message = problem.detail ?? problem.title ?? `The server answered ${response.status}.`;
  return new ApiError(response.status, problem.code ?? `http/${response.status}`, message, problem.correlationId);
};

const request = async (method: string, path: string, init: RequestInit): Promise<Response> => {
  try {
    return await fetch(`/api/v1/${path}`, {
      ...init,
      method,
      headers: { accept: 'application/json', ...init.headers },
    });
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw new ApiError(0, 'network/unreachable', 'The server could not be reached.');
  }
};

const answer = async <T>(response: Response): Promise<T> => {
  if (!response.ok) throw await problemOf(response);
  // A sign-in page answered with 200 would otherwise surface as a confusing JSON error.
  if (!response.headers.get('content-type')?.includes('json')) {
    throw new ApiError(response.status, 'http/not-json', 'The server answered with something other than data.');
  }
  return response.json() as Promise<T>;
};

/** The HTTP API. It throws `ApiError` and decides nothing: what a failure means is the app's business. */
export const api = {
  get: async <T>(path: string, signal?: AbortSignal): Promise<T> =>
    answer<T>(await request('GET', path, signal ? { signal } : {})),

  post: async <T>(path: string, body?: unknown): Promise<T> =>
    answer<T>(
      await request('POST', path, {
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body ?? {}),
      }),
    ),
};

export interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor?: string;
}

/** Follows `nextCursor` to the end, or until `most` items have been read. */
export const allPages = async <T>(
  path: string,
  signal?: AbortSignal,
  most = Number.POSITIVE_INFINITY,
): Promise<readonly T[]> => {
  const items: T[] = [];
  let cursor: string | undefined;
  do {
    const separator = path.includes('?') ? '&' : '?';
    const at: string = cursor ? `${separator}cursor=${encodeURIComponent(cursor)}` : '';
    const page = await api.get<Page<T>>(`${path}${at}`, signal);
    items.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor && items.length < most);
  return items;
};
