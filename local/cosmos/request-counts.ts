import type { CosmosRequest, Reply } from './request.ts';

export interface Tally {
  readonly requests: number;
  readonly requestUnits: number;
  readonly requestBytes: number;
  readonly responseBytes: number;
}

/** What the account was asked for since it was started or the counters were reset. */
export interface RequestCounts {
  readonly total: Tally;
  /** By kind of operation: `create`, `read`, `batch`, `query`, `changeFeed`, … and `refused` for errors. */
  readonly kinds: Readonly<Record<string, Tally>>;
  /** By container name, and within it by kind. */
  readonly containers: Readonly<Record<string, Readonly<Record<string, Tally>>>>;
}

const NOTHING: Tally = { requests: 0, requestUnits: 0, requestBytes: 0, responseBytes: 0 };

const plus = (a: Tally, b: Tally): Tally => ({
  requests: a.requests + b.requests,
  requestUnits: a.requestUnits + b.requestUnits,
  requestBytes: a.requestBytes + b.requestBytes,
  responseBytes: a.responseBytes + b.responseBytes,
});

const rounded = (tally: Tally): Tally => ({ ...tally, requestUnits: Math.round(tally.requestUnits * 100) / 100 });

const roundedAll = (tallies: Readonly<Record<string, Tally>>) =>
  Object.fromEntries(Object.entries(tallies).map(([name, tally]) => [name, rounded(tally)]));

/** Adds up requests and their charge, so that a benchmark can tell what an operation of the product costs. */
export class RequestCounter {
  #total = NOTHING;
  #kinds: Record<string, Tally> = {};
  #containers: Record<string, Record<string, Tally>> = {};

  add(request: CosmosRequest, reply: Reply) {
    const kind = reply.status >= 400 ? 'refused' : reply.kind;
    const tally = {
      requests: 1,
      requestUnits: reply.charge,
      requestBytes: request.body.length,
      responseBytes: reply.body.length,
    };
    this.#total = plus(this.#total, tally);
    this.#kinds[kind] = plus(this.#kinds[kind] ?? NOTHING, tally);
    const container = request.path[2] === 'colls' ? request.path[3] : undefined;
    if (container === undefined) return;
    this.#containers[container] ??= {};
    const kinds = this.#containers[container];
    kinds[kind] = plus(kinds[kind] ?? NOTHING, tally);
  }

  counts(): RequestCounts {
    return {
      total: rounded(this.#total),
      kinds: roundedAll(this.#kinds),
      containers: Object.fromEntries(
        Object.entries(this.#containers).map(([name, kinds]) => [name, roundedAll(kinds)]),
      ),
    };
  }

  reset() {
    this.#total = NOTHING;
    this.#kinds = {};
    this.#containers = {};
  }
}
