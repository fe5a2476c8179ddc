import { setTimeout as sleep } from 'node:timers/promises';

/** What the API said, once it said something definite: any 2xx, 3xx or 4xx except 408 and 429. */
export interface Answer {
  readonly status: number;
  /** The parsed JSON, or the text when it is not JSON, or undefined when there is none. */
  readonly body: unknown;
}

export interface ApiClient {
  /** One attempt. Throws `Unavailable` when nobody answers, or with 408, 429 or 5xx. `path` starts below `/api/v1`. */
  call(method: 'GET' | 'POST' | 'PATCH', path: string, body?: unknown): Promise<Answer>;
}

/** The far side is away or overloaded; asking again later may work. */
export class Unavailable extends Error {
  override name = 'Unavailable';
  /** Milliseconds the far side asked us to wait. */
  retryAfter = 0;
}

const TIMEOUT_MS = 30_000;
const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 5_000;

/** A path as it may be printed: device keys are secrets, positions are personal. */
const shown = (path: string) => (path.split('?')[0] ?? '').replace(/dk_\w+/, 'dk_…');

/** Calls Wayfleet's public API from outside, as an integration (with its key) or a device does. */
export const apiClient = (options: { api: string; apiKey?: string; signal?: AbortSignal }): ApiClient => {
  const { apiKey, signal } = options;
  const { origin } = new URL(options.api);
  return {
    async call(method, path, body) {
      const headers = {
        ...(apiKey !== undefined && { 'x-api-key': apiKey }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      };
      const limit = AbortSignal.any([AbortSignal.timeout(TIMEOUT_MS), ...(signal ? [signal] : [])]);
      const init = { method, headers, signal: limit, ...(body !== undefined && { body: JSON.stringify(body) }) };
      const answer = await fetch(`${origin}/api/v1${path}`, init)
        // The body belongs to the attempt: a host that dies half way through an answer has not answered.
        .then(async (response) => ({ response, text: await response.text() }))
        .catch((cause) => {
          signal?.throwIfAborted();
          throw new Unavailable(`Nobody answers at ${origin}`, { cause });
        });
      const { status } = answer.response;
      if (status === 408 || status === 429 || status >= 500)
        throw Object.assign(new Unavailable(`${method} ${shown(path)} answered ${status}`), {
          retryAfter: Number(answer.response.headers.get('retry-after')) * 1000 || 0,
        });
      const isJson = answer.response.headers.get('content-type')?.includes('json');
      return { status, body: isJson ? JSON.parse(answer.text) : answer.text || undefined };
    },
  };
};

/** The detail of an RFC 9457 problem, for a message to a person. */
export const explain = ({ status, body }: Answer): string => {
  const { code, detail, title } = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
  const words = [code, detail ?? title].filter((part) => typeof part === 'string').join(': ');
  return words === '' ? `status ${status}` : `status ${status}, ${words}`;
};

export interface Patience {
  /** Milliseconds after the first failure until the last error is thrown. Infinity: never give up. */
  readonly patience: number;
  readonly signal?: AbortSignal;
  /** Told about each failure that will be retried, with the wait in milliseconds. */
  onRetry?(failure: Unavailable, wait: number): void;
}

/** Repeats `task` while it throws `Unavailable`, waiting twice as long each time (100 ms to 5 s). Other errors pass through. */
export const persistently = async <T>(task: () => Promise<T>, { patience, signal, onRetry }: Patience): Promise<T> => {
  let deadline: number | undefined;
  for (let wait = FIRST_WAIT_MS; ; wait = Math.min(LONGEST_WAIT_MS, wait * 2)) {
    try {
      return await task();
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      const pause = Math.max(error.retryAfter, wait);
      deadline ??= Date.now() + patience;
      if (Date.now() + pause > deadline) throw error;
      onRetry?.(error, pause);
      await sleep(pause, undefined, signal ? { signal } : {});
    }
  }
};
