import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type Clock, systemClock } from '../shared/clock.ts';
import { bodyOf, listen } from '../shared/http-server.ts';
import type { StandIn } from '../shared/stand-in.ts';
import { openAccount } from './account.ts';
import { authenticate, EMULATOR_KEY } from './auth.ts';
import { badRequest, CosmosError, notSimulated, statusName, tooLarge } from './errors.ts';
import { type Fault, faultError, nextFault, parseFault } from './faults.ts';
import { REQUEST_BYTES } from './limits.ts';
import { type CosmosRequest, jsonBody, jsonReply, operationOf, type Reply } from './request.ts';
import { count, type RequestCounts } from './request-counts.ts';
import { route } from './routes.ts';

export interface CosmosOptions {
  /** 0, the default, takes a free port. */
  readonly port?: number;
  /** Folder of the SQLite file; in memory when absent. */
  readonly dataDir?: string;
  /** Physical partitions per container. Two, the default, show what one would hide. */
  readonly partitions?: number;
  readonly clock?: Clock;
}

export interface CosmosStandIn extends StandIn {
  /** What the account was asked for since the start or the last reset. */
  requests(): RequestCounts;
}

const SWEEP_EVERY_MS = 1000;
const CONNECTIONS = { keepAlive: true, keepAliveTimeout: 65_000, noDelay: true };

const segmentsOf = (url: string) => {
  try {
    const segments = (url.split('?', 1)[0] ?? '').split('/').filter((segment) => segment !== '');
    return segments.map(decodeURIComponent);
  } catch {
    throw badRequest(`The path ${url} is not properly percent-encoded`);
  }
};

const errorReply = (error: unknown): Reply => {
  const failed = `The stand-in failed: ${error instanceof Error ? error.stack : error}`;
  const { status, message, details } = error instanceof CosmosError ? error : new CosmosError(500, failed);
  const { substatus, headers, additionalErrorInfo } = details;
  return {
    ...jsonReply(status, { code: statusName(status), message, additionalErrorInfo }, status === 429 ? 0 : 1),
    headers: { ...headers, ...(substatus !== undefined && { 'x-ms-substatus': String(substatus) }) },
  };
};

const send = (response: ServerResponse, { status, body, charge, etag, headers }: Reply) => {
  const empty = status === 204 || status === 304;
  response.writeHead(status, {
    'content-type': 'application/json',
    ...(!empty && { 'content-length': Buffer.byteLength(body) }),
    'x-ms-activity-id': randomUUID(),
    'x-ms-request-charge': String(charge),
    ...(etag !== undefined && { etag }),
    ...headers,
  });
  response.end(empty ? undefined : body);
};

/** Starts a Cosmos DB account on 127.0.0.1 that the unmodified SDK talks to over plain HTTP. */
export const startCosmos = async (options: CosmosOptions = {}): Promise<CosmosStandIn> => {
  const { port, dataDir, partitions = 2, clock = systemClock } = options;
  const account = openAccount(dataDir, clock, partitions);
  const faults: Fault[] = [];
  const counts: RequestCounts = { containers: {} };

  /** Requests that steer the stand-in itself; they need no key, meet no faults and are not counted. */
  const steering: Readonly<Record<string, (request: CosmosRequest) => unknown>> = {
    'GET _local/requests': () => counts,
    'POST _local/requests/reset': () => Object.assign(counts, { containers: {} }),
    'GET _local/faults': () => faults,
    'POST _local/faults': (request) => faults.push(parseFault(jsonBody(request))),
    'DELETE _local/faults': () => faults.splice(0),
  };

  const steer = (request: CosmosRequest): Reply => {
    const what = `${request.method} ${request.path.join('/')}`;
    const act = steering[what];
    if (!act) throw notSimulated(what);
    return jsonReply(request.method === 'POST' ? 201 : 200, act(request));
  };

  const execute = (request: CosmosRequest, fault: Fault | undefined): Reply => {
    try {
      authenticate(request);
      const failure = fault && faultError(fault);
      if (failure && !fault.afterwards) throw failure;
      const reply = route(request, account);
      if (failure) throw failure;
      return reply;
    } catch (error) {
      return errorReply(error);
    }
  };

  /** Answers once everything written so far is on disk. */
  const serve = (response: ServerResponse, request: CosmosRequest, fault?: Fault) => {
    const reply = execute(request, fault);
    account.journal.settled((lost) => {
      const outcome = lost === undefined ? reply : errorReply(lost);
      count(counts, request, outcome);
      if (fault?.disconnect) response.destroy();
      else send(response, outcome);
    });
  };

  const receive = async (message: IncomingMessage, response: ServerResponse) => {
    const { method = 'GET', url = '/', headers } = message;
    const body = await bodyOf(message, REQUEST_BYTES);
    if (body === undefined) throw tooLarge();
    const received = { method, path: segmentsOf(url), headers, body: body.toString() };
    const request = { ...received, operation: operationOf(received) };
    if (request.path[0] === '_local') return send(response, steer(request));
    const fault = nextFault(faults, request);
    if (fault?.slowMs) setTimeout(serve, fault.slowMs, response, request, fault).unref();
    else serve(response, request, fault);
  };

  const server = createServer(CONNECTIONS, (message, response) => {
    receive(message, response).catch((error) =>
      message.destroyed && !message.complete ? response.destroy() : send(response, errorReply(error)),
    );
  });
  const listening = await listen(server, port);
  const sweeper = setInterval(() => account.sweep(), SWEEP_EVERY_MS).unref();

  return {
    name: 'cosmos',
    port: listening.port,
    connection: `AccountEndpoint=http://127.0.0.1:${listening.port}/;AccountKey=${EMULATOR_KEY};`,
    requests: () => structuredClone(counts),
    close: async () => {
      clearInterval(sweeper);
      await listening.close();
      account.journal.close();
    },
  };
};
