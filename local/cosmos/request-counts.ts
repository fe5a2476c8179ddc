import type { Reply } from './request.ts';
import { round } from './request-charge.ts';

export interface Tally {
  readonly requests: number;
  readonly requestUnits: number;
  readonly requestBytes: number;
  readonly responseBytes: number;
}

/** By container name, and within it by operation, or `refused` for errors. */
export interface RequestCounts {
  readonly containers: Readonly<Record<string, Readonly<Record<string, Tally>>>>;
}

const NOTHING: Tally = { requests: 0, requestUnits: 0, requestBytes: 0, responseBytes: 0 };

/** Adds up requests and their charge, so that a benchmark can tell what an operation of the product costs. */
export class RequestCounter {
  #containers: Record<string, Record<string, Tally>> = {};

  add(container: string, operation: string, requestBytes: number, { status, charge, body }: Reply) {
    this.#containers[container] ??= {};
    const tallies = this.#containers[container];
    const name = status >= 400 ? 'refused' : operation;
    const tally = tallies[name] ?? NOTHING;
    tallies[name] = {
      requests: tally.requests + 1,
      requestUnits: round(tally.requestUnits + charge),
      requestBytes: tally.requestBytes + requestBytes,
      responseBytes: tally.responseBytes + body.length,
    };
  }

  counts(): RequestCounts {
    return { containers: structuredClone(this.#containers) };
  }

  reset() {
    this.#containers = {};
  }
}
