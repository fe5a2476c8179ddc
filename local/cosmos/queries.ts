import { randomUUID } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Container } from './container.ts';
import { badRequest, CosmosError } from './errors.ts';
import { checkOrder } from './index-policy.ts';
import { asciiJson, isObject, type JsonObject, parsed, type Value } from './json.ts';
import { type EpkRange, type PartitionKey, type PhysicalPartition, rangeOf, WHOLE_RANGE } from './partition-key.ts';
import { fitting, type PageToken, readPage, type Scan, type ScannedItem } from './query/page.ts';
import { planQuery } from './query/plan.ts';
import { type PreparedQuery, prepare, queryList, runOver } from './query/prepared.ts';
import {
  addressedRange,
  type CosmosRequest,
  header,
  jsonReply,
  objectBody,
  pageSize,
  partitionKeyOf,
  type Reply,
} from './request.ts';
import { pageCharge } from './request-charge.ts';

type Parameters = Readonly<Record<string, Value>>;

/** Next row of a result that was computed as a whole. */
interface CursorToken {
  readonly cursor: string;
  readonly next: number;
}

const CROSS_PARTITION =
  'The provided cross partition query can not be directly served by the gateway. This is a first chance (internal) exception that all newer clients will know how to handle gracefully.';

const BASE_CHARGE = 2.3;
const READ_FEED = { sql: 'SELECT * FROM c', parameters: {} };

/** Results that had to be computed as a whole, for the pages still to come. */
const cursors = new LRUCache<string, readonly string[]>({ max: 64 });

const queryOf = (request: CosmosRequest): { sql: string; parameters: Parameters } => {
  const { query, parameters = [] } = objectBody(request);
  if (typeof query !== 'string' || !Array.isArray(parameters))
    throw badRequest('A query must be {"query", "parameters"}');
  const named = parameters.filter(isObject).map(({ name, value }): [string, Value] => [String(name), value]);
  return { sql: query, parameters: Object.fromEntries(named) };
};

/** Runs the query of a request over resources such as databases. @throws 400 */
export const queryResources = (request: CosmosRequest, resources: readonly object[], now: number): Value[] => {
  const { sql, parameters } = queryOf(request);
  return queryList(sql, JSON.parse(JSON.stringify(resources)), parameters, now);
};

const isPageToken = (value: unknown): value is JsonObject & PageToken => isObject(value) && Array.isArray(value.keys);
const isCursor = (value: unknown): value is JsonObject & CursorToken =>
  isObject(value) && typeof value.cursor === 'string';

const tokenOf = (request: CosmosRequest): PageToken | CursorToken | undefined => {
  const text = header(request, 'x-ms-continuation');
  if (!text) return undefined;
  const token = parsed(text);
  if (isPageToken(token) || isCursor(token)) return token;
  throw badRequest(`The continuation token is not one of this account's: ${text}`);
};

/** Where a query looks: one logical partition, or a range of them. */
type Scope = { readonly epk: string } | EpkRange;

/** @throws 400 for a key with more levels than the container has. */
const scopeOf = ({ keyPaths }: Container, key: PartitionKey | undefined, range: EpkRange = WHOLE_RANGE): Scope => {
  if (!key) return range;
  if (key.levels > keyPaths.length) throw badRequest('The partition key has more levels than the container', 1001);
  return key.levels === keyPaths.length ? { epk: key.epk } : rangeOf(key);
};

function* partitionItems(container: Container, epk: string, fromRow = 0): Iterable<ScannedItem> {
  for (const { row, item } of container.partition(epk)) if (row >= fromRow) yield { epk, row, item };
}

/** The items in scope that have not expired, partition by partition, in the order they were created. */
const scanOf = (container: Container, scope: Scope): Scan =>
  function* scan(from) {
    if ('epk' in scope) return yield* partitionItems(container, scope.epk, from?.row);
    const { min, max } = scope;
    for (const epk of container.partitionKeys({ min: from?.epk ?? min, max }))
      yield* partitionItems(container, epk, epk === from?.epk ? from.row : 0);
  };

function* itemsOf(scan: Scan) {
  for (const { item } of scan()) yield item;
}

const cursorPage = (
  prepared: PreparedQuery,
  parameters: Parameters,
  scan: Scan,
  now: number,
  most: number,
  token?: CursorToken,
) => {
  const { cursor, next } = token ?? { cursor: randomUUID(), next: 0 };
  const env = { parameters, now, slots: [] };
  const whole = cursors.get(cursor) ? undefined : runOver(prepared, env, itemsOf(scan));
  const all = cursors.get(cursor) ?? whole?.rows.map((row) => JSON.stringify(row)) ?? [];
  const candidates = all.slice(next, next + most);
  const rows = candidates.slice(0, fitting(candidates));
  const end = next + rows.length;
  if (end < all.length) cursors.set(cursor, all);
  else cursors.delete(cursor);
  return { rows, retrieved: whole?.retrieved ?? 0, token: end < all.length ? { cursor, next: end } : undefined };
};

const answer = (
  container: Container,
  request: CosmosRequest,
  prepared: PreparedQuery,
  parameters: Parameters,
  range?: EpkRange,
): Reply => {
  const { now, resource } = container;
  const scan = scanOf(container, scopeOf(container, partitionKeyOf(request), range));
  const [token, most] = [tokenOf(request), pageSize(request)];
  const page = prepared.blocking
    ? cursorPage(prepared, parameters, scan, now, most, token && 'cursor' in token ? token : undefined)
    : readPage(
        prepared.compiled,
        { parameters, now, slots: [] },
        scan,
        most,
        token && 'keys' in token ? token : undefined,
      );
  const body = `{"_rid":"${resource._rid}","Documents":[${page.rows.join(',')}],"_count":${page.rows.length}}`;
  return {
    status: 200,
    body,
    charge: pageCharge(BASE_CHARGE, page.retrieved, body.length),
    headers: {
      'x-ms-item-count': String(page.rows.length),
      ...(page.token && { 'x-ms-continuation': asciiJson(page.token) }),
    },
  };
};

/** The plan with which the SDK spreads a query over partitions. @throws 400 */
export const queryPlan = (container: Container, request: CosmosRequest): Reply => {
  const { sql, parameters } = queryOf(request);
  const prepared = prepare(sql);
  checkOrder(prepared.query, container.resource.indexingPolicy);
  return jsonReply(200, planQuery(prepared, parameters), 0);
};

/** @throws 400, with substatus 1004 when the partitions have to be merged by the client. */
export const runQuery = (
  container: Container,
  request: CosmosRequest,
  partitions: readonly PhysicalPartition[],
): Reply => {
  const { sql, parameters } = queryOf(request);
  const prepared = prepare(sql);
  const range = addressedRange(request, partitions);
  if (prepared.merges && !range && !partitionKeyOf(request)) {
    const additionalErrorInfo = JSON.stringify(planQuery(prepared, parameters));
    throw new CosmosError(400, CROSS_PARTITION, { substatus: 1004, additionalErrorInfo });
  }
  checkOrder(prepared.query, container.resource.indexingPolicy);
  return answer(container, request, prepared, parameters, range);
};

/** All items, page by page. */
export const readFeed = (
  container: Container,
  request: CosmosRequest,
  partitions: readonly PhysicalPartition[],
): Reply =>
  answer(container, request, prepare(READ_FEED.sql), READ_FEED.parameters, addressedRange(request, partitions));
