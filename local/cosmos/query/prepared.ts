import { LRUCache } from 'lru-cache';
import type { JsonObject } from '../json.ts';
import type { Env } from './expression.ts';
import { parseQuery } from './parser.ts';
import { type CompiledQuery, compileQuery, ROOT_SLOT } from './query.ts';
import { allRows } from './rows.ts';

const known = new LRUCache<string, CompiledQuery>({ max: 1000 });

/** Compiles a query and remembers it. @throws 400 for what does not parse or makes no sense. */
export const prepare = (sql: string): CompiledQuery => {
  const compiled = known.get(sql) ?? compileQuery(parseQuery(sql));
  known.set(sql, compiled);
  return compiled;
};

/** The complete result of a query over items, and how many rows FROM and WHERE let through. */
export const runOver = (sql: string, items: Iterable<JsonObject>, { parameters, now }: Omit<Env, 'slots'>) => {
  const compiled = prepare(sql);
  const env: Env = { parameters, now, slots: [] };
  let retrieved = 0;
  const rows = allRows(compiled, env, (visit) => {
    const counting = () => {
      retrieved += 1;
      return visit();
    };
    for (const item of items) {
      env.slots[ROOT_SLOT] = item;
      if (!compiled.each(env, counting)) return false;
    }
    return true;
  });
  return { rows, retrieved };
};
