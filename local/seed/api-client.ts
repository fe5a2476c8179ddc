import { Unavailable } from './persistence.ts';

/** What the API said, once it said something definite: any 2xx, 3xx or 4xx except 408 and 429. */
export interface Answer {
  readonly status: number;
  /** The parsed JSON, or the text when it is not JSON, or undefined when there is none. */
  readonly body: unknown;
}

export interface ApiClient {
  /** One attempt. Throws `Unavailable` when nobody answers, or with 408, 429 or 5xx. `path` starts below `/api/v1`. */
  call(method: 'GET' | 'POST', path: string, body?: unknown): Promise<Answer>;
}

export interface ApiClientOptions {
  /** Origin of the API, with or without `/api/v1`. */
  readonly api: string;
  /** Sent as `x-api-key`; leave it out for requests that carry their own key. */
  readonly apiKey?: string;
  readonly signal?: AbortSignal;
}

const TIMEOUT_MS = 30_000;

/** A path as it may be printed: device keys are secrets, positions are personal. */
const shown = (path: string) => (path.split('?')[0] ?? '').replace(/dk_\w+/, 'dk_…');

/** Calls Wayfleet's public API from outside, as an integration or a device does. */
export const apiClient = ({ api, apiKey, signal }: ApiClientOptions): ApiClient => {
  const root = `${api.replace(/\/+$/, '').replace(/\/api\/v1$/, '')}/api/v1`;

  return {
    async call(method, path, body) {
      const response = await reach(`${root}${path}`, {
        method,
        headers: {
          ...(apiKey === undefined ? {} : { 'x-api-key': apiKey }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.any([AbortSignal.timeout(TIMEOUT_MS), ...(signal ? [signal] : [])]),
      });
      if (isPassing(response.status))
        throw new Unavailable(`${method} ${shown(path)} answered ${response.status}`, {
          retryAfter: retryAfter(response),
        });
      return { status: response.status, body: response.text === '' ? undefined : jsonOrText(response.text) };
    },
  };

  async function reach(url: string, init: RequestInit) {
    try {
      const response = await fetch(url, init);
      // The body belongs to the attempt: a host that dies half way through an answer has not answered.
      return { status: response.status, headers: response.headers, text: await response.text() };
    } catch (error) {
      signal?.throwIfAborted();
      throw new Unavailable(`Nobody answers at ${new URL(url).origin}`, { cause: error });
    }
  }
};

/** The detail of an RFC 9457 problem, for a message to a person. */
export const explain = ({ status, body }: Answer): string => {
  const { code, detail, title } = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
  const words = [code, detail ?? title].filter((part) => typeof part === 'string').join(': ');
  return words === '' ? `status ${status}` : `status ${status}, ${words}`;
};

const isPassing = (status: number) => status === 408 || status === 429 || status >= 500;

const retryAfter = ({ headers }: { headers: Headers }): number | undefined => {
  const seconds = Number(headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) ? seconds * 1000 : undefined;
};

const jsonOrText = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};
