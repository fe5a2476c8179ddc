import type { Container, JSONValue } from '@azure/cosmos';
import fc from 'fast-check';
import { covered } from '../conformance.ts';
import { all, openAccount, type TestAccount } from './account.ts';

/** An item as a query sees it; `a` and `s` may be missing. */
interface Item {
  readonly id: string;
  readonly tenant: string;
  readonly vehicle: string;
  readonly day: number;
  readonly n: number;
  readonly a?: number | string | null;
  readonly s?: string;
}

/** A condition as SQL over `c`, and as the same in plain JavaScript; undefined counts as not true. */
interface Condition {
  readonly sql: string;
  readonly parameters: ReadonlyArray<{ readonly name: string; readonly value: JSONValue }>;
  readonly holds: (item: Item) => boolean;
}

let account: TestAccount;
let container: Container;
beforeAll(async () => {
  account = await openAccount({ partitions: 4 });
  const partitionKey = { paths: ['/tenant', '/vehicle', '/day'], kind: 'MultiHash' as never, version: 2 as never };
  container = await account.container({ id: 'shared', partitionKey });
});
afterAll(() => account.close());

// Few values, and some that start with others, so that keys are often close to each other.
const tenant = fc.constantFrom('t', 't1', 't11', 'T1', '');
const vehicle = fc.constantFrom('v', 'v1', '1');
const day = fc.constantFrom(1, 11, -1);

const item = fc.record(
  {
    tenant,
    vehicle,
    day,
    n: fc.integer({ min: 0, max: 9 }),
    a: fc.constantFrom(1, 5, '1', 'x', null),
    s: fc.constantFrom('', 'ab', 'abc', "it's", 'Ab'),
  },
  { requiredKeys: ['tenant', 'vehicle', 'day', 'n'] },
);

const compared: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '=': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '<': (a, b) => a < b,
  '>=': (a, b) => a >= b,
};

const plain = (sql: string, holds: Condition['holds']): Condition => ({ sql, parameters: [], holds });

const leaf: fc.Arbitrary<Condition> = fc.oneof(
  fc
    .tuple(fc.constantFrom(...Object.keys(compared)), fc.integer({ min: -1, max: 9 }))
    .map(([operator, value]) => plain(`c.n ${operator} ${value}`, ({ n }) => compared[operator]?.(n, value) === true)),
  fc.constantFrom('a', 'ab', "it's").map((value) => ({
    sql: 'STARTSWITH(c.s, @s)',
    parameters: [{ name: '@s', value }],
    holds: ({ s }: Item) => s?.startsWith(value) === true,
  })),
  fc.constantFrom(
    plain('IS_DEFINED(c.a)', ({ a }) => a !== undefined),
    plain('c.a = null', ({ a }) => a === null),
  ),
  fc.constantFrom(
    plain('c.a < 3', ({ a }) => typeof a === 'number' && a < 3),
    plain('true', () => true),
  ),
  // What tries to look beyond the key must not find anything there.
  tenant.map((value) => plain(`c.tenant = ${JSON.stringify(value)}`, (found) => found.tenant === value)),
);

const condition: fc.Arbitrary<Condition> = fc.oneof(
  leaf,
  fc.tuple(leaf, fc.constantFrom('AND', 'OR'), leaf).map(([left, operator, right]) => ({
    sql: `(${left.sql}) ${operator} (${right.sql.replaceAll('@s', '@r')})`,
    parameters: [...left.parameters, ...right.parameters.map(({ value }) => ({ name: '@r', value }))],
    holds: (found: Item) =>
      operator === 'AND' ? left.holds(found) && right.holds(found) : left.holds(found) || right.holds(found),
  })),
);

const key = fc.oneof(fc.tuple(tenant), fc.tuple(tenant, vehicle), fc.tuple(tenant, vehicle, day));

const belongs = ({ tenant: t, vehicle: v, day: d }: Item, wanted: readonly unknown[]) =>
  wanted.every((value, level) => value === [t, v, d][level]);

const paging = fc.record({ maxItemCount: fc.constantFrom(1, 3, 100), enableQueryControl: fc.boolean() });

const ids = (items: ReadonlyArray<{ id: string }>) => items.map(({ id }) => id).sort();

let runs = 0;
/** Stores the items of one run under ids of their own, and leaves nothing behind. */
const withItems = async (
  generated: ReadonlyArray<Omit<Item, 'id'>>,
  use: (items: readonly Item[]) => Promise<void>,
) => {
  runs += 1;
  const items = generated.map((fields, index): Item => ({ ...fields, id: `${runs}-${index}` }));
  await container.items.bulk(
    items.map((resourceBody) => ({
      operationType: 'Create',
      partitionKey: [resourceBody.tenant, resourceBody.vehicle, resourceBody.day],
      resourceBody: { ...resourceBody },
    })),
  );
  try {
    await use(items);
  } finally {
    await container.items.bulk(
      items.map(({ id, ...found }) => ({
        operationType: 'Delete',
        partitionKey: [found.tenant, found.vehicle, found.day],
        id,
      })),
    );
  }
};

describe(covered('A query that names a key or a prefix sees the documents of that key only (property)'), () => {
  test('whatever the documents, the key, the filter, the order and the page size', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(item, { maxLength: 25 }),
        key,
        condition,
        paging,
        async (generated, partitionKey, { sql, parameters, holds }, options) =>
          withItems(generated, async (items) => {
            const wanted = items.filter((found) => belongs(found, partitionKey) && holds(found));
            const query = <Row>(text: string) =>
              all<Row>(
                container.items.query<Row>(
                  { query: text, parameters: [...parameters] },
                  { partitionKey: [...partitionKey], ...options },
                ),
              );
            expect(ids(await query<Item>(`SELECT * FROM c WHERE ${sql}`))).toEqual(ids(wanted));
            const ordered = await query<Item>(`SELECT * FROM c WHERE ${sql} ORDER BY c.n DESC`);
            expect(ordered.map(({ n }) => n)).toEqual(wanted.map(({ n }) => n).sort((a, b) => b - a));
            expect(ids(ordered)).toEqual(ids(wanted));
            const some = await query<number>(`SELECT VALUE c.n FROM c WHERE ${sql} ORDER BY c.n OFFSET 1 LIMIT 3`);
            expect(some).toEqual(
              wanted
                .map(({ n }) => n)
                .sort((a, b) => a - b)
                .slice(1, 4),
            );
            expect(await query<number>(`SELECT VALUE COUNT(1) FROM c WHERE ${sql}`)).toEqual([wanted.length]);
            const sum = wanted.reduce((total, { n }) => total + n, 0);
            expect(await query<number>(`SELECT VALUE SUM(c.n) FROM c WHERE ${sql}`)).toEqual([sum]);
          }),
      ),
      { numRuns: 40 },
    ));

  test('a token of another key leads nowhere else', async () => {
    const fields = { vehicle: 'v', day: 1, n: 1 };
    const generated = ['t', 't1', 't11', 'T1'].flatMap((name) => [1, 2].map((n) => ({ ...fields, tenant: name, n })));
    await withItems(generated, async () => {
      const names = ['t', 't1', 't11', 'T1'];
      for (const sql of [
        'SELECT VALUE c.tenant FROM c',
        'SELECT VALUE c.tenant FROM c ORDER BY c.n',
        'SELECT VALUE [c.tenant, c.n] FROM c OFFSET 0 LIMIT 9',
      ])
        for (const from of names)
          for (const to of names) {
            const of = (name: string) => ({ partitionKey: [name], maxItemCount: 1 });
            const { continuationToken = '' } = await container.items.query(sql, of(from)).fetchNext();
            const page = await container.items.query<JSONValue>(sql, { ...of(to), continuationToken }).fetchNext();
            expect(page.resources.flat().filter((value) => typeof value === 'string' && value !== to)).toEqual([]);
          }
    });
  });
});
