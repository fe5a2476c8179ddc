import { LRUCache } from 'lru-cache';
import type { Query } from './ast.ts';
import { type CompiledQuery, compileQuery } from './compile-query.ts';
import { parseQuery } from './parser.ts';

/** A query text, understood once and used many times. */
export interface PreparedQuery {
  readonly query: Query;
  readonly compiled: CompiledQuery;
  /** Needs rows of all partitions to be merged, which the gateway leaves to the client. */
  readonly merges: boolean;
  /** Has to see every row before it can give the first. */
  readonly blocking: boolean;
}

const REMEMBERED = 1000;
const known = new LRUCache<string, PreparedQuery>({ max: REMEMBERED });

/** @throws 400 for what does not parse or makes no sense. */
export const prepare = (sql: string): PreparedQuery => {
  const found = known.get(sql);
  if (found) return found;
  const query = parseQuery(sql);
  const compiled = compileQuery(query);
  const blocking = compiled.grouped || query.distinct || query.offset !== undefined;
  const merges = blocking || query.orderBy.length > 0 || query.top !== undefined;
  const prepared = { query, compiled, blocking, merges };
  known.set(sql, prepared);
  return prepared;
};
