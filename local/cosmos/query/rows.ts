import { badRequest } from '../errors.ts';
import type { Value } from '../json.ts';
import type { CompiledQuery, Env, Evaluate } from './compile.ts';
import { canonical, compareAll } from './values.ts';

/** Calls `visit` for every row of a query until it answers false. */
export type Feed = (visit: () => boolean) => boolean;

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
  const open = () => ({ slots: [...env.slots], accumulators: aggregates.map(({ create }) => create()) });
  const groups = new Map<string, ReturnType<typeof open>>();
  feed(() => {
    const key = groupBy.map((part) => canonical(part(env))).join();
    const group = groups.get(key) ?? open();
    groups.set(key, group);
    for (const [index, { argument }] of aggregates.entries()) group.accumulators[index]?.add(argument(env));
    return true;
  });
  // Aggregates over nothing still have a result, groups of nothing do not exist.
  if (groups.size === 0 && groupBy.length === 0) groups.set('', open());
  return [...groups.values()].map(({ slots, accumulators }) => {
    for (const [index, { slot }] of aggregates.entries()) slots[slot] = accumulators[index]?.result();
    return select({ ...env, slots });
  });
};

const orderedRows = ({ orderBy, select }: CompiledQuery, env: Env, feed: Feed): Value[] => {
  const rows: Array<{ keys: Value[]; value: Value }> = [];
  feed(() => {
    rows.push({ keys: orderBy.map(({ key }) => key(env)), value: select(env) });
    return true;
  });
  return rows.sort((a, b) => compareKeys(a.keys, b.keys, orderBy)).map(({ value }) => value);
};

const plainRows = ({ select }: CompiledQuery, env: Env, feed: Feed, most: number): Value[] => {
  const rows: Value[] = [];
  feed(() => {
    const value = select(env);
    if (value !== undefined) rows.push(value);
    return rows.length < most;
  });
  return rows;
};

const distinctRows = (rows: readonly Value[]) => {
  const seen = new Set<string>();
  return rows.filter((row) => seen.size < seen.add(canonical(row)).size);
};

/** The complete result of a query, or at least its first `most` rows. Rows without a value are dropped. */
export const allRows = (query: CompiledQuery, env: Env, feed: Feed, most: number): Value[] => {
  const { distinct, grouped, orderBy, top, offset, limit } = query;
  const needed = distinct || offset ? Number.POSITIVE_INFINITY : most;
  const rowsOf = grouped ? groupedRows : orderBy.length > 0 ? orderedRows : plainRows;
  const found = rowsOf(query, env, feed, needed).filter((row) => row !== undefined);
  const rows = distinct ? distinctRows(found) : found;
  const start = offset ? countOf(offset, env) : 0;
  const count = top ?? limit;
  return rows.slice(start, count ? start + countOf(count, env) : undefined);
};
