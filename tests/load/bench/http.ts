import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import autocannon from 'autocannon';

export interface HttpResult {
  readonly host: number;
  readonly bare: number;
  /** What the host reaches of a bare server. */
  readonly share: number;
}

const ROUNDS = 3;
const SECONDS = 3;

const rate = async (url: string): Promise<number> =>
  (await autocannon({ url, connections: 32, duration: SECONDS })).requests.average;

/** Requests per second of the smallest endpoint of the app against a bare `node:http` server, in turn, in the same run. */
export const measureHttp = async (url: string): Promise<HttpResult> => {
  const bareServer = fork(join(import.meta.dirname, 'bare-server.ts'));
  const [port] = (await once(bareServer, 'message')) as [number];
  const rates = { host: 0, bare: 0 };
  try {
    for (let round = 0; round < ROUNDS; round += 1) {
      rates.bare += (await rate(`http://127.0.0.1:${port}/`)) / ROUNDS;
      rates.host += (await rate(`${url}/api/v1/nothing-here`)) / ROUNDS;
    }
  } finally {
    bareServer.disconnect();
  }
  return {
    host: Math.round(rates.host),
    bare: Math.round(rates.bare),
    share: Math.round((rates.host / rates.bare) * 1000) / 1000,
  };
};
