import { badRequest } from '../errors.ts';
import type { Value } from '../json.ts';
import { aggregateOf, containsAggregate } from './aggregates.ts';
import { type Expression, type Query, resultNames, type SelectItem } from './ast.ts';
import type { PreparedQuery } from './prepared.ts';
import { printExpression, printQuery } from './print.ts';

/** How a client runs a query over several partitions: what to send to each, and how to merge the answers. */
export interface QueryPlan {
  readonly partitionedQueryExecutionInfoVersion: 2;
  readonly queryInfo: QueryInfo;
  readonly queryRanges: ReadonlyArray<{ min: string; max: string; isMinInclusive: boolean; isMaxInclusive: boolean }>;
}

export interface QueryInfo {
  readonly distinctType: 'None' | 'Ordered' | 'Unordered';
  readonly top?: number;
  readonly offset?: number;
  readonly limit?: number;
  readonly orderBy: readonly string[];
  readonly orderByExpressions: readonly string[];
  readonly groupByExpressions: readonly string[];
  readonly groupByAliases: readonly string[];
  readonly aggregates: readonly string[];
  readonly groupByAliasToAggregateType: Readonly<Record<string, string | null>>;
  readonly rewrittenQuery: string;
  readonly hasSelectValue: boolean;
  readonly dCountInfo: null;
  readonly hasNonStreamingOrderBy: boolean;
}

type Parameters = Readonly<Record<string, Value>>;

// The client puts `true` here, or a condition that resumes behind the last row it has.
const RESUME_FILTER = '{documentdb-formattableorderbyquery-filter}';

const EVERYTHING = [{ min: '', max: 'FF', isMinInclusive: true, isMaxInclusive: false }];

const NO_INFO: QueryInfo = {
  distinctType: 'None',
  orderBy: [],
  orderByExpressions: [],
  groupByExpressions: [],
  groupByAliases: [],
  aggregates: [],
  groupByAliasToAggregateType: {},
  rewrittenQuery: '',
  hasSelectValue: false,
  dCountInfo: null,
  hasNonStreamingOrderBy: false,
};

const object = (...members: Array<readonly [string, Expression]>): Expression => ({ kind: 'object', members });
const array = (items: readonly Expression[]): Expression => ({ kind: 'array', items });
const call = (name: string, argument: Expression): Expression => ({ kind: 'call', name, args: [argument] });
const number = (value: number): Expression => ({ kind: 'literal', value });
const item = (value: Expression) => object(['item', value]);

/** What a partition answers for an aggregate, so that the answers of all partitions can be merged. */
const partial = (expression: Expression): Expression => {
  if (expression.kind !== 'call' || !expression.args[0]) return expression;
  const [argument] = expression.args;
  const counted = ['count', call('COUNT', argument)] as const;
  switch (expression.name) {
    case 'AVG':
      return item(object(['sum', call('SUM', argument)], counted));
    case 'MIN':
      return object(['item', expression], ['item2', object(['min', expression], counted)]);
    case 'MAX':
      return object(['item', expression], ['item2', object(['max', expression], counted)]);
    default:
      return item(expression);
  }
};

const aggregateName = (expression: Expression): string | null => {
  const aggregate = aggregateOf(expression);
  if (!aggregate && containsAggregate(expression))
    throw badRequest(
      'Compositions of aggregates and other expressions are not allowed in cross partition queries. Select the aggregates and combine them afterwards.',
    );
  return aggregate?.planName ?? null;
};

const mergeable = (expression: Expression) => (aggregateName(expression) ? partial(expression) : expression);

const constantOf = (count: Expression | undefined, parameters: Parameters): number | undefined => {
  const value =
    count?.kind === 'parameter' ? parameters[count.name] : count?.kind === 'literal' ? count.value : undefined;
  return typeof value === 'number' ? value : undefined;
};

const groupedInfo = (query: Query): Partial<QueryInfo> => {
  const { select, groupBy } = query;
  const keys = groupBy.length > 0 ? [{ expression: array(groupBy.map(item)), alias: 'groupByItems' }] : [];
  const rewrite = (items: readonly SelectItem[]) =>
    printQuery({ ...query, select: { kind: 'list', items }, top: undefined, offset: undefined, limit: undefined });
  const groupByExpressions = groupBy.map(printExpression);
  if (select.kind === 'value') {
    const name = aggregateName(select.expression);
    const payload = name === null ? select.expression : array([partial(select.expression)]);
    const aggregates = name === null ? [] : [name];
    const rewrittenQuery =
      keys.length > 0
        ? rewrite([...keys, { expression: payload, alias: 'payload' }])
        : printQuery({ ...query, select: { kind: 'value', expression: payload } });
    return { aggregates, groupByExpressions, rewrittenQuery };
  }
  const items = select.kind === 'list' ? select.items : [];
  const names = resultNames(items);
  const payload = object(...items.map(({ expression }, index) => [names[index] ?? '', mergeable(expression)] as const));
  return {
    groupByExpressions,
    groupByAliases: names,
    groupByAliasToAggregateType: Object.fromEntries(
      items.map(({ expression }, index) => [names[index] ?? '', aggregateName(expression)]),
    ),
    rewrittenQuery: rewrite([...keys, { expression: payload, alias: 'payload' }]),
  };
};

const payloadOf = ({ select, sources }: Query): Expression => {
  if (select.kind === 'value') return select.expression;
  if (select.kind === 'all') return { kind: 'name', name: sources[0]?.alias ?? 'c' };
  const names = resultNames(select.items);
  return object(...select.items.map(({ expression }, index) => [names[index] ?? '', expression] as const));
};

const rowId = ({ sources }: Query): Expression => ({
  kind: 'member',
  of: { kind: 'name', name: sources[0]?.alias ?? 'c' },
  key: { kind: 'literal', value: '_rid' },
});

/** OFFSET can only be applied after the merge, so a partition gives everything up to the end of the page. */
const upToLimit = (query: Query, parameters: Parameters): Query => {
  const [offset, limit] = [constantOf(query.offset, parameters), constantOf(query.limit, parameters)];
  if (offset === undefined || limit === undefined) return query;
  return { ...query, offset: number(0), limit: number(offset + limit) };
};

const orderedInfo = (query: Query, parameters: Parameters): Partial<QueryInfo> => {
  const { orderBy, select, where } = query;
  const payload = payloadOf(query);
  const items = [
    { expression: rowId(query), alias: undefined },
    { expression: array(orderBy.map(({ expression }) => item(expression))), alias: 'orderByItems' },
    { expression: payload, alias: 'payload' },
  ];
  const conditions = [
    ...(where ? [`(${printExpression(where)})`] : []),
    `(${RESUME_FILTER})`,
    ...(select.kind === 'value' ? [`IS_DEFINED(${printExpression(payload)})`] : []),
  ];
  const rewritten: Query = { ...upToLimit(query, parameters), distinct: false, select: { kind: 'list', items } };
  return {
    distinctType: query.distinct ? 'Ordered' : 'None',
    orderBy: orderBy.map(({ descending }) => (descending ? 'Descending' : 'Ascending')),
    orderByExpressions: orderBy.map(({ expression }) => printExpression(expression)),
    rewrittenQuery: printQuery(rewritten, conditions.length > 1 ? `(${conditions.join(' AND ')})` : conditions[0]),
    hasNonStreamingOrderBy: orderBy.some(({ expression }) => expression.kind === 'call'),
  };
};

const plainInfo = (query: Query, parameters: Parameters): Partial<QueryInfo> => ({
  distinctType: query.distinct ? 'Unordered' : 'None',
  rewrittenQuery: query.offset ? printQuery(upToLimit(query, parameters)) : '',
});

/** @throws 400 for a query whose parts cannot be merged. */
export const planQuery = ({ query, compiled }: PreparedQuery, parameters: Parameters): QueryPlan => {
  const [top, offset, limit] = [query.top, query.offset, query.limit].map((count) => constantOf(count, parameters));
  const specific = compiled.grouped
    ? groupedInfo(query)
    : query.orderBy.length > 0
      ? orderedInfo(query, parameters)
      : plainInfo(query, parameters);
  return {
    partitionedQueryExecutionInfoVersion: 2,
    queryInfo: {
      ...NO_INFO,
      ...(top === undefined ? {} : { top }),
      ...(offset === undefined ? {} : { offset }),
      ...(limit === undefined ? {} : { limit }),
      hasSelectValue: query.select.kind === 'value',
      ...specific,
    },
    queryRanges: EVERYTHING,
  };
};
