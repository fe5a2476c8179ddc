import { z } from 'zod';
import { badRequest, CosmosError } from './errors.ts';
import type { Json } from './json.ts';
import type { CosmosRequest } from './request.ts';

const schema = z
  .strictObject({
    status: z.literal([408, 429, 449, 500, 503]),
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
    /** How many requests it hits; one unless it says so. */
    count: z.int().positive(),
  })
  .partial()
  .refine(({ status, disconnect, slowMs }) => status ?? disconnect ?? slowMs, 'needs a status, disconnect or slowMs');

/** A planned failure of requests that match it. */
export type Fault = z.output<typeof schema>;

/** @throws 400 naming the field that is wrong. */
export const parseFault = (body: Json): Fault => {
  const { data, error } = schema.safeParse(body);
  if (data) return data;
  throw badRequest(`The fault is invalid: ${z.prettifyError(error)}`);
};

/** The refusal a fault stands for, or undefined when it only makes a request slow. */
export const faultError = ({ status, disconnect, retryAfterMs }: Fault): CosmosError | undefined => {
  const failure = disconnect ? 503 : status;
  if (failure === undefined) return undefined;
  return new CosmosError(failure, `Injected fault: ${failure}`, {
    substatus: failure === 429 ? 3200 : undefined,
    ...(retryAfterMs !== undefined && { headers: { 'x-ms-retry-after-ms': String(retryAfterMs) } }),
  });
};

/** Takes the fault that hits a request out of those that are planned, or uses it up by one. */
export const nextFault = (planned: Fault[], { method, path, operation }: CosmosRequest): Fault | undefined => {
  const facts: Fault = { method, operation, container: path[3] ?? '' };
  const names = ['method', 'operation', 'container'] as const;
  const at = planned.findIndex((fault) => names.every((name) => [undefined, facts[name]].includes(fault[name])));
  const fault = planned[at];
  if (!fault) return undefined;
  fault.count = (fault.count ?? 1) - 1;
  if (fault.count === 0) planned.splice(at, 1);
  return fault;
};
