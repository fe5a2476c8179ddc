import { z } from 'zod';
import { badRequest, CosmosError } from './errors.ts';
import type { Json } from './json.ts';
import type { CosmosRequest } from './request.ts';

const schema = z
  .strictObject({
    /** What to answer. */
    status: z.literal([408, 410, 429, 449, 500, 503]),
    substatus: z.int(),
    retryAfterMs: z.int().nonnegative(),
    /** Break the connection without an answer. */
    disconnect: z.boolean(),
    /** Wait so long before doing anything. */
    slowMs: z.int().positive(),
    /** Do the work and lose the answer, as a timeout after the commit does. */
    afterwards: z.boolean(),
    operation: z.string(),
    method: z.string().toUpperCase(),
    container: z.string(),
    /** How many requests it hits. */
    count: z.int().positive(),
  })
  .partial()
  .refine(({ status, disconnect, slowMs }) => status ?? disconnect ?? slowMs, 'needs a status, disconnect or slowMs');

/** A planned failure of requests that match it. */
export type Fault = z.output<typeof schema>;

/** The refusal a fault stands for, or undefined when it only makes a request slow. */
export const faultError = ({ status, disconnect, substatus, retryAfterMs }: Fault): CosmosError | undefined => {
  const failure = disconnect ? 503 : status;
  if (failure === undefined) return undefined;
  return new CosmosError(failure, `Injected fault: ${failure}`, {
    substatus: substatus ?? (failure === 429 ? 3200 : undefined),
    ...(retryAfterMs !== undefined && { headers: { 'x-ms-retry-after-ms': String(retryAfterMs) } }),
  });
};

/** The failures a test has planned, in the order they were planned. */
export class Faults {
  #planned: Fault[] = [];

  get planned(): readonly Fault[] {
    return this.#planned;
  }

  /** @throws 400 naming the field that is wrong. */
  plan(body: Json): Fault {
    const { data, error } = schema.safeParse(body);
    if (!data) throw badRequest(`The fault is invalid: ${z.prettifyError(error)}`);
    this.#planned.push(data);
    return data;
  }

  clear() {
    this.#planned = [];
  }

  /** The fault that hits this request, if any; uses it up by one. */
  next({ method, path }: CosmosRequest, operation: string): Fault | undefined {
    const facts: Pick<Fault, 'method' | 'container' | 'operation'> = { method, container: path[3], operation };
    const names = ['method', 'container', 'operation'] as const;
    const hits = (fault: Fault) => names.every((name) => fault[name] === undefined || fault[name] === facts[name]);
    const fault = this.#planned.find(hits);
    if (!fault) return undefined;
    fault.count = (fault.count ?? 1) - 1;
    if (fault.count === 0) this.#planned = this.#planned.filter((candidate) => candidate !== fault);
    return fault;
  }
}
