import type { Container, OperationInput } from '@azure/cosmos';
import { covered } from '../conformance.ts';
import { all, HIERARCHICAL, numbers, openAccount, refusalText, type TestAccount } from './account.ts';

let account: TestAccount;
let container: Container;
let tree: Container;
beforeAll(async () => {
  account = await openAccount();
  container = await account.container({ id: 'flat', partitionKey: '/pk' });
  tree = await account.container({ id: 'tree', partitionKey: HIERARCHICAL });
});
afterAll(() => account.close());

const create = (id: string, pk: string, more: object = {}): OperationInput => ({
  operationType: 'Create',
  resourceBody: { id, pk, ...more },
});

const inPartition = (pk: string) => all(container.items.query('SELECT VALUE c.id FROM c', { partitionKey: pk }));

describe(covered('Transactional batch: all or nothing on 409 and 412, 100 operations, 2 MB'), () => {
  test('runs its operations in order and reports each', async () => {
    const { code, result = [] } = await container.items.batch(
      [
        create('b1', 'ok', { v: 1 }),
        { operationType: 'Upsert', resourceBody: { id: 'b2', pk: 'ok', v: 2 } },
        { operationType: 'Read', id: 'b1' },
        { operationType: 'Replace', id: 'b1', resourceBody: { id: 'b1', pk: 'ok', v: 9 } },
        { operationType: 'Patch', id: 'b2', resourceBody: { operations: [{ op: 'incr', path: '/v', value: 1 }] } },
        { operationType: 'Delete', id: 'b1' },
      ],
      'ok',
    );
    expect(code).toBe(200);
    expect(result.map(({ statusCode }) => statusCode)).toEqual([201, 201, 200, 200, 200, 204]);
    expect(result[0]?.eTag).toMatch(/^".+"$/);
    expect(result[4]?.resourceBody).toMatchObject({ id: 'b2', v: 3 });
    expect(await inPartition('ok')).toEqual(['b2']);
  });

  test('applies nothing when one operation fails', async () => {
    await container.items.create({ id: 'taken', pk: 'atomic', v: 1 });
    await inPartition('atomic');
    const operations = [create('before', 'atomic'), create('taken', 'atomic'), create('after', 'atomic')];
    const { code, result = [] } = await container.items.batch(operations, 'atomic');
    expect(code).toBe(207);
    expect(result.map(({ statusCode }) => statusCode)).toEqual([424, 409, 424]);
    expect(await inPartition('atomic')).toEqual(['taken']);
    expect((await container.item('before', 'atomic').read()).statusCode).toBe(404);
  });

  test('that fails leaves updates, deletes and the order of the partition as they were', async () => {
    for (const id of ['a', 'b', 'c']) await container.items.create({ id, pk: 'undo', v: 1 });
    await inPartition('undo');
    const { result = [] } = await container.items.batch(
      [
        { operationType: 'Delete', id: 'a' },
        { operationType: 'Patch', id: 'b', resourceBody: { operations: [{ op: 'incr', path: '/v', value: 1 }] } },
        { operationType: 'Delete', id: 'missing' },
      ],
      'undo',
    );
    expect(result.map(({ statusCode }) => statusCode)).toEqual([424, 424, 404]);
    const items = await all(container.items.query('SELECT c.id, c.v FROM c', { partitionKey: 'undo' }));
    expect(items).toEqual(['a', 'b', 'c'].map((id) => ({ id, v: 1 })));
    await container.items.create({ id: 'd', pk: 'undo' });
    expect(await inPartition('undo')).toEqual(['a', 'b', 'c', 'd']);
  });

  test('honours etags', async () => {
    await container.items.create({ id: 'tagged', pk: 'etag', v: 1 });
    const { result = [] } = await container.items.batch(
      [
        create('new', 'etag'),
        { operationType: 'Replace', id: 'tagged', resourceBody: { id: 'tagged', pk: 'etag', v: 2 }, ifMatch: '"old"' },
      ],
      'etag',
    );
    expect(result.map(({ statusCode }) => statusCode)).toEqual([424, 412]);
    expect(await inPartition('etag')).toEqual(['tagged']);
  });

  test('works under a hierarchical key', async () => {
    const operations = ['hb1', 'hb2'].map(
      (id): OperationInput => ({
        operationType: 'Create',
        resourceBody: { id, tenantId: 't9', vehicleId: 'v9' },
      }),
    );
    expect((await tree.items.batch(operations, ['t9', 'v9'])).code).toBe(200);
    expect((await tree.item('hb2', ['t9', 'v9']).read()).statusCode).toBe(200);
  });

  test('cannot reach into another partition', async () => {
    const { result = [] } = await container.items.batch([create('x', 'elsewhere')], 'here');
    expect(result[0]).toMatchObject({ statusCode: 400, subStatusCode: 1001 });
    expect(await inPartition('elsewhere')).toEqual([]);
  });

  test('takes a hundred operations and no more, and 2 MB and no more', async () => {
    const many = (count: number) => numbers(count).map((n) => create(`m${n}`, 'many'));
    expect((await container.items.batch(many(100), 'many')).code).toBe(200);
    expect(await refusalText(container.items.batch(many(101), 'many'))).toMatch(/100/);
    const large = ['l1', 'l2'].map((id) => create(id, 'large', { text: 'y'.repeat(1.1 * 1024 * 1024) }));
    expect(await refusalText(container.items.batch(large, 'large'))).toMatch(/too large/i);
    expect(await inPartition('large')).toEqual([]);
  });

  test('gives its changes consecutive places in the change feed', async () => {
    const feed = await account.container({ id: 'feed', partitionKey: '/pk' });
    await feed.items.create({ id: 'taken', pk: 'A' });
    await feed.items.batch([create('lost', 'A'), create('taken', 'A')], 'A');
    await feed.items.batch([create('x', 'A'), create('y', 'A')], 'A');
    const { result } = await feed.items.changeFeed('A', { startFromBeginning: true }).fetchNext();
    expect(result.map(({ id, _lsn }) => [id, _lsn])).toEqual([
      ['taken', 1],
      ['x', 2],
      ['y', 3],
    ]);
  });

  test('charges for what it did', async () => {
    const single = await container.items.create({ id: 'c0', pk: 'charge' });
    const { headers } = await container.items.batch([create('c1', 'charge'), create('c2', 'charge')], 'charge');
    expect(Number(headers?.['x-ms-request-charge'])).toBeCloseTo(2 * single.requestCharge);
  });
});

describe(covered('Bulk: operations on their own, in the order given, by physical partition'), () => {
  test('executeBulkOperations spreads over partitions, each operation on its own', async () => {
    const pk = (n: number) => `bulk${n % 7}`;
    const operations = [...numbers(250), 0].map((n) => ({
      operationType: 'Create' as const,
      partitionKey: pk(n),
      resourceBody: { id: `k${n}`, pk: pk(n), n },
    }));
    const nested = (vehicle: string, more: object) => ({ partitionKey: ['t7', vehicle], ...more });
    const [results, first] = await Promise.all([
      container.items.executeBulkOperations(operations),
      tree.items.executeBulkOperations(
        ['v1', 'v2'].map((vehicleId) => ({
          operationType: 'Upsert' as const,
          ...nested(vehicleId, {}),
          resourceBody: { id: 'x', tenantId: 't7', vehicleId, n: 1 },
        })),
      ),
    ]);
    expect(results.slice(0, 250).every(({ response }) => response?.statusCode === 201)).toBe(true);
    expect(results[250]?.error?.code).toBe(409);
    expect(first.map(({ response }) => response?.statusCode)).toEqual([201, 201]);
  });

  test('bulk reports each operation in the order given', async () => {
    const results = await tree.items.bulk(
      [
        {
          operationType: 'Upsert',
          partitionKey: ['t8', 'v1'],
          resourceBody: { id: 'x', tenantId: 't8', vehicleId: 'v1', n: 1 },
        },
        {
          operationType: 'Patch',
          partitionKey: ['t8', 'v1'],
          id: 'x',
          resourceBody: { operations: [{ op: 'incr', path: '/n', value: 1 }] },
        },
        { operationType: 'Read', partitionKey: ['t8', 'v1'], id: 'x' },
        { operationType: 'Read', partitionKey: ['t8', 'v2'], id: 'missing' },
        { operationType: 'Delete', partitionKey: ['t8', 'v3'], id: 'missing' },
      ],
      { continueOnError: true },
    );
    expect(results.map(({ statusCode }) => statusCode)).toEqual([201, 200, 200, 404, 404]);
    expect(results[2]?.resourceBody).toMatchObject({ n: 2 });
  });

  test('bulk without continue-on-error stops at the first failure', async () => {
    const results = await container.items.bulk(
      [
        { operationType: 'Upsert', partitionKey: 'lb', resourceBody: { id: 'l1', pk: 'lb' } },
        { operationType: 'Read', partitionKey: 'lb', id: 'missing' },
        { operationType: 'Read', partitionKey: 'lb', id: 'l1' },
      ],
      { continueOnError: false },
    );
    expect(results.map(({ statusCode }) => statusCode)).toEqual([201, 404, 424]);
  });
});
