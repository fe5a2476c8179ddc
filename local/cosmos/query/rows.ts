import { badRequest } from '../errors.ts';
import type { Json, Value } from '../json.ts';
import type { Env, Evaluate } from './expression.ts';
import type { CompiledQuery } from './query.ts';
import { canonical, compareAll } from './values.ts';

/** Calls `visit` for every row of a query until it answers false. */
type Feed = (visit: () => boolean) => boolean;

/** The value of TOP, OFFSET or LIMIT. @throws 400 unless it is a whole number that fits 31 bits. */
export const countOf = (count: Evaluate, env: Env): number => {
  const value = count(env);
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < 2 ** 31) return value;
  throw badRequest(`TOP, OFFSET and LIMIT take a whole number from 0 to 2147483647, not ${JSON.stringify(value)}`);
};

export const compareKeys = (a: readonly Value[], b: readonly Value[], orderBy: CompiledQuery['orderBy']): number => {
  for (let at = 0; at < orderBy.length; at += 1) {
    const order = compareAll(a[at], b[at]);
    if (order !== 0) return orderBy[at]?.descending ? -order : order;
  }
  return 0;
};

const groupedRows = ({ groupBy, aggregates, select }: CompiledQuery, env: Env, feed: Feed): Value[] => {
  // A group keeps the names in scope as they were at its first row.
  const open = () => ({ slots: [...env.slots], values: aggregates.map((): Json[] => []) });
  const groups = new Map<string, ReturnType<typeof open>>();
  feed(() => {
    const key = groupBy.map((part) => canonical(part(env))).join();
    const group = groups.get(key) ?? open();
    groups.set(key, group);
    for (const [index, { argument }] of aggregates.entries()) {
      const value = argument(env);
      if (value !== undefined) group.values[index]?.push(value);
    }
    return true;
  });
  // Aggregates over nothing still have a result, groups of nothing do not exist.
  if (groups.size === 0 && groupBy.length === 0) groups.set('', open());
  return [...groups.values()].map(({ slots, values }) => {
    for (const [index, { slot, reduce }] of aggregates.entries()) slots[slot] = reduce(values[index] ?? []);
    return select({ ...env, slots });
  });
};

const plainRows = ({ orderBy, select }: CompiledQuery, env: Env, feed: Feed, most: number): Value[] => {
  const rows: Array<{ keys: Value[]; value: Value }> = [];
  feed(() => {
    rows.push({ keys: orderBy.map(({ key }) => key(env)), value: select(env) });
    return orderBy.length > 0 || rows.length < most;
  });
  if (orderBy.length > 0) rows.sort((a, b) => compareKeys(a.keys, b.keys, orderBy));
  return rows.map(({ value }) => value);
};

/** The complete result of a query, or at least its first `most` rows. Rows without a value are dropped. */
export const allRows = (compiled: CompiledQuery, env: Env, feed: Feed, most = Number.POSITIVE_INFINITY): Json[] => {
  const { grouped, blocking, query, top, offset, limit } = compiled;
  const found = grouped
    ? groupedRows(compiled, env, feed)
    : plainRows(compiled, env, feed, blocking ? Number.POSITIVE_INFINITY : most);
  const defined = found.filter((row) => row !== undefined);
  const seen = new Set<string>();
  const rows = query.distinct ? defined.filter((row) => seen.size < seen.add(canonical(row)).size) : defined;
  const start = offset ? countOf(offset, env) : 0;
  const count = top ?? limit;
  return rows.slice(start, count && start + countOf(count, env));
};
