import type { IncomingHttpHeaders } from 'node:http';
import { badRequest, CosmosError } from './errors.ts';
import { isObject, type Json, type JsonObject } from './json.ts';
import { DEFAULT_PAGE, LARGEST_PAGE } from './limits.ts';
import {
  type EpkRange,
  intersection,
  type PartitionKey,
  type PhysicalPartition,
  parsePartitionKey,
} from './partition-key.ts';

export interface CosmosRequest {
  readonly method: string;
  /** Percent-decoded segments of the URL path. */
  readonly path: readonly string[];
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What was asked for, as the request counters name it. */
export type RequestKind =
  | 'create'
  | 'upsert'
  | 'read'
  | 'replace'
  | 'patch'
  | 'delete'
  | 'batch'
  | 'bulk'
  | 'query'
  | 'queryPlan'
  | 'readFeed'
  | 'changeFeed'
  | 'metadata';

export interface Reply {
  readonly kind: RequestKind;
  readonly status: number;
  /** JSON text, or empty. */
  readonly body: string;
  readonly charge: number;
  readonly headers?: Readonly<Record<string, string>>;
}

export const header = ({ headers }: CosmosRequest, name: string): string | undefined => {
  const value = headers[name];
  return Array.isArray(value) ? value.join(',') : value;
};

/** @throws 400 */
export const jsonBody = ({ body }: CosmosRequest): Json => {
  try {
    return JSON.parse(body);
  } catch {
    throw badRequest('The request body is not valid JSON');
  }
};

/** @throws 400 */
export const objectBody = (request: CosmosRequest): JsonObject => {
  const body = jsonBody(request);
  if (!isObject(body)) throw badRequest('The request body must be a JSON object');
  return body;
};

export const isQuery = (request: CosmosRequest) =>
  header(request, 'x-ms-documentdb-isquery')?.toLowerCase() === 'true' ||
  header(request, 'content-type')?.startsWith('application/query+json') === true;

export const partitionKeyOf = (request: CosmosRequest): PartitionKey | undefined => {
  const text = header(request, 'x-ms-documentdb-partitionkey');
  return text === undefined ? undefined : parsePartitionKey(text);
};

/** Items per page: 100 unless asked otherwise, and never more than 1,000. */
export const pageSize = (request: CosmosRequest): number => {
  const asked = Number(header(request, 'x-ms-max-item-count') ?? DEFAULT_PAGE);
  return asked > 0 ? Math.min(asked, LARGEST_PAGE) : LARGEST_PAGE;
};

/**
 * The key range a request is addressed to by physical partition, feed range or both.
 * @throws 410/1002 for a physical partition that does not exist, on which the SDK fetches the list again.
 */
export const addressedRange = (
  request: CosmosRequest,
  partitions: readonly PhysicalPartition[],
): EpkRange | undefined => {
  const id = header(request, 'x-ms-documentdb-partitionkeyrangeid');
  const partition = partitions.find((candidate) => candidate.id === id);
  if (id !== undefined && !partition)
    throw new CosmosError(410, `The partition key range ${id} is gone`, { substatus: 1002 });
  const min = header(request, 'x-ms-start-epk');
  const max = header(request, 'x-ms-end-epk');
  if (min === undefined || max === undefined) return partition;
  return partition ? intersection(partition, { min, max }) : { min, max };
};

export const jsonReply = (
  status: number,
  value: unknown,
  { kind = 'metadata', charge = 1, headers = {} }: Partial<Pick<Reply, 'kind' | 'charge' | 'headers'>> = {},
): Reply => ({ kind, status, body: JSON.stringify(value), charge, headers });

/** A list the way every feed of the service looks: `{"_rid", "<name>": [...], "_count"}`. */
export const listReply = (name: string, entries: readonly unknown[], rid = ''): Reply =>
  jsonReply(
    200,
    { _rid: rid, [name]: entries, _count: entries.length },
    {
      headers: { 'x-ms-item-count': String(entries.length) },
    },
  );

export const resourceReply = (status: number, resource: object & { readonly _etag?: unknown }): Reply =>
  jsonReply(status, resource, { headers: { etag: String(resource._etag ?? '') } });

export const nothing = (status: number): Reply => ({ kind: 'metadata', status, body: '', charge: 1 });
