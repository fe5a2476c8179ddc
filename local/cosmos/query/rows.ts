import { badRequest } from '../errors.ts';
import type { Value } from '../json.ts';
import type { Accumulator } from './aggregates.ts';
import type { Env, Evaluate } from './compile-expression.ts';
import type { CompiledQuery } from './compile-query.ts';
import { canonical, compareAll } from './values.ts';

/** Calls `visit` for every row of a query until it answers false. */
export type Feed = (visit: () => boolean) => boolean;

/** The value of TOP, OFFSET or LIMIT. @throws 400 unless it is a whole number that fits 31 bits. */
export const countOf = (count: Evaluate, env: Env): number => {
  const value = count(env);
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < 2 ** 31) return value;
  throw badRequest(`TOP, OFFSET and LIMIT take a whole number from 0 to 2147483647, not ${JSON.stringify(value)}`);
};

export const compareKeys = (
  a: readonly Value[],
  b: readonly Value[],
  orderBy: ReadonlyArray<{ readonly descending: boolean }>,
): number => {
  for (let at = 0; at < orderBy.length; at += 1) {
    const order = compareAll(a[at], b[at]);
    if (order !== 0) return orderBy[at]?.descending ? -order : order;
  }
  return 0;
};

interface Group {
  /** Values of the names in scope at the first row of the group. */
  readonly slots: readonly Value[];
  readonly accumulators: readonly Accumulator[];
}

const groupsOf = ({ groupBy, aggregates }: CompiledQuery, env: Env, feed: Feed): Group[] => {
  const open = (): Group => ({ slots: [...env.slots], accumulators: aggregates.map(({ create }) => create()) });
  const groups = new Map<string, Group>();
  feed(() => {
    const key = groupBy.map((part) => canonical(part(env))).join();
    let group = groups.get(key);
    if (!group) {
      group = open();
      groups.set(key, group);
    }
    for (const [index, { argument }] of aggregates.entries()) group.accumulators[index]?.add(argument(env));
    return true;
  });
  // Aggregates over nothing still have a result, groups of nothing do not exist.
  if (groups.size === 0 && groupBy.length === 0) return [open()];
  return [...groups.values()];
};

const groupedRows = (query: CompiledQuery, env: Env, feed: Feed): Value[] =>
  groupsOf(query, env, feed).map(({ slots, accumulators }) => {
    const inner = { ...env, slots: [...slots] };
    for (const [index, { slot }] of query.aggregates.entries()) inner.slots[slot] = accumulators[index]?.result();
    return query.select(inner);
  });

const orderedRows = ({ orderBy, select }: CompiledQuery, env: Env, feed: Feed): Value[] => {
  const rows: Array<{ keys: Value[]; value: Value }> = [];
  feed(() => {
    rows.push({ keys: orderBy.map(({ key }) => key(env)), value: select(env) });
    return true;
  });
  rows.sort((a, b) => compareKeys(a.keys, b.keys, orderBy));
  return rows.map(({ value }) => value);
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
  const first = new Map<string, Value>();
  for (const row of rows) {
    const key = canonical(row);
    if (!first.has(key)) first.set(key, row);
  }
  return [...first.values()];
};

/** The complete result of a query, or at least its first `most` rows. Rows without a value are dropped. */
export const allRows = (query: CompiledQuery, env: Env, feed: Feed, most: number): Value[] => {
  const { distinct, grouped, orderBy, top, offset, limit } = query;
  const bounded = distinct || offset !== undefined ? Number.POSITIVE_INFINITY : most;
  const found = grouped
    ? groupedRows(query, env, feed)
    : orderBy.length > 0
      ? orderedRows(query, env, feed)
      : plainRows(query, env, feed, bounded);
  const defined = found.filter((row) => row !== undefined);
  const rows = distinct ? distinctRows(defined) : defined;
  const topped = top ? rows.slice(0, countOf(top, env)) : rows;
  if (!offset || !limit) return topped;
  const start = countOf(offset, env);
  return topped.slice(start, start + countOf(limit, env));
};
