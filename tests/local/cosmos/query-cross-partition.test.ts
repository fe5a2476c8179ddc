import type { Container, FeedOptions, JSONValue } from '@azure/cosmos';
import { covered } from '../conformance.ts';
import { all, HIERARCHICAL, numbers, openAccount, refusal, refusalText, type TestAccount } from './account.ts';
import { seededContainer } from './query-fixture.ts';

let account: TestAccount;
let container: Container;
let tree: Container;
beforeAll(async () => {
  account = await openAccount({ partitions: 4 });
  container = await seededContainer(account);
  tree = await account.container({ id: 'tree', partitionKey: HIERARCHICAL });
  await Promise.all(
    numbers(12).map((n) => tree.items.create({ id: `q${n}`, tenantId: `T${n % 2}`, vehicleId: `V${n % 3}`, n })),
  );
});
afterAll(() => account.close());

const query = (sql: string, options: FeedOptions = {}) => all<JSONValue>(container.items.query(sql, options));

const sorted = (rows: readonly JSONValue[]) => rows.map((row) => JSON.stringify(row)).sort();

const everything = numbers(60);
const groups = ['g0', 'g1', 'g2', 'g3'];

describe(covered('Queries across four physical partitions: ORDER BY, TOP, OFFSET, aggregates'), () => {
  describe.each<[string, FeedOptions]>([
    ['the way the SDK does it', {}],
    ['with a plan first', { forceQueryPlan: true }],
    ['with query control', { enableQueryControl: true }],
  ])('across partitions, %s', (_, options) => {
    test.each<[string, JSONValue[]]>([
      ['SELECT VALUE c.n FROM c ORDER BY c.n', everything],
      ["SELECT VALUE c.n FROM c WHERE c.pk IN ('p0', 'p1', 'p2') ORDER BY c.n DESC", [...everything].reverse()],
      [
        'SELECT c.a, c.n FROM c ORDER BY c.a ASC, c.n DESC',
        groups.flatMap((a, g) =>
          everything
            .filter((n) => n % 4 === g)
            .reverse()
            .map((n) => ({ a, n })),
        ),
      ],
      ['SELECT VALUE COUNT(1) FROM c', [60]],
      ['SELECT VALUE AVG(c.n) FROM c', [29.5]],
      ['SELECT VALUE SUM(c.n) FROM c', [1770]],
      ['SELECT VALUE MIN(c.n) FROM c', [0]],
      ['SELECT VALUE MAX(c.n) FROM c', [59]],
      ["SELECT VALUE SUM(c.n) FROM c WHERE c.pk = 'p1'", [590]],
      ['SELECT TOP 3 VALUE c.n FROM c ORDER BY c.n DESC', [59, 58, 57]],
      ['SELECT VALUE c.n FROM c ORDER BY c.n OFFSET 10 LIMIT 5', [10, 11, 12, 13, 14]],
    ])('%s', async (sql, expected) => {
      expect(await query(sql, options)).toEqual(expected);
    });

    test.each<[string, JSONValue[]]>([
      ['SELECT VALUE c.n FROM c WHERE c.n IN (1, 2, 3)', [1, 2, 3]],
      ['SELECT COUNT(1) AS n, MAX(c.n) AS m FROM c', [{ n: 60, m: 59 }]],
      ['SELECT COUNT(1), AVG(c.n) AS v FROM c WHERE c.b = true', [{ $1: 30, v: 29 }]],
    ])('%s, in any order', async (sql, expected) => {
      expect(sorted(await query(sql, options))).toEqual(sorted(expected));
    });
  });
});

describe(covered('Continuation of cross-partition queries, with query control where the SDK needs it'), () => {
  const read = async (sql: string, options: FeedOptions) => {
    const rows: JSONValue[] = [];
    let continuationToken: string | undefined;
    let pages = 0;
    do {
      const page = await container.items
        .query<JSONValue>(sql, { ...options, ...(continuationToken ? { continuationToken } : {}) })
        .fetchNext();
      rows.push(...(page.resources ?? []));
      continuationToken = page.continuationToken;
      pages += 1;
    } while (continuationToken && pages < 30);
    return rows;
  };

  test('a plain query can be resumed by its token', async () => {
    const rows = await read('SELECT VALUE c.n FROM c', { maxItemCount: 13 });
    expect(rows).toHaveLength(60);
    expect(new Set(rows).size).toBe(60);
  });

  test('an ordered query can be resumed with query control', async () => {
    const options = { enableQueryControl: true, maxItemCount: 13 };
    expect(await read('SELECT VALUE c.n FROM c ORDER BY c.n', options)).toEqual(everything);
  });

  test('all items are read without a query', async () => {
    expect(await all(container.items.readAll({ maxItemCount: 11 }))).toHaveLength(60);
  });
});

describe(covered('Queries by a prefix of a hierarchical key'), () => {
  const under = (sql: string, partitionKey: string[]) => all(tree.items.query(sql, { partitionKey }));

  test('selects everything below it and nothing else', async () => {
    expect(await under('SELECT VALUE c.n FROM c ORDER BY c.n', ['T0'])).toEqual([0, 2, 4, 6, 8, 10]);
    expect(await under('SELECT VALUE COUNT(1) FROM c', ['T1'])).toEqual([6]);
    expect(await under('SELECT VALUE c.n FROM c ORDER BY c.n', ['T0', 'V2'])).toEqual([2, 8]);
    expect(await under('SELECT VALUE c.n FROM c', ['T'])).toEqual([]);
  });

  test('gives the same as a filter on it', async () => {
    const filtered = await all(tree.items.query("SELECT VALUE c.n FROM c WHERE c.tenantId = 'T1' ORDER BY c.n"));
    expect(filtered).toEqual([1, 3, 5, 7, 9, 11]);
  });

  test('with too many levels is refused', async () => {
    expect(await refusal(under('SELECT * FROM c', ['T0', 'V0', 'X']))).toBe(400);
  });
});

describe(covered('What cannot be merged across partitions is refused'), () => {
  test('an order over mixed types is refused by the SDK as soon as there are two partitions', async () => {
    const mixed = await account.container({ id: 'mixed', partitionKey: '/pk' });
    const values: JSONValue[] = [1, 'a', null, true];
    await Promise.all(values.map((v, n) => mixed.items.create({ id: `${n}`, pk: `k${n}`, v })));
    await expect(all(mixed.items.query('SELECT * FROM c ORDER BY c.v'))).rejects.toThrow(/Expected|unrecognizable/);
  });

  test.each(['SELECT VALUE [COUNT(1)] FROM c', 'SELECT LOWER(MAX(c.a)) AS a FROM c'])(
    '%s cannot be merged',
    async (sql) => {
      expect(await refusalText(query(sql))).toMatch(/400 .*Compositions of aggregates/s);
      expect(await query(sql, { partitionKey: 'p0' })).toHaveLength(1);
    },
  );

  test('an order without its composite index is refused here as well', async () => {
    expect(await refusalText(query('SELECT * FROM c ORDER BY c.n, c.a'))).toMatch(/composite index/);
  });
});

test('the plan of a query can be asked for', async () => {
  const { result } = await container.getQueryPlan('SELECT COUNT(1) AS n, MAX(c.n) AS m FROM c');
  expect(result).toMatchObject({ queryInfo: { groupByAliases: ['n', 'm'] } });
});
