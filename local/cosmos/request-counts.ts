import { type CosmosRequest, header, jsonBody, type Reply } from './request.ts';
import { round } from './request-charge.ts';

interface Tally {
  requests: number;
  requestUnits: number;
  /** How many of the requests named a partition key, by its JSON: `{"[\"acme\",\"cards\"]": 2}`; several of one bulk request with spaces between them. */
  readonly partitionKeys: Record<string, number>;
}

/** By container name, and within it by operation, or `refused` for errors. */
export interface RequestCounts {
  containers: Record<string, Record<string, Tally>>;
}

/** The partition keys a request names; of a bulk request those of its operations, each once. */
const keysOf = (request: CosmosRequest, status: number): string | undefined => {
  const key = header(request, 'x-ms-documentdb-partitionkey');
  if (key !== undefined || request.operation !== 'bulk' || status >= 400) return key;
  const operations = jsonBody(request) as readonly { readonly partitionKey?: string }[];
  const keys = new Set(operations.map(({ partitionKey }) => partitionKey));
  return keys.has(undefined) ? undefined : [...keys].sort().join(' ');
};

/** Adds a request, so that a test can tell what an operation of the product costs and where it has looked. */
export const count = ({ containers }: RequestCounts, request: CosmosRequest, reply: Reply) => {
  const [, , , container] = request.path;
  if (container === undefined) return;
  containers[container] ??= {};
  const operations = containers[container];
  const name = reply.status >= 400 ? 'refused' : request.operation;
  operations[name] ??= { requests: 0, requestUnits: 0, partitionKeys: {} };
  const tally = operations[name];
  tally.requests += 1;
  tally.requestUnits = round(tally.requestUnits + reply.charge);
  const key = keysOf(request, reply.status);
  if (key !== undefined) tally.partitionKeys[key] = (tally.partitionKeys[key] ?? 0) + 1;
};
