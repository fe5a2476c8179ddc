import { badRequest } from '../errors.ts';
import { type Asked, countOf, isAggregate, type Query, type Selected, type Written } from './query.ts';

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

const aggregateName = ({ aggregate, hasAggregate }: Selected): string | null => {
  if (aggregate || !hasAggregate) return aggregate?.planName ?? null;
  throw badRequest(
    'Compositions of aggregates and other expressions are not allowed in cross partition queries. Select the aggregates and combine them afterwards.',
  );
};

const written = ({ sql }: Written) => sql;
const partial = ({ aggregate, sql }: Selected) => aggregate?.partial ?? sql;

const objectOf = (selected: Query['selected'], print: (one: Selected) => string) =>
  `{${selected.map((one) => `${JSON.stringify(one.name)}: ${print(one)}`).join(', ')}}`;

/** The query with other clauses in the place of those that were written. */
const rewritten = (select: string, { from, orderBy }: Query, where: string | undefined, page = '') => {
  const order = orderBy.map(({ sql, descending }) => `${sql} ${descending ? 'DESC' : 'ASC'}`).join(', ');
  const clauses = [`SELECT ${select}`, from, where && `WHERE ${where}`, order && `ORDER BY ${order}`, page];
  return clauses.filter((clause) => clause).join('\n');
};

const aggregateInfo = (query: Query) => {
  const { kind, selected, where } = query;
  const types = selected.map((one) => [one.name, aggregateName(one)] as const);
  const select = kind === 'value' ? `VALUE [${selected.map(partial)}]` : `${objectOf(selected, partial)} AS payload`;
  const rewrittenQuery = rewritten(select, query, where?.sql);
  if (kind === 'value') return { aggregates: types.map(([, type]) => type), rewrittenQuery };
  const groupByAliases = types.map(([name]) => name);
  return { groupByAliases, groupByAliasToAggregateType: Object.fromEntries(types), rewrittenQuery };
};

const orderedInfo = (query: Query, top: string, page: string) => {
  const { kind, selected, alias, orderBy, where } = query;
  const payload = kind === 'list' ? objectOf(selected, written) : (selected[0]?.sql ?? alias);
  const conditions = [...(where ? [`(${where.sql})`] : []), RESUME_FILTER];
  if (kind === 'value') conditions.push(`IS_DEFINED(${payload})`);
  const keys = orderBy.map(({ sql }) => `{"item": ${sql}}`).join(', ');
  const select = `${top}${alias}._rid, [${keys}] AS orderByItems, ${payload} AS payload`;
  return {
    orderBy: orderBy.map(({ descending }) => (descending ? 'Descending' : 'Ascending')),
    orderByExpressions: orderBy.map(written),
    rewrittenQuery: rewritten(select, query, conditions.join(' AND '), page),
  };
};

/**
 * How a client runs a query over several partitions: what to send to each, and how to merge the answers.
 * @throws 400 for a query whose parts cannot be merged.
 */
export const planQuery = ({ query, parameters }: Asked) => {
  const limit = query.limit && countOf(query.limit, parameters);
  const offset = query.offset && countOf(query.offset, parameters);
  // OFFSET can only be applied after the merge, so a partition gives everything up to the end of the page.
  const page = offset === undefined ? '' : `OFFSET 0 LIMIT ${offset + (limit ?? 0)}`;
  const top = page || limit === undefined ? '' : `TOP ${limit} `;
  const special = () => {
    if (isAggregate(query)) return aggregateInfo(query);
    if (query.orderBy.length > 0) return orderedInfo(query, top, page);
    return { rewrittenQuery: page && rewritten(query.select, query, query.where?.sql, page) };
  };
  return {
    partitionedQueryExecutionInfoVersion: 2,
    queryInfo: {
      ...NO_INFO,
      ...(page ? { offset, limit } : { top: limit }),
      hasSelectValue: query.kind === 'value',
      ...special(),
    },
    queryRanges: [{ min: '', max: 'FF', isMinInclusive: true, isMaxInclusive: false }],
  };
};
