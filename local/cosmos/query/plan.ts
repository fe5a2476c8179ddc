import { badRequest } from '../errors.ts';
import type { Value } from '../json.ts';
import { aggregateOf, containsAggregate } from './aggregates.ts';
import type { Expression, Query, SelectItem } from './ast.ts';
import type { PreparedQuery } from './prepared.ts';

type Parameters = Readonly<Record<string, Value>>;

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
  hasSelectValue: false,
  dCountInfo: null,
  hasNonStreamingOrderBy: false,
};

const aggregateName = ({ parsed }: SelectItem): string | null => {
  const aggregate = aggregateOf(parsed);
  if (!aggregate && containsAggregate(parsed))
    throw badRequest(
      'Compositions of aggregates and other expressions are not allowed in cross partition queries. Select the aggregates and combine them afterwards.',
    );
  return aggregate?.planName ?? null;
};

/** The text of an expression as a partition has to answer it. */
const mergeable = ({ parsed, text }: SelectItem) =>
  (parsed.kind === 'call' && aggregateOf(parsed)?.partial(parsed.inner ?? '')) || text;

const member = (name: string, text: string) => `${JSON.stringify(name)}: ${text}`;
const items = (expressions: ReadonlyArray<{ readonly text: string }>) =>
  `[${expressions.map(({ text }) => `{"item": ${text}}`).join(', ')}]`;

const clauses = ({ from, groupBy, orderBy }: Query, where: string | undefined) =>
  [
    from && `FROM ${from.text}`,
    where && `WHERE ${where}`,
    groupBy && `GROUP BY ${groupBy.text}`,
    orderBy && `ORDER BY ${orderBy.text}`,
  ]
    .filter((clause) => clause)
    .join('\n');

const constantOf = (count: Expression | undefined, parameters: Parameters): number | undefined => {
  const value =
    count?.kind === 'parameter' ? parameters[count.name] : count?.kind === 'literal' ? count.value : undefined;
  return typeof value === 'number' ? value : undefined;
};

const groupedInfo = (query: Query) => {
  const { select, groupBy, where } = query;
  const types = select.items.map((item) => [item.name, aggregateName(item)] as const);
  const isValue = select.kind === 'value';
  const [only] = select.items;
  const single = only && (types[0]?.[1] ? `[${mergeable(only)}]` : only.text);
  const payload = isValue ? single : `{${select.items.map((item) => member(item.name, mergeable(item))).join(', ')}}`;
  const keys = groupBy ? `${items(groupBy.parsed)} AS groupByItems, ` : '';
  const selected = isValue && !groupBy ? `VALUE ${payload}` : `${keys}${payload} AS payload`;
  return {
    groupByExpressions: groupBy?.parsed.map(({ text }) => text) ?? [],
    rewrittenQuery: `SELECT ${selected}\n${clauses(query, where?.text)}`,
    ...(isValue
      ? { aggregates: types.flatMap(([, type]) => type ?? []) }
      : { groupByAliases: types.map(([name]) => name), groupByAliasToAggregateType: Object.fromEntries(types) }),
  };
};

/** OFFSET can only be applied after the merge, so a partition gives everything up to the end of the page. */
const paging = (offset = 0, limit?: number) => (limit === undefined ? '' : `\nOFFSET 0 LIMIT ${offset + limit}`);

const orderedInfo = (query: Query, top: string, page: string) => {
  const { orderBy, select, where, from } = query;
  const order = orderBy?.parsed ?? [];
  const alias = from?.parsed[0]?.alias ?? 'c';
  const [only] = select.items;
  const payload = {
    all: alias,
    value: only?.text,
    list: `{${select.items.map(({ name, text }) => member(name, text)).join(', ')}}`,
  }[select.kind];
  const conditions = [...(where ? [`(${where.text})`] : []), RESUME_FILTER];
  if (select.kind === 'value') conditions.push(`IS_DEFINED(${payload})`);
  const filter = conditions.length > 1 ? `(${conditions.join(' AND ')})` : RESUME_FILTER;
  return {
    distinctType: query.distinct ? 'Ordered' : 'None',
    orderBy: order.map(({ descending }) => (descending ? 'Descending' : 'Ascending')),
    orderByExpressions: order.map(({ text }) => text),
    rewrittenQuery: `SELECT ${top}${alias}._rid, ${items(order)} AS orderByItems, ${payload} AS payload\n${clauses(query, filter)}${page}`,
  };
};

const plainInfo = (query: Query, page: string) => {
  const { distinct, select, where } = query;
  const what = select.kind === 'all' ? '*' : `${select.kind === 'value' ? 'VALUE ' : ''}${select.text}`;
  return {
    distinctType: distinct ? 'Unordered' : 'None',
    rewrittenQuery: page && `SELECT ${distinct ? 'DISTINCT ' : ''}${what}\n${clauses(query, where?.text)}${page}`,
  };
};

/**
 * How a client runs a query over several partitions: what to send to each, and how to merge the answers.
 * @throws 400 for a query whose parts cannot be merged.
 */
export const planQuery = ({ query, compiled }: PreparedQuery, parameters: Parameters) => {
  const [top, offset, limit] = [query.top, query.offset, query.limit].map((count) => constantOf(count, parameters));
  const page = paging(offset, limit);
  const specific = compiled.grouped
    ? groupedInfo(query)
    : query.orderBy
      ? orderedInfo(query, top === undefined ? '' : `TOP ${top} `, page)
      : plainInfo(query, page);
  return {
    partitionedQueryExecutionInfoVersion: 2,
    queryInfo: {
      ...NO_INFO,
      ...(top !== undefined && { top }),
      ...(offset !== undefined && { offset }),
      ...(limit !== undefined && { limit }),
      hasSelectValue: query.select.kind === 'value',
      ...specific,
    },
    queryRanges: [{ min: '', max: 'FF', isMinInclusive: true, isMaxInclusive: false }],
  };
};
