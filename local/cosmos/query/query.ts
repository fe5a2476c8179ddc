import { badRequest, notSimulated, sqlError } from '../errors.ts';
import type { Value } from '../json.ts';
import { type Env, type Expression, type Named, objectOf } from './expression.ts';
import { compareAll } from './values.ts';

/** An expression and how it stands in the query. */
export interface Written extends Expression {
  readonly sql: string;
}

export type Selected = Written & Named;

export interface Query {
  readonly kind: 'all' | 'value' | 'list';
  /** None for `*`, one for `VALUE`. */
  readonly selected: readonly Selected[];
  /** What is selected, and the clause FROM, as they were written. */
  readonly select: string;
  readonly from: string;
  /** The name the query gives to the items. */
  readonly alias: string;
  readonly where: Written | undefined;
  readonly orderBy: ReadonlyArray<Written & { readonly descending: boolean }>;
  readonly offset: Expression | undefined;
  /** Of TOP, when there is no OFFSET. */
  readonly limit: Expression | undefined;
}

/** A query and the values of its parameters. */
export interface Asked {
  readonly query: Query;
  readonly parameters: Env['parameters'];
}

/** Has to see every item before it can give its one result. */
export const isAggregate = ({ selected }: Query) => selected.some(({ hasAggregate }) => hasAggregate);

/** @throws 400 for a query that makes no sense as a whole. */
export const checkQuery = (query: Query): Query => {
  const { selected, where, orderBy, limit } = query;
  if (where?.hasAggregate) throw sqlError('SC2102', 'An aggregate is not allowed in WHERE.');
  if (!isAggregate(query)) return query;
  const single = selected.find(({ readsItem }) => readsItem);
  if (single) throw sqlError('SC2102', `'${single.sql}' is invalid in the select list beside an aggregate.`);
  if (orderBy.length > 0) throw badRequest("'ORDER BY' is not supported together with aggregates.");
  if (limit) throw notSimulated('TOP or OFFSET together with an aggregate');
  return query;
};

export const isSelected = ({ where }: Query, env: Env) => !where || where.evaluate(env) === true;

/** What an item, or all items together, are turned into; undefined when there is nothing to tell. */
export const selectFrom = ({ kind, selected }: Query, env: Env): Value => {
  if (kind === 'all') return env.item;
  return kind === 'value' ? selected[0]?.evaluate(env) : objectOf(selected, env);
};

/** The value of TOP, OFFSET or LIMIT. @throws 400 unless it is a whole number that fits 31 bits. */
export const countOf = (count: Expression, parameters: Env['parameters']): number => {
  const value = count.evaluate({ parameters, item: {} });
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
