import { FleetError } from '../kernel/errors.ts';

export interface OutboundRequest {
  readonly url: URL;
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
}

export interface OutboundAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** As it came. */
  readonly text: string;
}

/** Asks servers of other people. Whom it may ask, the caller has to know: it must never be an address that somebody has merely sent us. */
export interface Outbound {
  /** Whether it may ask a server that nobody vouches for. Nowhere but where tests play the other side. */
  mayAsk(server: string): boolean;
  /** @throws FleetError `upstream` when no answer comes in time, it leads elsewhere or is too large. */
  ask(request: OutboundRequest): Promise<OutboundAnswer>;
}

const TIMEOUT_MS = 20_000;
const MAX_BYTES = 16 * 1024 * 1024;

const isLoopback = (url: URL): boolean => url.protocol === 'http:' && url.hostname === '127.0.0.1';

const textOf = async (response: Response): Promise<string> => {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > MAX_BYTES) throw new Error(`The answer has more than ${MAX_BYTES} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
};

/** By https only, without following redirects, and not for ever. */
export const outbound = ({ loopback = false } = {}): Outbound => ({
  mayAsk: (server) => loopback && URL.canParse(server) && isLoopback(new URL(server)),
  async ask({ url, method = 'GET', headers = {}, body }) {
    if (url.protocol !== 'https:' && !(loopback && isLoopback(url)))
      throw new FleetError('upstream', 'outbound/not-https', 'Other servers are asked by https only.');
    try {
      const response = await fetch(url, {
        method,
        headers: {
          accept: 'application/json',
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...headers,
        },
        // It might lead to where we must not ask.
        redirect: 'error',
        signal: AbortSignal.timeout(TIMEOUT_MS),
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      return { status: response.status, headers: response.headers, text: await textOf(response) };
    } catch (cause) {
      throw new FleetError('upstream', 'outbound/no-answer', 'The other server does not answer.', {}, { cause });
    }
  },
});
