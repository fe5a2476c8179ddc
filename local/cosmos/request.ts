import type { IncomingHttpHeaders } from 'node:http';
import type { Account } from './account.ts';
import type { Container } from './container.ts';
import { badRequest, CosmosError } from './errors.ts';
import { type Json, parsed } from './json.ts';
import { DEFAULT_PAGE, LARGEST_PAGE } from './limits.ts';
import { type EpkRange, intersection, type PartitionKey, parsePartitionKey } from './partition-key.ts';

export interface CosmosRequest {
  readonly method: string;
  /** Percent-decoded segments of the URL path. */
  readonly path: readonly string[];
  readonly headers: IncomingHttpHeaders;
  /** What it asks for, as routes, faults and request counts name it: `query`, `upsert`, `GET dbs/*`. */
  readonly operation: string;
  readonly body: string;
}

export interface Reply {
  readonly status: number;
  /** JSON text, or empty. */
  readonly body: string;
  readonly charge: number;
  readonly etag?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Does what a request asks of a container. @throws CosmosError for everything that is refused. */
export type Operation = (container: Container, request: CosmosRequest, account: Account) => Reply;

export const jsonReply = (status: number, value: unknown, charge = 1) => ({
  status,
  body: JSON.stringify(value),
  charge,
});

/** A page of documents given as JSON texts, the way every feed of the service looks. */
export const feedReply = (rid: string, documents: readonly string[]): Pick<Reply, 'status' | 'body' | 'headers'> => ({
  status: 200,
  body: `{"_rid":"${rid}","Documents":[${documents.join(',')}],"_count":${documents.length}}`,
  headers: { 'x-ms-item-count': String(documents.length) },
});

export const header = ({ headers }: Pick<CosmosRequest, 'headers'>, name: string) => headers[name]?.toString();

/** Is a header there, and not "false"? The SDK writes `true` and `True`. */
export const isSet = (request: Pick<CosmosRequest, 'headers'>, name: string) =>
  !/^(false)?$/i.test(header(request, name) ?? '');

const isQuery = (request: Pick<CosmosRequest, 'headers'>) =>
  isSet(request, 'x-ms-documentdb-isquery') || header(request, 'content-type') === 'application/query+json';

const POINT_OPERATIONS = new Map(Object.entries({ GET: 'read', PUT: 'replace', PATCH: 'patch', DELETE: 'delete' }));

export const operationOf = (request: Omit<CosmosRequest, 'operation'>): string => {
  const { method, path } = request;
  const place = path.map((segment, at) => (at % 2 === 1 ? '*' : segment)).join('/');
  if (path[4] === 'docs' && path.length === 6) return POINT_OPERATIONS.get(method) ?? `${method} ${place}`;
  if (path[4] === 'docs' && method === 'GET') return isSet(request, 'a-im') ? 'changeFeed' : 'readFeed';
  if (path[4] !== 'docs' || method !== 'POST') return `${isQuery(request) ? 'query of' : method} ${place}`;
  if (isSet(request, 'x-ms-cosmos-is-query-plan-request')) return 'queryPlan';
  if (isSet(request, 'x-ms-cosmos-is-batch-request'))
    return isSet(request, 'x-ms-cosmos-batch-atomic') ? 'batch' : 'bulk';
  if (isQuery(request)) return 'query';
  return isSet(request, 'x-ms-documentdb-is-upsert') ? 'upsert' : 'create';
};

/** @throws 400 */
export const jsonBody = ({ body }: CosmosRequest): Json => {
  const json = parsed(body);
  if (json === undefined) throw badRequest('The request body is not valid JSON');
  return json;
};

export const partitionKeyOf = (request: CosmosRequest): PartitionKey | undefined => {
  const text = header(request, 'x-ms-documentdb-partitionkey');
  return text === undefined ? undefined : parsePartitionKey(text);
};

/** Items per page: 100 unless asked otherwise, and never more than 1,000. @throws 400 */
export const pageSize = (request: CosmosRequest): number => {
  const asked = Number(header(request, 'x-ms-max-item-count') ?? DEFAULT_PAGE);
  if (!Number.isInteger(asked)) throw badRequest(`The page size ${asked} is not a whole number`);
  return asked > 0 ? Math.min(asked, LARGEST_PAGE) : LARGEST_PAGE;
};

/**
 * The key range a request is addressed to by physical partition, feed range or both.
 * @throws 410/1002 for a physical partition that does not exist, on which the SDK fetches the list again.
 */
export const addressedRange = (request: CosmosRequest, { partitions }: Account): EpkRange | undefined => {
  const id = header(request, 'x-ms-documentdb-partitionkeyrangeid');
  const partition = partitions.find((candidate) => candidate.id === id);
  if (id !== undefined && !partition)
    throw new CosmosError(410, `The partition key range ${id} is gone`, { substatus: 1002 });
  const min = header(request, 'x-ms-start-epk');
  const max = header(request, 'x-ms-end-epk');
  if (min === undefined || max === undefined) return partition;
  return partition ? intersection(partition, { min, max }) : { min, max };
};
