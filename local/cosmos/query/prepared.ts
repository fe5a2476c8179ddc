import { LRUCache } from 'lru-cache';
import type { JsonObject, Value } from '../json.ts';
import type { Query } from './ast.ts';
import { type CompiledQuery, compileQuery, type Env, ROOT_SLOT } from './compile.ts';
import { parseQuery } from './parser.ts';
import { allRows } from './rows.ts';

/** A query text, understood once and used many times. */
export interface PreparedQuery {
  readonly query: Query;
  readonly compiled: CompiledQuery;
  /** Needs rows of all partitions to be merged, which the gateway leaves to the client. */
  readonly merges: boolean;
  /** Has to see every row before it can give the first. */
  readonly blocking: boolean;
}

const known = new LRUCache<string, PreparedQuery>({ max: 1000 });

/** @throws 400 for what does not parse or makes no sense. */
export const prepare = (sql: string): PreparedQuery => {
  const found = known.get(sql);
  if (found) return found;
  const query = parseQuery(sql);
  const compiled = compileQuery(query);
  const blocking = compiled.grouped || query.distinct || query.offset !== undefined;
  const merges = blocking || query.orderBy !== undefined || query.top !== undefined;
  const prepared = { query, compiled, blocking, merges };
  known.set(sql, prepared);
  return prepared;
};

/** The complete result of a query over items, and how many rows FROM and WHERE let through. */
export const runOver = ({ compiled }: PreparedQuery, env: Env, items: Iterable<JsonObject>) => {
  let retrieved = 0;
  const feed = (visit: () => boolean) => {
    const counting = () => {
      retrieved += 1;
      return visit();
    };
    for (const item of items) {
      env.slots[ROOT_SLOT] = item;
      if (!compiled.each(env, counting)) return false;
    }
    return true;
  };
  return { rows: allRows(compiled, env, feed, Number.POSITIVE_INFINITY), retrieved };
};

/** Runs a query over items that lie in memory, such as the list of containers. @throws 400 */
export const queryList = (
  sql: string,
  items: readonly JsonObject[],
  parameters: Readonly<Record<string, Value>>,
  now: number,
) => runOver(prepare(sql), { parameters, now, slots: [] }, items).rows;
