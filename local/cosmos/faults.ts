import { badRequest, CosmosError } from './errors.ts';
import { isObject, type Json } from './json.ts';
import type { CosmosRequest } from './request.ts';

/** A planned failure of requests that match it. */
export interface Fault {
  /** Status to answer, or `disconnect` to break the connection without an answer. */
  readonly failure: number | 'disconnect';
  readonly substatus?: number;
  readonly retryAfterMs?: number;
  /** Do the work and lose the answer, as a timeout after the commit does. */
  readonly afterwards: boolean;
  readonly method?: string;
  readonly container?: string;
  /** How many more requests it hits. */
  left: number;
}

const STATUSES = [408, 410, 429, 449, 500, 503];

/** @throws 400 naming the field that is wrong. */
export const parseFault = (body: Json): Fault => {
  if (!isObject(body)) throw badRequest('A fault must be a JSON object');
  const { status, disconnect, substatus, count = 1, retryAfterMs, afterwards, method, container } = body;
  const failure = disconnect === true ? 'disconnect' : status;
  if (failure !== 'disconnect' && !(typeof failure === 'number' && STATUSES.includes(failure)))
    throw badRequest(`A fault needs "disconnect": true or a "status" of ${STATUSES.join(', ')}`);
  if (typeof count !== 'number' || !(count > 0)) throw badRequest('The "count" of a fault must be a positive number');
  for (const [name, value] of Object.entries({ method, container }))
    if (value !== undefined && typeof value !== 'string') throw badRequest(`The "${name}" of a fault must be a string`);
  return {
    failure,
    afterwards: afterwards === true,
    left: count,
    ...(typeof substatus === 'number' ? { substatus } : {}),
    ...(typeof retryAfterMs === 'number' ? { retryAfterMs } : {}),
    ...(typeof method === 'string' ? { method: method.toUpperCase() } : {}),
    ...(typeof container === 'string' ? { container } : {}),
  };
};

const DEFAULT_SUBSTATUS: Readonly<Record<number, number>> = { 429: 3200 };

/** The refusal a fault stands for. */
export const faultError = ({ failure, substatus, retryAfterMs }: Fault): CosmosError => {
  const status = failure === 'disconnect' ? 503 : failure;
  const sub = substatus ?? DEFAULT_SUBSTATUS[status];
  return new CosmosError(status, `Injected fault: ${status}`, {
    ...(sub === undefined ? {} : { substatus: sub }),
    ...(retryAfterMs === undefined ? {} : { headers: { 'x-ms-retry-after-ms': String(retryAfterMs) } }),
  });
};

/** The failures a test has planned, in the order they were planned. */
export class Faults {
  #planned: Fault[] = [];

  get planned(): readonly Fault[] {
    return this.#planned;
  }

  plan(fault: Fault) {
    this.#planned.push(fault);
  }

  clear() {
    this.#planned = [];
  }

  /** The fault that hits this request, if any; uses it up by one. */
  next({ method, path }: CosmosRequest): Fault | undefined {
    if (this.#planned.length === 0) return undefined;
    const fault = this.#planned.find(
      (candidate) =>
        (candidate.method === undefined || candidate.method === method) &&
        (candidate.container === undefined || candidate.container === path[3]),
    );
    if (!fault) return undefined;
    fault.left -= 1;
    if (fault.left <= 0) this.#planned = this.#planned.filter((candidate) => candidate !== fault);
    return fault;
  }
}
