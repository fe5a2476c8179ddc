import type { Container } from '@azure/cosmos';
import type { TestAccount } from './account.ts';
import { numbers } from './account.ts';

/** Sixty items in three logical partitions, `p0` to `p2`; item `n` lies in `p(n mod 3)`. */
export const seededContainer = async (account: TestAccount): Promise<Container> => {
  const container = await account.container({
    id: 'queried',
    partitionKey: '/pk',
    indexingPolicy: {
      excludedPaths: [{ path: '/hidden/*' }],
      compositeIndexes: [
        [
          { path: '/a', order: 'ascending' },
          { path: '/n', order: 'descending' },
        ],
      ],
    },
  });
  await Promise.all(['p0', 'p1', 'p2'].map((pk, partition) => container.items.batch(itemsOf(pk, partition), pk)));
  return container;
};

const itemsOf = (pk: string, partition: number) =>
  numbers(60)
    .filter((n) => n % 3 === partition)
    .map((n) => ({ operationType: 'Create' as const, resourceBody: item(n, pk) }));

const item = (n: number, pk: string) => ({
  id: `i${n}`,
  pk,
  n,
  a: `g${n % 4}`,
  s: `Str${n % 10}`,
  b: n % 2 === 0,
  tags: [`t${n % 5}`, 'all'],
  nested: { deep: { x: n * 1.5 } },
  items: [
    { sku: `s${n % 3}`, qty: n },
    { sku: 'z', qty: 1 },
  ],
  ...(n % 6 === 0 ? { opt: null } : {}),
  ...(n % 7 === 0 ? { maybe: n } : {}),
});
