import { badRequest, sqlError } from '../errors.ts';
import type { Json, Value } from '../json.ts';
import { type Env, type Expression, hasAggregate } from './expression.ts';
import { canonical, compareAll } from './values.ts';

/** `FROM alias IN from` walks the elements of an array, `FROM from AS alias` takes the value itself. */
export interface Source {
  readonly from: (env: Env) => readonly Value[];
  readonly alias: string | undefined;
  readonly elements: boolean;
  /** Takes what it finds under its own name. */
  readonly isRoot: boolean;
}

export interface Query {
  readonly distinct: boolean;
  readonly top: Expression | undefined;
  readonly kind: 'all' | 'value' | 'list';
  /** None for `*`, one for `VALUE`. */
  readonly selected: ReadonlyArray<readonly [name: string, Expression]>;
  /** What is selected, and the clause FROM, as they were written. */
  readonly select: string;
  readonly from: string;
  readonly sources: readonly Source[];
  /** The first name after FROM, which in an outermost query means the container. */
  readonly root: string;
  readonly where: Expression | undefined;
  readonly groupBy: readonly Expression[];
  readonly orderBy: ReadonlyArray<{ readonly expression: Expression; readonly descending: boolean }>;
  readonly offset: Expression | undefined;
  readonly limit: Expression | undefined;
}

export const isGrouped = ({ groupBy, selected }: Query) =>
  groupBy.length > 0 || selected.some(([, expression]) => hasAggregate(expression));

/** Has to see every row before it can give the first. */
export const isBlocking = (query: Query) => isGrouped(query) || query.distinct || query.offset !== undefined;

const checkGrouped = (expression: Expression, keys: ReadonlySet<string>) => {
  if (expression.aggregate || keys.has(expression.sql)) return;
  const reason = 'it is not contained in an aggregate function or in the GROUP BY clause.';
  if (expression.path) throw sqlError('SC2102', `'${expression.sql}' is invalid in the select list because ${reason}`);
  for (const part of expression.parts ?? []) checkGrouped(part, keys);
};

/** @throws 400 for a query that makes no sense as a whole. */
export const checkQuery = (query: Query) => {
  const { kind, selected, where, groupBy, orderBy, sources } = query;
  if (where && hasAggregate(where)) throw sqlError('SC2102', 'An aggregate is not allowed in WHERE.');
  if (kind === 'all' && groupBy.length > 0) throw sqlError('SC2041', "'SELECT *' is not allowed with GROUP BY.");
  if (kind === 'all' && sources.length !== 1)
    throw sqlError('SC2040', "'SELECT *' is only valid with a single input set.");
  const aliases = sources.map(({ alias }) => alias).filter((alias) => alias !== undefined);
  if (new Set(aliases).size < aliases.length) throw badRequest('An input alias is specified more than once.');
  if (!isGrouped(query)) return;
  if (orderBy.length > 0) throw badRequest("'ORDER BY' is not supported together with aggregates or 'GROUP BY'.");
  const keys = new Set(groupBy.map(({ sql }) => sql));
  for (const [, expression] of selected) checkGrouped(expression, keys);
};

/** The rows FROM and WHERE let through. */
export const rowsOf = ({ sources, where }: Query, env: Env): readonly Env[] => {
  let rows: readonly Env[] = [env];
  // Most queries are `FROM c`, and their only row is there already.
  for (const { from, alias = '', isRoot } of sources)
    if (!isRoot)
      rows = rows.flatMap((outer) => from(outer).map((value) => ({ ...outer, row: { ...outer.row, [alias]: value } })));
  return where ? rows.filter((row) => where.evaluate(row) === true) : rows;
};

/** What a row is turned into; undefined when it is dropped. */
export const selectFrom = ({ kind, selected, sources }: Query, env: Env): Value => {
  const [first] = selected;
  if (kind === 'all') return env.row[sources[0]?.alias ?? ''];
  if (kind === 'value') return first?.[1].evaluate(env);
  const made: Record<string, Json> = {};
  for (const [name, { evaluate }] of selected) {
    const value = evaluate(env);
    if (value !== undefined) made[name] = value;
  }
  return made;
};

/** The value of TOP, OFFSET or LIMIT. @throws 400 unless it is a whole number that fits 31 bits. */
export const countOf = (count: Expression, env: Env): number => {
  const value = count.evaluate(env);
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < 2 ** 31) return value;
  throw badRequest(`TOP, OFFSET and LIMIT take a whole number from 0 to 2147483647, not ${JSON.stringify(value)}`);
};

export const compareKeys = (a: readonly Value[], b: readonly Value[], orderBy: Query['orderBy']): number => {
  for (const [at, { descending }] of orderBy.entries()) {
    const order = compareAll(a[at], b[at]);
    if (order !== 0) return descending ? -order : order;
  }
  return 0;
};

const grouped = ({ groupBy }: Query, env: Env, rows: readonly Env[]): readonly Env[] => {
  const groups = new Map<string, Env[]>();
  for (const row of rows) {
    const key = groupBy.map(({ evaluate }) => canonical(evaluate(row))).join();
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  // Aggregates over nothing still have a result, groups of nothing do not exist.
  if (groups.size === 0 && groupBy.length === 0) groups.set('', []);
  return [...groups.values()].map((group) => ({ ...env, ...group[0], group }));
};

const ordered = ({ orderBy }: Query, rows: readonly Env[]): readonly Env[] =>
  rows
    .map((row) => ({ row, keys: orderBy.map(({ expression }) => expression.evaluate(row)) }))
    .sort((a, b) => compareKeys(a.keys, b.keys, orderBy))
    .map(({ row }) => row);

/** The complete result of a query from its rows. Those without a value are dropped. */
export const resultOf = (query: Query, env: Env, rows: readonly Env[]): Json[] => {
  const { orderBy, distinct, top, offset, limit } = query;
  const sources = isGrouped(query) ? grouped(query, env, rows) : orderBy.length > 0 ? ordered(query, rows) : rows;
  const defined = sources.map((row) => selectFrom(query, row)).filter((row) => row !== undefined);
  const seen = new Set<string>();
  const all = distinct ? defined.filter((row) => seen.size < seen.add(canonical(row)).size) : defined;
  const start = offset ? countOf(offset, env) : 0;
  const count = top ?? limit;
  return all.slice(start, count && start + countOf(count, env));
};

/** `(SELECT ...)`, `EXISTS(SELECT ...)` and `ARRAY(SELECT ...)`, by the word in front. */
export const subquery = (as: '' | 'EXISTS' | 'ARRAY', query: Query, text: string): Expression => ({
  sql: `${as}${text}`,
  evaluate: (env) => {
    const result = resultOf(query, env, rowsOf(query, env));
    return { '': result[0], EXISTS: result.length > 0, ARRAY: result }[as];
  },
});
