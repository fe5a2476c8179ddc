import { Agent, request } from 'node:http';

export interface Answered {
  readonly status: number;
  readonly text: string;
  readonly milliseconds: number;
}

export type Ask = (method: string, path: string, apiKey: string, body?: unknown) => Promise<Answered>;

/** Asks over connections that stay open. Not `fetch`: the load must cost less than what it measures. */
export const asker = (url: string, connections: number): Ask & { close(): void } => {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const ask: Ask = (method, path, apiKey, body) =>
    new Promise((resolve, reject) => {
      const text = body === undefined ? undefined : JSON.stringify(body);
      const startedAt = performance.now();
      const outgoing = request(`${url}/api/v1/${path}`, {
        agent,
        method,
        headers: {
          'x-api-key': apiKey,
          ...(text !== undefined && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
        },
      });
      outgoing.on('error', reject);
      outgoing.on('response', (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const milliseconds = performance.now() - startedAt;
          resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString(), milliseconds });
        });
      });
      outgoing.end(text);
    });
  return Object.assign(ask, { close: () => agent.destroy() });
};

/** For what must work. */
export const wanted = async (answer: Promise<Answered>): Promise<Answered> => {
  const { status, text } = await answer;
  if (status >= 300) throw new Error(`It was answered ${status}: ${text.slice(0, 300)}`);
  return answer;
};

export interface Quantiles {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

export const quantiles = (taken: readonly number[]): Quantiles => {
  const sorted = taken.toSorted((a, b) => a - b);
  const at = (share: number) =>
    Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN) * 10) / 10;
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
};
