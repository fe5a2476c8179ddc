import { prepare } from '../../../local/cosmos/query/parser.ts';
import { planQuery } from '../../../local/cosmos/query/plan.ts';
import { covered, differs } from '../conformance.ts';

const FILTER = '({documentdb-formattableorderbyquery-filter})';

const info = (sql: string, parameters = {}) => {
  const { queryInfo } = planQuery({ query: prepare(sql), parameters });
  return { ...queryInfo, rewrittenQuery: queryInfo.rewrittenQuery.replace(/\s+/g, ' ') };
};

describe(covered('Query plans, and the queries rewritten for each partition'), () => {
  test.each<[string, string]>([
    ['SELECT * FROM c WHERE c.a = 1', ''],
    ['SELECT TOP 3 * FROM c', ''],
    ['SELECT * FROM c OFFSET 10 LIMIT 5', 'SELECT * FROM c OFFSET 0 LIMIT 15'],
    [
      'SELECT * FROM c ORDER BY c.a, c.b DESC',
      `SELECT c._rid, [{"item": c.a}, {"item": c.b}] AS orderByItems, c AS payload FROM c WHERE ${FILTER} ORDER BY c.a ASC, c.b DESC`,
    ],
    [
      'SELECT * FROM c WHERE c.x > 1 ORDER BY c.a',
      `SELECT c._rid, [{"item": c.a}] AS orderByItems, c AS payload FROM c WHERE (c.x > 1) AND ${FILTER} ORDER BY c.a ASC`,
    ],
    [
      'SELECT VALUE c.x FROM c ORDER BY c.a',
      `SELECT c._rid, [{"item": c.a}] AS orderByItems, c.x AS payload FROM c WHERE ${FILTER} AND IS_DEFINED(c.x) ORDER BY c.a ASC`,
    ],
    [
      'SELECT TOP 3 c.id, c.x FROM c ORDER BY c.a',
      `SELECT TOP 3 c._rid, [{"item": c.a}] AS orderByItems, {"id": c.id, "x": c.x} AS payload FROM c WHERE ${FILTER} ORDER BY c.a ASC`,
    ],
    ['SELECT VALUE COUNT(1) FROM c', 'SELECT VALUE [{"item": COUNT(1)}] FROM c'],
    ['SELECT VALUE SUM(c.x) FROM c', 'SELECT VALUE [{"item": SUM(c.x)}] FROM c'],
    ['SELECT VALUE AVG(c.x) FROM c', 'SELECT VALUE [{"item": {"sum": SUM(c.x), "count": COUNT(c.x)}}] FROM c'],
    [
      'SELECT VALUE MIN(c.x) FROM c',
      'SELECT VALUE [{"item": MIN(c.x), "item2": {"min": MIN(c.x), "count": COUNT(c.x)}}] FROM c',
    ],
    [
      'SELECT VALUE MAX(c.x) FROM c',
      'SELECT VALUE [{"item": MAX(c.x), "item2": {"max": MAX(c.x), "count": COUNT(c.x)}}] FROM c',
    ],
    ['SELECT COUNT(1) AS n FROM c', 'SELECT {"n": {"item": COUNT(1)}} AS payload FROM c'],
    [
      'select avg( c.x ) as a, Count(1) from c where c.k = 1',
      'SELECT {"a": {"item": {"sum": SUM( c.x ), "count": COUNT( c.x )}}, "$1": {"item": COUNT(1)}} AS payload from c WHERE c.k = 1',
    ],
  ])('%s is rewritten for each partition', (sql, rewritten) => {
    expect(info(sql).rewrittenQuery).toBe(rewritten);
  });

  test('the plan names what has to be merged', () => {
    expect(info('SELECT * FROM c ORDER BY c.a, c.b DESC')).toMatchObject({
      orderBy: ['Ascending', 'Descending'],
      orderByExpressions: ['c.a', 'c.b'],
      hasSelectValue: false,
    });
    expect(info('SELECT VALUE COUNT(1) FROM c')).toMatchObject({ aggregates: ['Count'], hasSelectValue: true });
    expect(info('SELECT COUNT(1) AS n, 7 AS k FROM c')).toMatchObject({
      aggregates: [],
      groupByAliases: ['n', 'k'],
      groupByAliasToAggregateType: { n: 'Count', k: null },
    });
    expect(info('SELECT AVG(c.x), MAX(c.x) FROM c').groupByAliases).toEqual(['$1', '$2']);
    expect(info('SELECT * FROM c OFFSET @o LIMIT @l', { '@o': 10, '@l': 5 })).toMatchObject({ offset: 10, limit: 5 });
    expect(info('SELECT TOP 3 * FROM c')).toMatchObject({ top: 3 });
  });
});

test(
  differs('Ranges of a query plan', 'always all of them, where the service narrows them to the keys a filter names'),
  () => {
    const { queryRanges } = planQuery({ query: prepare("SELECT * FROM c WHERE c.pk = 'A'"), parameters: {} });
    expect(queryRanges).toEqual([{ min: '', max: 'FF', isMinInclusive: true, isMaxInclusive: false }]);
  },
);
