import type { Container, JSONValue } from '@azure/cosmos';
import { covered, refused } from '../conformance.ts';
import { all, numbers, openAccount, refusalText, type TestAccount } from './account.ts';
import { seededContainer } from './query-fixture.ts';

let account: TestAccount;
let container: Container;
beforeAll(async () => {
  account = await openAccount();
  container = await seededContainer(account);
});
afterAll(() => account.close());

const inP0 = numbers(60).filter((n) => n % 3 === 0);

const query = (sql: string, parameters: Record<string, JSONValue> = {}, partitionKey = 'p0') =>
  all(
    container.items.query(
      { query: sql, parameters: Object.entries(parameters).map(([name, value]) => ({ name: `@${name}`, value })) },
      { partitionKey },
    ),
  );

describe(covered('WHERE: comparisons, IN, BETWEEN, lists, text regardless of case, three-valued logic'), () => {
  test.each<[string, Record<string, JSONValue>, number[]]>([
    ['c.n = @n', { n: 9 }, [9]],
    ['(c.n < 6 OR c.n > 50) AND NOT (c.n = 3)', {}, [0, 51, 54, 57]],
    ['c.n IN (3, 6, @x)', { x: 9 }, [3, 6, 9]],
    ['ARRAY_CONTAINS(@ids, c.id)', { ids: ['i3', 'i6'] }, [3, 6]],
    ['c.n BETWEEN 10 AND 20', {}, [12, 15, 18]],
    ['c.n NOT IN (0, 3) AND c.n NOT BETWEEN 9 AND 57', {}, [6]],
    ["ARRAY_CONTAINS(c.tags, 't3')", {}, inP0.filter((n) => n % 5 === 3)],
    ["ARRAY_CONTAINS(c.items, {sku: 's0', qty: 9}, true)", {}, [9]],
    ["STARTSWITH(c.s, 'str', true) AND CONTAINS(LOWER(c.s), 'r3') AND ENDSWITH(c.s, '3')", {}, [3, 33]],
    ['IS_DEFINED(c.maybe) AND NOT IS_DEFINED(c.opt)', {}, [21]],
    ['c.maybe != 0', {}, [21, 42]],
    ['IS_NULL(c.opt) AND IS_NUMBER(c.n) AND IS_STRING(c.s) AND IS_BOOL(c.b) AND c.n < 10', {}, [0, 6]],
    ['IS_ARRAY(c.tags) AND IS_OBJECT(c.nested) AND IS_PRIMITIVE(c.s) AND c.n < 4', {}, [0, 3]],
    ['c.b = true AND c.n < 10', {}, [0, 6]],
    ["c.n < 'text'", {}, []],
    ['c[\'nested\'].deep["x"] = 4.5', {}, [3]],
  ])('%s', async (condition, parameters, expected) => {
    expect(await query(`SELECT VALUE c.n FROM c WHERE ${condition}`, parameters)).toEqual(expected);
  });
});

describe(covered('SELECT: projections, VALUE, objects and lists, numbered names'), () => {
  test.each<[string, unknown[]]>([
    [
      'SELECT VALUE {"id": c.id, list: [c.n, c.tags[0], c.nothing]} FROM c WHERE c.n = 3',
      [{ id: 'i3', list: [3, 't3'] }],
    ],
    ['SELECT c.id i, c.nested.deep FROM root c WHERE c.n = 3', [{ i: 'i3', deep: { x: 4.5 } }]],
    ['SELECT c.nothing FROM c WHERE c.n = 3', [{}]],
    ['SELECT VALUE c.nothing FROM c', []],
    ['SELECT LOWER(c.s), c.n, c.n > 2 FROM c WHERE c.n = 3', [{ $1: 'str3', n: 3, $2: true }]],
    [
      "SELECT -- of a line\n TOP 1 1 AS one, -1.5 minus, 'two' AS two FROM vehicles",
      [{ one: 1, minus: -1.5, two: 'two' }],
    ],
    ['SELECT VALUE v["nested"].deep[\'x\'] FROM c AS v WHERE v.n = 3', [4.5]],
  ])('%s', async (sql, expected) => {
    expect(await query(sql)).toEqual(expected);
  });

  test('SELECT * gives the item as it is stored', async () => {
    const [item] = await query('SELECT * FROM c WHERE c.n = 9');
    expect(item).toEqual((await container.item('i9', 'p0').read()).resource);
  });
});

describe(covered('ORDER BY, TOP and OFFSET LIMIT, in the order of types'), () => {
  test.each<[string, unknown[]]>([
    ['SELECT VALUE c.n FROM c ORDER BY c.n DESC', [...inP0].reverse()],
    ['SELECT VALUE c.n FROM c ORDER BY c.n OFFSET 2 LIMIT 3', [6, 9, 12]],
    ['SELECT TOP 2 VALUE c.n FROM c ORDER BY c.n DESC', [57, 54]],
    ['SELECT TOP 0 VALUE c.n FROM c', []],
    ['SELECT VALUE c.n FROM c OFFSET 18 LIMIT 5', [54, 57]],
    ['SELECT VALUE c.n FROM c OFFSET 99 LIMIT 5', []],
    ['SELECT VALUE c.n FROM c OFFSET 1 LIMIT 0', []],
    ['SELECT VALUE c.maybe FROM c ORDER BY c.maybe DESC', [42, 21, 0]],
  ])('%s', async (sql, expected) => {
    expect(await query(sql)).toEqual(expected);
  });

  test('several paths are ordered by their composite index, or by its reverse', async () => {
    const ordered = [...inP0].map((n) => ({ a: `g${n % 4}`, n }));
    ordered.sort((x, y) => (x.a === y.a ? y.n - x.n : x.a < y.a ? -1 : 1));
    expect(await query('SELECT c.a, c.n FROM c ORDER BY c.a ASC, c.n DESC')).toEqual(ordered);
    expect(await query('SELECT c.a, c.n FROM c ORDER BY c.a DESC, c.n ASC')).toEqual([...ordered].reverse());
  });

  test('parameters can stand for counts', async () => {
    expect(await query('SELECT VALUE c.n FROM c ORDER BY c.n OFFSET @o LIMIT @l', { o: 1, l: 2 })).toEqual([3, 6]);
    expect(await query('SELECT TOP @t c.n FROM c ORDER BY c.n', { t: 1 })).toEqual([{ n: 0 }]);
  });

  test('values of different types follow the order of types, missing ones first', async () => {
    const mixed = await account.container({ id: 'mixed', partitionKey: '/pk' });
    const values: JSONValue[] = [{ o: 1 }, 'b', 'a', 2, -1, true, false, null, [1]];
    await Promise.all(values.map((v, index) => mixed.items.create({ id: `${index}`, pk: 'A', v })));
    await mixed.items.create({ id: 'missing', pk: 'A' });
    const order = (direction: string) =>
      all(mixed.items.query(`SELECT c.v FROM c ORDER BY c.v ${direction}`, { partitionKey: 'A' }));
    const expected = [{}, ...[null, false, true, -1, 2, 'a', 'b', [1], { o: 1 }].map((v) => ({ v }))];
    expect(await order('ASC')).toEqual(expected);
    expect(await order('DESC')).toEqual(expected.reverse());
  });
});

describe(covered('COUNT, SUM, AVG, MIN and MAX'), () => {
  test.each<[string, unknown[]]>([
    ['SELECT VALUE COUNT(1) FROM c', [20]],
    ['SELECT VALUE COUNT(c.maybe) FROM c', [3]],
    [
      'SELECT COUNT(1) AS c, SUM(c.n) AS s, AVG(c.n) AS a, MIN(c.n) AS mi, MAX(c.n) AS ma FROM c',
      [{ c: 20, s: 570, a: 28.5, mi: 0, ma: 57 }],
    ],
    ["SELECT VALUE SUM(c.n) FROM c WHERE c.n = 'nothing'", [0]],
    ["SELECT COUNT(1) AS n, AVG(c.n) AS a, MIN(c.n) AS m FROM c WHERE c.n = 'nothing'", [{ n: 0 }]],
    ['SELECT VALUE SUM(c.opt) FROM c', []],
    ['SELECT VALUE MAX(c.s) FROM c', ['Str9']],
  ])('%s', async (sql, expected) => {
    expect(await query(sql)).toEqual(expected);
  });
});

describe(covered('Pages of queries: continuation tokens, 4 MB, in place while others write'), () => {
  const read = async (sql: string, maxItemCount: number, partitionKey = 'p1') => {
    const pages: unknown[][] = [];
    let continuationToken: string | undefined;
    do {
      const options = { partitionKey, maxItemCount, ...(continuationToken ? { continuationToken } : {}) };
      const page = await container.items.query(sql, options).fetchNext();
      pages.push(page.resources);
      continuationToken = page.continuationToken;
    } while (continuationToken);
    return pages;
  };

  const inP1 = numbers(60).filter((n) => n % 3 === 1);

  test.each([
    ['in the order of creation', 'SELECT VALUE c.n FROM c', inP1, 4],
    ['in the order asked for', 'SELECT VALUE c.n FROM c ORDER BY c.n DESC', [...inP1].reverse(), 4],
    ['of TOP', 'SELECT TOP 8 VALUE c.n FROM c', inP1.slice(0, 8), 2],
    ['of TOP in an order', 'SELECT TOP 8 VALUE c.n FROM c ORDER BY c.n', inP1.slice(0, 8), 2],
    ['of OFFSET', 'SELECT VALUE c.n FROM c OFFSET 5 LIMIT 9', inP1.slice(5, 14), 2],
    ['of OFFSET in an order', 'SELECT VALUE c.n FROM c ORDER BY c.n OFFSET 5 LIMIT 9', inP1.slice(5, 14), 2],
  ])('%s lose and repeat nothing', async (_, sql, expected, count) => {
    const pages = await read(sql, 6);
    expect(pages.flat()).toEqual(expected);
    expect(pages).toHaveLength(count);
  });

  test('of ORDER BY stay in place while others write', async () => {
    const write = (id: string, n: number) => container.items.upsert({ id, pk: 'moving', n });
    await Promise.all([write('c1', 10), write('c2', 20), write('c3', 30)]);
    const options = { partitionKey: 'moving', maxItemCount: 2 };
    const sql = 'SELECT VALUE c.n FROM c ORDER BY c.n';
    const first = await container.items.query(sql, options).fetchNext();
    expect(first.resources).toEqual([10, 20]);
    await write('c0', 5);
    const rest = await container.items
      .query(sql, { ...options, continuationToken: first.continuationToken })
      .fetchNext();
    expect(rest.resources).toEqual([30]);
  });

  test('end before 4 MB', async () => {
    const large = { pk: 'large', text: 'y'.repeat(1.5 * 1024 * 1024) };
    await Promise.all(['a', 'b', 'c'].map((id) => container.items.create({ id, ...large })));
    for (const order of ['', 'ORDER BY c.id', 'OFFSET 0 LIMIT 10']) {
      const pages = await read(`SELECT * FROM c ${order}`, 10, 'large');
      expect(pages.map((page) => page.length)).toEqual([2, 1]);
    }
  });

  test('of all items of a partition are read without a query', async () => {
    let count = 0;
    const pages = container.items.readAll({ partitionKey: 'p2', maxItemCount: 7 }).getAsyncIterator();
    for await (const { resources } of pages) count += resources.length;
    expect(count).toBe(20);
  });

  test('do not follow a token of somebody else', async () => {
    const stranger = { partitionKey: 'p1', continuationToken: '+RID:~abc#RT:1' };
    expect(await refusalText(container.items.query('SELECT * FROM c', stranger).fetchNext())).toMatch(/400 .*token/s);
  });
});

describe(covered('Queries the service refuses: syntax, names, groupings, orders without their index (400)'), () => {
  test.each<[string, string]>([
    ['SELEC * FROM c', 'SC1001'],
    ["SELECT * FROM c WHERE c.s = 'open", 'SC1001'],
    ['SELECT * FROM c WHERE', 'SC1001'],
    ['SELECT c.value FROM c', "near 'value'"],
    ['SELECT c.order FROM c', "near 'order'"],
    ['SELECT * FROM c WHERE d.n = 1', "Identifier 'd' could not be resolved"],
    ['SELECT NOSUCH(c.n) FROM c', "'NOSUCH' is not a recognized built-in function name"],
    ['SELECT LENGTH() FROM c', 'LENGTH function requires 1 argument'],
    ['SELECT SUM(c.n, c.n) FROM c', 'SUM function requires 1 argument'],
    ['SELECT c.n, COUNT(1) FROM c', 'SC2102'],
    ['SELECT * FROM c WHERE COUNT(1) > 1', 'SC2102'],
    ['SELECT VALUE c.n FROM c ORDER BY LOWER(c.s)', 'SC2206'],
    ['SELECT COUNT(1) AS n FROM c ORDER BY c.a', 'ORDER BY'],
    ['SELECT TOP 1 * FROM c OFFSET 0 LIMIT 1', 'SC1001'],
    ['SELECT * FROM c WHERE c.n NOT 1', 'SC1001'],
    ['SELECT * FROM c ORDER BY c.n, c.a', 'composite index'],
    ['SELECT * FROM c ORDER BY c.a, c.n', 'composite index'],
    ['SELECT * FROM c ORDER BY c.hidden.x', 'range index'],
    ['SELECT * FROM c ORDER BY c._etag', 'range index'],
    ['SELECT * FROM c OFFSET 0 LIMIT 99999999999', '2147483647'],
    ['SELECT * FROM c WHERE c.n = @unknown', '@unknown'],
  ])('%s is refused with 400', async (sql, reason) => {
    const text = await refusalText(query(sql));
    expect(text).toMatch(/^400 /);
    expect(text).toMatch(reason);
  });
});

test('a page size that is no whole number is refused with 400', async () => {
  const page = container.items.query('SELECT * FROM c', { partitionKey: 'p0', maxItemCount: 2.5 }).fetchNext();
  expect(await refusalText(page)).toMatch(/^400 .*2\.5/s);
});

test('parameters may be null', async () => {
  const { query: text, parameters } = JSON.parse('{"query": "SELECT TOP 1 VALUE 1 FROM c", "parameters": null}');
  expect(await all(container.items.query({ query: text, parameters }, { partitionKey: 'p0' }))).toEqual([1]);
});

test.each([
  "FullTextContains(c.s, 'x')",
  'ST_ISVALID(c.loc)',
  'ABS(c.n) = 1',
  "REGEXMATCH(c.s, 'x')",
  'GetCurrentTimestamp() > 1',
])('the function in %s is unknown, and the refusal says where to add it', async (condition) => {
  expect(await refusalText(query(`SELECT * FROM c WHERE ${condition}`))).toMatch(
    /^400 .*local\/cosmos\/query\/functions.ts/s,
  );
});

describe(refused('JOIN, subqueries, DISTINCT, GROUP BY, LIKE, arithmetic, ?? and ?: in queries'), () => {
  test.each([
    'SELECT c.n, i.sku FROM c JOIN i IN c.items',
    'SELECT VALUE i FROM i IN c.items',
    'SELECT VALUE d FROM c.nested d',
    'SELECT * FROM (SELECT * FROM c)',
    'SELECT * FROM c WHERE EXISTS(SELECT VALUE i FROM i IN c.items)',
    'SELECT ARRAY(SELECT VALUE i FROM i IN c.items) FROM c',
    'SELECT (SELECT VALUE 1) FROM c',
    'SELECT VALUE 1',
    'SELECT DISTINCT c.a FROM c',
    'SELECT TOP 2 DISTINCT c.a FROM c',
    'SELECT c.a, COUNT(1) AS n FROM c GROUP BY c.a',
    'SELECT TOP 1 COUNT(1) AS n FROM c',
    "SELECT * FROM c WHERE c.s LIKE '%x'",
    "SELECT * FROM c WHERE c.s NOT LIKE '%x'",
    'SELECT * FROM c WHERE c.n + 1 > 2',
    'SELECT * FROM c WHERE c.n % 2 = 0',
    'SELECT VALUE -c.n / 2 FROM c',
    "SELECT VALUE c.s || 'x' FROM c",
    'SELECT VALUE c.s ?? 1 FROM c',
    'SELECT VALUE c.b ? 1 : 2 FROM c',
    'SELECT udf.mine(c.n) FROM c',
    "SELECT TOP 3 * FROM c ORDER BY RANK FullTextScore(c.s, 'x')",
  ])('%s', async (sql) => {
    expect(await refusalText(query(sql))).toMatch(/^501 .*not simulated.*local\/cosmos/s);
  });
});

test('a query sees exactly its own logical partition', async () => {
  const pks = new Set(await query('SELECT VALUE c.pk FROM c', {}, 'p1'));
  expect([...pks]).toEqual(['p1']);
  expect(await query('SELECT VALUE c.pk FROM c', {}, 'p')).toEqual([]);
});
