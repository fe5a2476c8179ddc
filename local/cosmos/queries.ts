import type { Container } from './container.ts';
import { badRequest, CosmosError } from './errors.ts';
import { checkOrder } from './index-policy.ts';
import { asciiJson, isObject, type JsonObject, parsed, type Value } from './json.ts';
import { intersection, rangeOf, WHOLE_RANGE } from './partition-key.ts';
import { type PageToken, readPage, type Scan } from './query/page.ts';
import { prepare } from './query/parser.ts';
import { planQuery } from './query/plan.ts';
import { type Asked, isAggregate } from './query/query.ts';
import type { CosmosRequest, Operation } from './request.ts';
import { addressedRange, feedReply, header, jsonBody, jsonReply, pageSize, partitionKeyOf } from './request.ts';
import { pageCharge } from './request-charge.ts';

const CROSS_PARTITION =
  'The provided cross partition query can not be directly served by the gateway. This is a first chance (internal) exception that all newer clients will know how to handle gracefully.';

const BASE_CHARGE = 2.3;

const askedIn = (request: CosmosRequest): Asked => {
  const body = jsonBody(request);
  const { query, parameters } = isObject(body) ? body : {};
  const given = parameters ?? [];
  if (typeof query !== 'string' || !Array.isArray(given)) throw badRequest('A query must be {"query", "parameters"}');
  const named = given.filter(isObject).map(({ name, value }): [string, Value] => [String(name), value]);
  return { query: prepare(query), parameters: Object.fromEntries(named) };
};

const isPageToken = (token: Value): token is JsonObject & PageToken => isObject(token) && Array.isArray(token.keys);

const tokenOf = (request: CosmosRequest): PageToken | undefined => {
  const text = header(request, 'x-ms-continuation');
  if (!text) return undefined;
  const token = parsed(text);
  if (isPageToken(token)) return token;
  throw badRequest(`The continuation token is not one of this account's: ${text}`);
};

/**
 * The items a request may see that have not expired, partition by partition, in the order they were created. Neither a range nor a
 * token can lead out of the key that was given.
 * @throws 400 for a key with more levels than the container has.
 */
const scanOf = (container: Container, request: CosmosRequest, addressed = WHOLE_RANGE): Scan => {
  const key = partitionKeyOf(request);
  const levels = container.keyPaths.length;
  if (key && key.levels > levels) throw badRequest('The partition key has more levels than the container', 1001);
  const range = intersection(addressed, key ? rangeOf(key) : WHOLE_RANGE);
  return function* scan(from) {
    const rest = intersection(range, { ...WHOLE_RANGE, min: from?.epk ?? WHOLE_RANGE.min });
    for (const epk of key?.levels === levels ? [key.epk] : container.partitionKeys(rest))
      for (const { row, item } of container.partition(epk))
        if (epk !== from?.epk || row >= from.row) yield { epk, row, item };
  };
};

const answer =
  (asked: Asked): Operation =>
  (container, request, account) => {
    const scan = scanOf(container, request, addressedRange(request, account));
    const { rows, retrieved, token } = readPage(asked, scan, pageSize(request), tokenOf(request));
    const feed = feedReply(container.resource._rid, rows);
    const headers = { ...feed.headers, ...(token && { 'x-ms-continuation': asciiJson(token) }) };
    return { ...feed, headers, charge: pageCharge(BASE_CHARGE, retrieved, feed.body.length) };
  };

/** The plan with which the SDK spreads a query over partitions. @throws 400 */
export const queryPlan: Operation = ({ resource }, request) => {
  const asked = askedIn(request);
  checkOrder(asked.query, resource.indexingPolicy);
  return jsonReply(200, planQuery(asked), 0);
};

/** @throws 400, with substatus 1004 when the partitions have to be merged by the client. */
export const runQuery: Operation = (container, request, account) => {
  const asked = askedIn(request);
  const { query } = asked;
  const merges = isAggregate(query) || query.orderBy.length > 0 || query.limit;
  if (merges && !partitionKeyOf(request) && !addressedRange(request, account)) {
    const additionalErrorInfo = JSON.stringify(planQuery(asked));
    throw new CosmosError(400, CROSS_PARTITION, { substatus: 1004, additionalErrorInfo });
  }
  checkOrder(query, container.resource.indexingPolicy);
  return answer(asked)(container, request, account);
};

/** All items, page by page. */
export const readFeed = answer({ query: prepare('SELECT * FROM c'), parameters: {} });
