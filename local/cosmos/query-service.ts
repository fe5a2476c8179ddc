import { randomUUID } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Clock } from '../shared/clock.ts';
import type { Container } from './container.ts';
import { badRequest, CosmosError } from './errors.ts';
import { checkOrderIsIndexed } from './index-policy.ts';
import { asciiJson, isObject, type JsonObject, type Value } from './json.ts';
import { PAGE_BYTES } from './limits.ts';
import type { PhysicalPartition } from './partition-key.ts';
import { checkOrder } from './query/checks.ts';
import { ROOT_SLOT } from './query/compile-query.ts';
import { type Page, type PageToken, readPage, type Scan } from './query/page.ts';
import { planQuery } from './query/plan.ts';
import { type PreparedQuery, prepare } from './query/prepared.ts';
import { queryList } from './query/query-list.ts';
import { allRows } from './query/rows.ts';
import { queryMetrics } from './query-metrics.ts';
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
import { queryCharge } from './request-charge.ts';
import { scanOf, scanScope } from './scan.ts';

type Parameters = Readonly<Record<string, Value>>;

/** Next row of a result that was computed as a whole. */
interface CursorToken {
  readonly cursor: string;
  readonly row: number;
}

type Token = PageToken | CursorToken;

type ResultPage = Omit<Page, 'token'> & { readonly token: Token | undefined };

const CURSORS = 64;
const READ_FEED = 'SELECT * FROM c';

const queryOf = (request: CosmosRequest): { sql: string; parameters: Parameters } => {
  const body = jsonBody(request);
  if (!isObject(body) || typeof body.query !== 'string') throw badRequest('A query must be {"query", "parameters"}');
  const given = Array.isArray(body.parameters) ? body.parameters : [];
  const parameters = given.filter(isObject).map(({ name, value }): [string, Value] => [String(name), value]);
  return { sql: body.query, parameters: Object.fromEntries(parameters) };
};

const isToken = (value: unknown): value is Token =>
  isObject(value) && (typeof value.cursor === 'string' ? typeof value.row === 'number' : typeof value.r === 'number');

const tokenOf = (request: CosmosRequest): Token | undefined => {
  const text = header(request, 'x-ms-continuation');
  if (!text) return undefined;
  try {
    const token: unknown = JSON.parse(text);
    if (isToken(token)) return token;
  } catch {
    throw badRequest(`The continuation token is not one of this account's: ${text}`);
  }
  throw badRequest(`The continuation token is not one of this account's: ${text}`);
};

const crossPartition = (prepared: PreparedQuery, parameters: Parameters) =>
  new CosmosError(
    400,
    'The provided cross partition query can not be directly served by the gateway. This is a first chance (internal) exception that all newer clients will know how to handle gracefully.',
    { substatus: 1004, additionalErrorInfo: JSON.stringify(planQuery(prepared, parameters)) },
  );

/** Runs queries, and hands out the plans with which the SDK spreads them over partitions. */
export class QueryService {
  readonly #partitions: readonly PhysicalPartition[];
  readonly #clock: Clock;
  /** Results that had to be computed as a whole, for the pages still to come. */
  readonly #cursors = new LRUCache<string, readonly string[]>({ max: CURSORS });

  constructor(partitions: readonly PhysicalPartition[], clock: Clock) {
    this.#partitions = partitions;
    this.#clock = clock;
  }

  /** Runs the query of a request over resources such as databases or offers. @throws 400 */
  ofResources(request: CosmosRequest, resources: readonly object[]): Value[] {
    const { sql, parameters } = queryOf(request);
    const list: JsonObject[] = JSON.parse(JSON.stringify(resources));
    return queryList(sql, list, parameters, this.#clock.now());
  }

  /** @throws 400 */
  plan(container: Container, request: CosmosRequest): Reply {
    const { sql, parameters } = queryOf(request);
    const prepared = prepare(sql);
    checkOrder(prepared.query);
    checkOrderIsIndexed(prepared.query, container.resource.indexingPolicy);
    return jsonReply(200, planQuery(prepared, parameters), { kind: 'queryPlan', charge: 0 });
  }

  /** @throws 400, with substatus 1004 when the partitions have to be merged by the client. */
  run(container: Container, request: CosmosRequest): Reply {
    const { sql, parameters } = queryOf(request);
    const prepared = prepare(sql);
    const addressed = partitionKeyOf(request) ?? addressedRange(request, this.#partitions);
    if (!addressed && prepared.merges) throw crossPartition(prepared, parameters);
    checkOrder(prepared.query);
    checkOrderIsIndexed(prepared.query, container.resource.indexingPolicy);
    return { ...this.#answer(container, request, prepared, parameters), kind: 'query' };
  }

  /** All items, page by page. */
  readFeed(container: Container, request: CosmosRequest): Reply {
    return { ...this.#answer(container, request, prepare(READ_FEED), {}), kind: 'readFeed' };
  }

  #answer(
    container: Container,
    request: CosmosRequest,
    prepared: PreparedQuery,
    parameters: Parameters,
  ): Omit<Reply, 'kind'> {
    const started = performance.now();
    const scope = scanScope(container, partitionKeyOf(request), addressedRange(request, this.#partitions));
    const { rows, token, retrieved } = this.#page(prepared, parameters, scanOf(container, scope), request);
    const body = `{"_rid":"${container.resource._rid}","Documents":[${rows.join(',')}],"_count":${rows.length}}`;
    const wantsMetrics = header(request, 'x-ms-documentdb-populatequerymetrics')?.toLowerCase() === 'true';
    const metrics = { milliseconds: performance.now() - started, retrieved, rows: rows.length, bytes: body.length };
    return {
      status: 200,
      body,
      charge: queryCharge(retrieved, body.length),
      headers: {
        'x-ms-item-count': String(rows.length),
        ...(token ? { 'x-ms-continuation': asciiJson(token) } : {}),
        ...(wantsMetrics ? { 'x-ms-documentdb-query-metrics': queryMetrics(metrics) } : {}),
      },
    };
  }

  #page(prepared: PreparedQuery, parameters: Parameters, scan: Scan, request: CosmosRequest): ResultPage {
    const { compiled } = prepared;
    const token = tokenOf(request);
    const env = { parameters, now: this.#clock.now(), slots: [] };
    if (prepared.query.sources.length === 0)
      return {
        rows: allRows(compiled, env, (visit) => compiled.each(env, visit), 1).map(print),
        token: undefined,
        retrieved: 0,
      };
    if (prepared.blocking) return this.#cursorPage(prepared, parameters, scan, pageSize(request), token);
    return readPage(compiled, env, scan, pageSize(request), token && 'r' in token ? token : undefined);
  }

  #cursorPage(
    prepared: PreparedQuery,
    parameters: Parameters,
    scan: Scan,
    most: number,
    token: Token | undefined,
  ): ResultPage {
    const at = token && 'cursor' in token ? token : { cursor: randomUUID(), row: 0 };
    let rows = this.#cursors.get(at.cursor);
    let retrieved = 0;
    if (!rows) ({ rows, retrieved } = this.#wholeResult(prepared, parameters, scan));
    const page = fitting(rows.slice(at.row, at.row + most));
    const next = at.row + page.length;
    if (next < rows.length) this.#cursors.set(at.cursor, rows);
    else this.#cursors.delete(at.cursor);
    return { rows: page, retrieved, token: next < rows.length ? { cursor: at.cursor, row: next } : undefined };
  }

  #wholeResult({ compiled }: PreparedQuery, parameters: Parameters, scan: Scan) {
    const env = { parameters, now: this.#clock.now(), slots: [] as Value[] };
    let retrieved = 0;
    const feed = (visit: () => boolean) => {
      for (const { item } of scan()) {
        env.slots[ROOT_SLOT] = item;
        const goOn = compiled.each(env, () => {
          retrieved += 1;
          return visit();
        });
        if (!goOn) return false;
      }
      return true;
    };
    return { rows: allRows(compiled, env, feed, Number.POSITIVE_INFINITY).map(print), retrieved };
  }
}

const print = (value: Value) => JSON.stringify(value);

const fitting = (rows: readonly string[]): readonly string[] => {
  let bytes = 0;
  const end = rows.findIndex((row) => {
    bytes += row.length;
    return bytes > PAGE_BYTES;
  });
  return end === -1 ? rows : rows.slice(0, Math.max(1, end));
};
