import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Clock, systemClock } from '../shared/clock.ts';
import type { StandIn } from '../shared/stand-in.ts';
import { Account } from './account.ts';
import { EMULATOR_KEY, masterKeyCheck } from './auth.ts';
import { badRequest, CosmosError, statusName, tooLarge } from './errors.ts';
import { type Fault, Faults, faultError } from './faults.ts';
import { REQUEST_BYTES } from './limits.ts';
import { isLocalRequest, localReply } from './local-routes.ts';
import { physicalPartitions } from './partition-key.ts';
import { QueryService } from './query-service.ts';
import type { CosmosRequest, Reply } from './request.ts';
import { RequestCounter, type RequestCounts } from './request-counts.ts';
import { route } from './routes.ts';

export interface CosmosOptions {
  /** 0, the default, takes a free port. */
  readonly port?: number;
  /** Folder of the SQLite file; in memory when absent. */
  readonly dataDir?: string;
  readonly key?: string;
  /** Physical partitions per container. Two, the default, show what one would hide. */
  readonly partitions?: number;
  readonly clock?: Clock;
}

export interface CosmosStandIn extends StandIn {
  /** What the account was asked for since the start or the last reset. */
  requests(): RequestCounts;
}

const DEFAULT_PARTITIONS = 2;
const SWEEP_EVERY_MS = 1000;
const KEEP_ALIVE_MS = 65_000;

const segmentsOf = (url: string) => {
  try {
    return (url.split('?', 1)[0] ?? '')
      .split('/')
      .filter((segment) => segment !== '')
      .map(decodeURIComponent);
  } catch {
    throw badRequest(`The path ${url} is not properly percent-encoded`);
  }
};

const errorReply = (error: unknown): Reply => {
  const refusal =
    error instanceof CosmosError
      ? error
      : new CosmosError(500, `The stand-in failed: ${error instanceof Error ? error.stack : error}`);
  const { substatus, headers, additionalErrorInfo } = refusal.details;
  const code = statusName(refusal.status);
  const body = { code, message: refusal.message, ...(additionalErrorInfo ? { additionalErrorInfo } : {}) };
  return {
    kind: 'metadata',
    status: refusal.status,
    body: JSON.stringify(body),
    charge: refusal.status === 429 ? 0 : 1,
    headers: { ...headers, ...(substatus === undefined ? {} : { 'x-ms-substatus': String(substatus) }) },
  };
};

const readBody = async (message: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message) {
    size += chunk.length;
    // What comes beyond the limit is read and dropped: a client that is still sending would miss the answer.
    if (size <= REQUEST_BYTES) chunks.push(chunk);
  }
  if (size > REQUEST_BYTES) throw tooLarge();
  return Buffer.concat(chunks).toString();
};

const send = (response: ServerResponse, { status, body, charge, headers }: Reply) => {
  const empty = status === 204 || status === 304;
  response.writeHead(status, {
    'content-type': 'application/json',
    ...(empty ? {} : { 'content-length': Buffer.byteLength(body) }),
    'x-ms-activity-id': randomUUID(),
    'x-ms-request-charge': String(charge),
    'x-ms-schemaversion': '1.14',
    'x-ms-serviceversion': 'version=2.14.0.0',
    ...headers,
  });
  response.end(empty ? undefined : body);
};

/** Starts a Cosmos DB account on 127.0.0.1 that the unmodified SDK talks to over plain HTTP. */
export const startCosmos = async (options: CosmosOptions = {}): Promise<CosmosStandIn> => {
  const { port = 0, dataDir, key = EMULATOR_KEY, partitions: count = DEFAULT_PARTITIONS } = options;
  const clock = options.clock ?? systemClock;
  const account = new Account(dataDir, clock);
  const partitions = physicalPartitions(count);
  const services = { account, partitions, queries: new QueryService(partitions, clock) };
  const counter = new RequestCounter();
  const faults = new Faults();
  const authenticate = masterKeyCheck(key);

  const handle = (request: CosmosRequest, fault: Fault | undefined): Reply => {
    if (isLocalRequest(request)) return localReply(request, { account, counter, faults });
    authenticate(request.method, request.path, request.headers);
    if (fault && !fault.afterwards) throw faultError(fault);
    const reply = route(request, services);
    if (fault) throw faultError(fault);
    return reply;
  };

  const answer = (message: IncomingMessage, response: ServerResponse, body: string) => {
    const { method = 'GET', url = '/', headers } = message;
    let fault: Fault | undefined;
    let reply: Reply;
    let request: CosmosRequest = { method, path: [], headers, body };
    try {
      request = { method, path: segmentsOf(url), headers, body };
      fault = isLocalRequest(request) ? undefined : faults.next(request);
      reply = handle(request, fault);
    } catch (error) {
      reply = errorReply(error);
    }
    account.journal.settled((failure) => {
      const outcome = failure === undefined ? reply : errorReply(failure);
      if (!isLocalRequest(request)) counter.add(request, outcome);
      if (fault?.failure === 'disconnect') response.destroy();
      else send(response, outcome);
    });
  };

  const server = createServer({ keepAlive: true, keepAliveTimeout: KEEP_ALIVE_MS, noDelay: true });
  server.on('request', (message: IncomingMessage, response: ServerResponse) => {
    readBody(message).then(
      (body) => answer(message, response, body),
      (error) => (message.destroyed && !message.complete ? response.destroy() : send(response, errorReply(error))),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const sweeper = setInterval(() => account.sweep(), SWEEP_EVERY_MS).unref();
  const address = server.address() as AddressInfo;

  return {
    name: 'cosmos',
    port: address.port,
    connection: `AccountEndpoint=http://127.0.0.1:${address.port}/;AccountKey=${key};`,
    requests: () => counter.counts(),
    close: async () => {
      clearInterval(sweeper);
      server.closeAllConnections();
      if (server.listening) await new Promise((resolve) => server.close(resolve));
      account.journal.close();
    },
  };
};
