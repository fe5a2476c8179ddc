import { badRequest } from '../errors.ts';
import type { Value } from '../json.ts';
import { type Expression, hasAggregate, listOf } from './expression.ts';
import { isGrouped, type Query } from './query.ts';

// The client puts `true` here, or a condition that resumes behind the last row it has.
const RESUME_FILTER = '({documentdb-formattableorderbyquery-filter})';

const NO_INFO = {
  distinctType: 'None',
  orderBy: [],
  orderByExpressions: [],
  groupByExpressions: [],
  groupByAliases: [],
  aggregates: [],
  groupByAliasToAggregateType: {},
  rewrittenQuery: '',
  dCountInfo: null,
  hasNonStreamingOrderBy: false,
};

const aggregateName = (expression: Expression): string | null => {
  const { aggregate } = expression;
  if (aggregate || !hasAggregate(expression)) return aggregate?.planName ?? null;
  throw badRequest(
    'Compositions of aggregates and other expressions are not allowed in cross partition queries. Select the aggregates and combine them afterwards.',
  );
};

const partial = ({ aggregate, sql }: Expression) => aggregate?.partial ?? sql;

const itemsOf = (expressions: readonly Expression[]) =>
  `[${expressions.map(({ sql }) => `{"item": ${sql}}`).join(', ')}]`;

const objectOf = (members: Query['selected'], print: (expression: Expression) => string) =>
  `{${members.map(([name, expression]) => `${JSON.stringify(name)}: ${print(expression)}`).join(', ')}}`;

/** A query of the clauses that were written and others that take their place. */
const rewritten = (select: string, { from, groupBy, orderBy }: Query, where: string | undefined, page = '') => {
  const keys = listOf(groupBy);
  const order = orderBy
    .map(({ expression, descending }) => `${expression.sql} ${descending ? 'DESC' : 'ASC'}`)
    .join(', ');
  const clauses = [from, where && `WHERE ${where}`, keys && `GROUP BY ${keys}`, order && `ORDER BY ${order}`, page];
  return [`SELECT ${select}`, ...clauses.filter((clause) => clause)].join('\n');
};

const groupedInfo = (query: Query) => {
  const { kind, selected, groupBy, where } = query;
  const types = selected.map(([name, expression]) => [name, aggregateName(expression)] as const);
  const keys = groupBy.length > 0 ? `${itemsOf(groupBy)} AS groupByItems, ` : '';
  const groupByExpressions = groupBy.map(({ sql }) => sql);
  const [only] = selected;
  if (kind === 'value' && only) {
    const aggregates = types.flatMap(([, type]) => type ?? []);
    const payload = aggregates.length > 0 ? `[${partial(only[1])}]` : only[1].sql;
    const select = keys ? `${keys}${payload} AS payload` : `VALUE ${payload}`;
    return { aggregates, groupByExpressions, rewrittenQuery: rewritten(select, query, where?.sql) };
  }
  return {
    groupByExpressions,
    groupByAliases: types.map(([name]) => name),
    groupByAliasToAggregateType: Object.fromEntries(types),
    rewrittenQuery: rewritten(`${keys}${objectOf(selected, partial)} AS payload`, query, where?.sql),
  };
};

const orderedInfo = (query: Query, top: string, page: string) => {
  const { kind, selected, sources, orderBy, where, distinct } = query;
  const expressions = orderBy.map(({ expression }) => expression);
  const alias = sources[0]?.alias ?? 'c';
  const payload = kind === 'list' ? objectOf(selected, ({ sql }) => sql) : (selected[0]?.[1].sql ?? alias);
  const conditions = [...(where ? [`(${where.sql})`] : []), RESUME_FILTER];
  if (kind === 'value') conditions.push(`IS_DEFINED(${payload})`);
  const filter = conditions.length > 1 ? `(${conditions.join(' AND ')})` : RESUME_FILTER;
  const select = `${top}${alias}._rid, ${itemsOf(expressions)} AS orderByItems, ${payload} AS payload`;
  return {
    distinctType: distinct ? 'Ordered' : 'None',
    orderBy: orderBy.map(({ descending }) => (descending ? 'Descending' : 'Ascending')),
    orderByExpressions: expressions.map(({ sql }) => sql),
    rewrittenQuery: rewritten(select, query, filter, page),
  };
};

const plainInfo = (query: Query, page: string) => {
  const { distinct, select, where } = query;
  return {
    distinctType: distinct ? 'Unordered' : 'None',
    rewrittenQuery: page && rewritten(`${distinct ? 'DISTINCT ' : ''}${select}`, query, where?.sql, page),
  };
};

/**
 * How a client runs a query over several partitions: what to send to each, and how to merge the answers.
 * @throws 400 for a query whose parts cannot be merged.
 */
export const planQuery = (query: Query, parameters: Readonly<Record<string, Value>>) => {
  const constant = (count: Expression | undefined) => Number(count?.evaluate({ parameters, now: 0, row: {} }));
  const [top, offset, limit] = [constant(query.top), constant(query.offset), constant(query.limit)];
  // OFFSET can only be applied after the merge, so a partition gives everything up to the end of the page.
  const page = query.offset ? `OFFSET 0 LIMIT ${offset + limit}` : '';
  const ordered = () => orderedInfo(query, query.top ? `TOP ${top} ` : '', page);
  return {
    partitionedQueryExecutionInfoVersion: 2,
    queryInfo: {
      ...NO_INFO,
      ...(query.top && { top }),
      ...(query.offset && { offset, limit }),
      hasSelectValue: query.kind === 'value',
      ...(isGrouped(query) ? groupedInfo(query) : query.orderBy.length > 0 ? ordered() : plainInfo(query, page)),
    },
    queryRanges: [{ min: '', max: 'FF', isMinInclusive: true, isMaxInclusive: false }],
  };
};
