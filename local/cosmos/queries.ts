import type { Account } from './account.ts';
import type { Container } from './container.ts';
import { badRequest, CosmosError } from './errors.ts';
import { checkOrder } from './index-policy.ts';
import { asciiJson, isObject, type JsonObject, parsed, type Value } from './json.ts';
import { intersection, type PhysicalPartition, rangeOf, WHOLE_RANGE } from './partition-key.ts';
import type { Env } from './query/expression.ts';
import { type EnvOf, fitting, type PageToken, readPage, type Scan } from './query/page.ts';
import { prepare } from './query/parser.ts';
import { planQuery } from './query/plan.ts';
import { isBlocking, type Query, resultOf, rowsOf } from './query/query.ts';
import {
  addressedRange,
  type CosmosRequest,
  header,
  jsonBody,
  jsonReply,
  pageSize,
  partitionKeyOf,
  type Reply,
} from './request.ts';
import { pageCharge } from './request-charge.ts';

interface SqlQuery {
  readonly sql: string;
  readonly parameters: Readonly<Record<string, Value>>;
}

const CROSS_PARTITION =
  'The provided cross partition query can not be directly served by the gateway. This is a first chance (internal) exception that all newer clients will know how to handle gracefully.';

const BASE_CHARGE = 2.3;

const queryOf = (request: CosmosRequest): SqlQuery => {
  const body = jsonBody(request);
  const { query, parameters: given } = isObject(body) ? body : {};
  const parameters = given ?? [];
  if (typeof query !== 'string' || !Array.isArray(parameters))
    throw badRequest('A query must be {"query", "parameters"}');
  const named = parameters.filter(isObject).map(({ name, value }): [string, Value] => [String(name), value]);
  return { sql: query, parameters: Object.fromEntries(named) };
};

const tokenOf = (request: CosmosRequest): JsonObject | undefined => {
  const text = header(request, 'x-ms-continuation');
  const token = text ? parsed(text) : undefined;
  if (text && !isObject(token)) throw badRequest(`The continuation token is not one of this account's: ${text}`);
  return isObject(token) ? token : undefined;
};

const isPageToken = (token: JsonObject | undefined): token is JsonObject & PageToken => Array.isArray(token?.keys);

/**
 * The items a request may see that have not expired, partition by partition, in the order they were created. Neither a range nor a
 * token can lead out of the key that was given.
 * @throws 400 for a key with more levels than the container has.
 */
const scanOf = (container: Container, request: CosmosRequest, partitions: readonly PhysicalPartition[]): Scan => {
  const key = partitionKeyOf(request);
  const levels = container.keyPaths.length;
  if (key && key.levels > levels) throw badRequest('The partition key has more levels than the container', 1001);
  const range = intersection(addressedRange(request, partitions) ?? WHOLE_RANGE, key ? rangeOf(key) : WHOLE_RANGE);
  return function* scan(from) {
    const rest = intersection(range, { ...WHOLE_RANGE, min: from?.epk ?? WHOLE_RANGE.min });
    for (const epk of key?.levels === levels ? [key.epk] : container.partitionKeys(rest))
      for (const { row, item } of container.partition(epk))
        if (epk !== from?.epk || row >= from.row) yield { epk, row, item };
  };
};

/** What a query without FROM is run over. */
const once: Scan = () => [{ epk: '', row: 0, item: {} }];

/** A page of a result that has to be computed as a whole, every time anew. */
const wholePage = (query: Query, envOf: EnvOf, scan: Scan, most: number, next: number) => {
  const found: Env[] = [];
  for (const { item } of scan()) for (const row of rowsOf(query, envOf(item))) found.push(row);
  const rows = resultOf(query, envOf({}), found);
  const texts = rows.slice(next, next + most).map((row) => JSON.stringify(row));
  const page = texts.slice(0, fitting(texts));
  const end = next + page.length;
  return { rows: page, retrieved: found.length, token: end < rows.length ? { next: end } : undefined };
};

type Answer = (container: Container, request: CosmosRequest, account: Pick<Account, 'partitions'>) => Reply;

const answer = ({ sql, parameters }: SqlQuery, ...[container, request, { partitions }]: Parameters<Answer>): Reply => {
  const query = prepare(sql);
  const { now, resource } = container;
  const envOf = (item: JsonObject): Env => ({ parameters, now, row: { [query.root]: item } });
  const scan = query.sources.length > 0 ? scanOf(container, request, partitions) : once;
  const token = tokenOf(request);
  const page = isBlocking(query)
    ? wholePage(query, envOf, scan, pageSize(request), Number(token?.next ?? 0))
    : readPage(query, envOf, scan, pageSize(request), isPageToken(token) ? token : undefined);
  const { rows, retrieved, token: next } = page;
  const body = `{"_rid":"${resource._rid}","Documents":[${rows.join(',')}],"_count":${rows.length}}`;
  const headers = { 'x-ms-item-count': String(rows.length), ...(next && { 'x-ms-continuation': asciiJson(next) }) };
  return { status: 200, body, charge: pageCharge(BASE_CHARGE, retrieved, body.length), headers };
};

/** The plan with which the SDK spreads a query over partitions. @throws 400 */
export const queryPlan: Answer = ({ resource }, request) => {
  const { sql, parameters } = queryOf(request);
  const query = prepare(sql);
  checkOrder(query, resource.indexingPolicy);
  return jsonReply(200, planQuery(query, parameters), 0);
};

/** @throws 400, with substatus 1004 when the partitions have to be merged by the client. */
export const runQuery: Answer = (container, request, account) => {
  const asked = queryOf(request);
  const query = prepare(asked.sql);
  const merges = isBlocking(query) || query.orderBy.length > 0 || query.top !== undefined;
  if (merges && !partitionKeyOf(request) && !addressedRange(request, account.partitions)) {
    const additionalErrorInfo = JSON.stringify(planQuery(query, asked.parameters));
    throw new CosmosError(400, CROSS_PARTITION, { substatus: 1004, additionalErrorInfo });
  }
  checkOrder(query, container.resource.indexingPolicy);
  return answer(asked, container, request, account);
};

/** All items, page by page. */
export const readFeed: Answer = (...target) => answer({ sql: 'SELECT * FROM c', parameters: {} }, ...target);
