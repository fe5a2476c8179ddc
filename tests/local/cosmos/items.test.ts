import type { Container } from '@azure/cosmos';
import { manualClock } from '../../../local/shared/clock.ts';
import { covered, refused } from '../conformance.ts';
import { all, HIERARCHICAL, openAccount, own, refusal, refusalText, type TestAccount } from './account.ts';

let account: TestAccount;
let flat: Container;
let tree: Container;
const clock = manualClock();

beforeAll(async () => {
  account = await openAccount({ clock });
  flat = await account.container({ id: 'flat', partitionKey: '/pk' });
  tree = await account.container({ id: 'tree', partitionKey: HIERARCHICAL });
});
afterAll(() => account.close());

const ifMatch = (condition: string) => ({ accessCondition: { type: 'IfMatch', condition } });

describe(covered('Create and point read of items, with system properties, session token and charge'), () => {
  test('an item is created and read with everything the service adds', async () => {
    const created = await flat.items.create({ id: 'p1', pk: 'A', v: 1 });
    expect(created.statusCode).toBe(201);
    expect(created.requestCharge).toBeGreaterThan(4);
    expect(created.activityId).toMatch(/^[\da-f-]{36}$/);
    expect(created.headers['x-ms-session-token']).toMatch(/^0:-1#\d+$/);
    const { resource, statusCode, etag, requestCharge } = await flat.item('p1', 'A').read();
    expect(statusCode).toBe(200);
    expect(requestCharge).toBe(1);
    expect(own(resource)).toEqual({ id: 'p1', pk: 'A', v: 1 });
    expect(resource).toMatchObject({
      _etag: etag,
      _ts: Math.floor(clock.now() / 1000),
      _rid: expect.any(String),
      _self: expect.stringContaining('/docs/'),
    });
  });

  test('a missing item reads as 404 without an exception, and so does the wrong partition', async () => {
    await flat.items.create({ id: 'here', pk: 'A' });
    expect(await flat.item('nowhere', 'A').read()).toMatchObject({ statusCode: 404, resource: undefined });
    expect((await flat.item('here', 'B').read()).statusCode).toBe(404);
  });
});

describe(covered('Ids unique per logical partition; hierarchical keys of up to three levels'), () => {
  test('an id is taken once per logical partition', async () => {
    await flat.items.create({ id: 'same', pk: 'A' });
    expect(await refusal(flat.items.create({ id: 'same', pk: 'A' }))).toBe(409);
    expect((await flat.items.create({ id: 'same', pk: 'B' })).statusCode).toBe(201);
  });

  test('all levels of a hierarchical key count', async () => {
    await tree.items.create({ id: 'e1', tenantId: 't1', vehicleId: 'v1', n: 1 });
    await tree.items.create({ id: 'e1', tenantId: 't1', vehicleId: 'v2', n: 2 });
    expect((await tree.item('e1', ['t1', 'v2']).read()).resource?.n).toBe(2);
    expect((await tree.item('e1', ['t1', 'v1']).read()).resource?.n).toBe(1);
    expect((await tree.item('e1', ['t1', 'v3']).read()).statusCode).toBe(404);
    expect(await refusal(tree.items.create({ id: 'e1', tenantId: 't1', vehicleId: 'v1' }))).toBe(409);
    await tree.item('e1', ['t1', 'v1']).replace({ id: 'e1', tenantId: 't1', vehicleId: 'v1', n: 5 });
    expect((await tree.item('e1', ['t1', 'v1']).read()).resource?.n).toBe(5);
    expect((await tree.item('e1', ['t1', 'v1']).delete()).statusCode).toBe(204);
  });

  test('an incomplete key addresses no item', async () => {
    await tree.items.create({ id: 'e2', tenantId: 't1', vehicleId: 'v1' });
    expect(await refusal(tree.item('e2', ['t1']).replace({ id: 'e2', tenantId: 't1', vehicleId: 'v1' }))).toBe(400);
  });

  test('an item cannot be moved to another partition, nor renamed', async () => {
    await flat.items.create({ id: 'stays', pk: 'A' });
    expect(await refusal(flat.item('stays', 'A').replace({ id: 'stays', pk: 'B' }))).toBe(400);
    expect(await refusal(flat.item('stays', 'A').replace({ id: 'moved', pk: 'A' }))).toBe(400);
  });
});

describe(covered('Replace, upsert and delete with If-Match, read with If-None-Match'), () => {
  test('replace and delete honour the etag', async () => {
    const { etag: first } = await flat.items.create({ id: 'r1', pk: 'A', v: 1 });
    const { etag: second } = await flat.item('r1', 'A').replace({ id: 'r1', pk: 'A', v: 2 }, ifMatch(first));
    expect(second).not.toBe(first);
    expect(await refusal(flat.item('r1', 'A').replace({ id: 'r1', pk: 'A', v: 3 }, ifMatch(first)))).toBe(412);
    expect(await refusal(flat.item('r1', 'A').delete(ifMatch(first)))).toBe(412);
    expect((await flat.item('r1', 'A').read()).resource?.v).toBe(2);
    expect((await flat.item('r1', 'A').delete(ifMatch(second))).statusCode).toBe(204);
    expect(await refusal(flat.item('r1', 'A').delete())).toBe(404);
    expect(await refusal(flat.item('r1', 'A').replace({ id: 'r1', pk: 'A' }))).toBe(404);
  });

  test('a read of what the client already has answers 304', async () => {
    const { etag } = await flat.items.create({ id: 'cached', pk: 'A' });
    const condition = { accessCondition: { type: 'IfNoneMatch', condition: etag } };
    expect((await flat.item('cached', 'A').read(condition)).statusCode).toBe(304);
    await flat.items.upsert({ id: 'cached', pk: 'A', v: 2 });
    expect((await flat.item('cached', 'A').read(condition)).statusCode).toBe(200);
  });

  test('an upsert creates, then replaces, and honours the etag', async () => {
    const first = await flat.items.upsert({ id: 'u1', pk: 'A', v: 1 });
    const second = await flat.items.upsert({ id: 'u1', pk: 'A', v: 2 });
    expect([first.statusCode, second.statusCode]).toEqual([201, 200]);
    expect(await refusal(flat.items.upsert({ id: 'u1', pk: 'A', v: 3 }, ifMatch(first.etag)))).toBe(412);
  });
});

describe(
  covered(
    'Any id and key value: Unicode, null, missing, numbers, booleans; system properties of a client are replaced',
  ),
  () => {
    test('system properties a client sends are replaced', async () => {
      const { resource } = await flat.items.create({ id: 'sys', pk: 'A', _etag: 'mine', _ts: 1, _rid: 'x' });
      expect(resource).not.toMatchObject({ _etag: 'mine' });
      expect(resource?._ts).toBeGreaterThan(1);
    });

    test.each(['a b', 'ü|x', '50%', 'a+b:c@d', "it's", '日本'])(
      'the id %j survives the way through a URL',
      async (id) => {
        await flat.items.upsert({ id, pk: 'ids' });
        expect((await flat.item(id, 'ids').read()).resource?.id).toBe(id);
      },
    );

    test('null, missing, numbers and booleans are keys of their own', async () => {
      await flat.items.create({ id: 'n1', pk: null });
      await flat.items.create({ id: 'n2' });
      await flat.items.create({ id: 'n3', pk: 42.5 });
      await flat.items.create({ id: 'n4', pk: true });
      expect((await flat.item('n1', null).read()).statusCode).toBe(200);
      expect((await flat.item('n2', undefined).read()).statusCode).toBe(200);
      expect((await flat.item('n3', 42.5).read()).statusCode).toBe(200);
      expect((await flat.item('n4', true).read()).statusCode).toBe(200);
      expect((await flat.item('n3', '42.5').read()).statusCode).toBe(404);
      expect((await flat.item('n4', 'true').read()).statusCode).toBe(404);
    });
  },
);

describe(covered('Unique keys within a logical partition, over several paths (409)'), () => {
  test('unique keys hold within a logical partition, over all their paths together', async () => {
    const unique = await account.container({
      id: 'unique',
      partitionKey: '/pk',
      uniqueKeyPolicy: { uniqueKeys: [{ paths: ['/email'] }, { paths: ['/x', '/y/z'] }] },
    });
    await unique.items.create({ id: '1', pk: 'A', email: 'a@x', x: 1, y: { z: 1 } });
    expect(await refusal(unique.items.create({ id: '2', pk: 'A', email: 'a@x', x: 2, y: { z: 1 } }))).toBe(409);
    await unique.items.create({ id: '2', pk: 'B', email: 'a@x', x: 1, y: { z: 1 } });
    await unique.items.create({ id: '3', pk: 'A', email: 'b@x', x: 1, y: { z: 2 } });
    expect(await refusal(unique.items.create({ id: '4', pk: 'A', email: 'c@x', x: 1, y: { z: 2 } }))).toBe(409);
    const taken = { id: '3', pk: 'A', email: 'a@x', x: 9, y: { z: 9 } };
    expect(await refusal(unique.item('3', 'A').replace(taken))).toBe(409);
    expect((await unique.item('3', 'A').read()).resource?.email).toBe('b@x');
    await unique.items.create({ id: '5', pk: 'A', x: 5 });
    expect(await refusal(unique.items.create({ id: '6', pk: 'A', x: 6 }))).toBe(409);
    expect(await refusal(unique.items.create({ id: '7', pk: 'A', x: 7, email: null }))).toBe(409);
  });

  test('values of several types are not the same', async () => {
    const unique = await account.container({
      id: 'types',
      partitionKey: '/pk',
      uniqueKeyPolicy: { uniqueKeys: [{ paths: ['/v'] }] },
    });
    for (const [id, v] of [1, '1', true, 0, false, null, 'null', { a: 1 }, '{"a":1}'].entries())
      expect((await unique.items.create({ id: String(id), pk: 'A', v })).statusCode).toBe(201);
  });
});

test(refused('Deleting all items of a logical partition in one request'), async () => {
  expect(await refusal(flat.deleteAllItemsForPartitionKey('A'))).toBe(501);
});

describe(covered('Limits of an item: 2 MB, 128 levels, id of 1,023 bytes, key of 2 KB'), () => {
  test('an item beyond 2 MB is refused with 413, one below is stored', async () => {
    const item = (bytes: number) => ({ id: 'big', pk: 'A', text: 'y'.repeat(bytes) });
    expect(await refusal(flat.items.create(item(2.1 * 1024 * 1024)))).toBe(413);
    expect(await refusal(flat.items.create({ id: 'wide', pk: 'A', text: 'ü'.repeat(1.1 * 1024 * 1024) }))).toBe(413);
    expect((await flat.items.create(item(1.9 * 1024 * 1024))).statusCode).toBe(201);
  });

  test('a request beyond all limits is refused while it is still being sent', async () => {
    expect(await refusal(flat.items.create({ id: 'huge', pk: 'A', text: 'y'.repeat(6 * 1024 * 1024) }))).toBe(413);
  });

  test('a key beyond 2 KB is refused', async () => {
    expect(await refusalText(flat.items.create({ id: 'long', pk: 'k'.repeat(2100) }))).toMatch(/400 .*2048 bytes/s);
  });

  test.each([
    ['an id beyond 1,023 bytes', { id: 'i'.repeat(1024) }],
    ['a time to live of zero', { id: 'ttl', ttl: 0 }],
    ['a time to live of half a second', { id: 'ttl', ttl: 0.5 }],
    ['a time to live of more than 31 bits', { id: 'ttl', ttl: 2 ** 31 }],
  ])('%s is refused with 400', async (_, item) => {
    const create = flat.items.create({ pk: 'A', ...item }, { disableAutomaticIdGeneration: true });
    expect(await refusal(create)).toBe(400);
  });

  test('an item nested beyond 128 levels is refused with 400', async () => {
    const nested = (levels: number): object => (levels === 0 ? {} : { in: nested(levels - 1) });
    expect(await refusal(flat.items.create({ id: 'deep', pk: 'A', nested: nested(130) }))).toBe(400);
  });
});

describe(covered('Time to live of container and item: absent, -1, seconds; an expired item is never seen'), () => {
  let expiring: Container;
  beforeAll(async () => {
    expiring = await account.container({ id: 'ttl', partitionKey: '/pk', defaultTtl: 60 });
  });

  test('items expire by the default of the container, or by their own time', async () => {
    await expiring.items.create({ id: 'default', pk: 'A' });
    await expiring.items.create({ id: 'never', pk: 'A', ttl: -1 });
    await expiring.items.create({ id: 'soon', pk: 'A', ttl: 10 });
    const visible = () => all(expiring.items.query('SELECT VALUE c.id FROM c', { partitionKey: 'A' }));
    expect(await visible()).toEqual(['default', 'never', 'soon']);
    clock.advance(10_000);
    expect(await visible()).toEqual(['default', 'never']);
    expect((await expiring.item('soon', 'A').read()).statusCode).toBe(404);
    clock.advance(50_000);
    expect(await visible()).toEqual(['never']);
    expect((await expiring.item('default', 'A').read()).statusCode).toBe(404);
  });

  test('an expired item makes room for a new one with its id and unique keys', async () => {
    const unique = await account.container({
      id: 'ttl-unique',
      partitionKey: '/pk',
      defaultTtl: 10,
      uniqueKeyPolicy: { uniqueKeys: [{ paths: ['/email'] }] },
    });
    await unique.items.create({ id: '1', pk: 'A', email: 'a@x' });
    expect(await refusal(unique.items.create({ id: '2', pk: 'A', email: 'a@x' }))).toBe(409);
    clock.advance(11_000);
    expect((await unique.items.create({ id: '2', pk: 'A', email: 'a@x' })).statusCode).toBe(201);
    clock.advance(11_000);
    expect((await unique.items.upsert({ id: '2', pk: 'A', email: 'b@x' })).statusCode).toBe(201);
    await unique.items.create({ id: '3', pk: 'A', email: 'c@x', ttl: -1 });
    clock.advance(11_000);
    expect((await unique.items.upsert({ id: '3', pk: 'A', email: 'b@x' })).statusCode).toBe(200);
  });

  test('a write starts the time anew', async () => {
    await expiring.items.create({ id: 'renewed', pk: 'B' });
    clock.advance(40_000);
    await expiring.item('renewed', 'B').patch([{ op: 'set', path: '/v', value: 1 }]);
    clock.advance(40_000);
    expect((await expiring.item('renewed', 'B').read()).statusCode).toBe(200);
  });

  test('without a default in the container the time of an item means nothing', async () => {
    await flat.items.create({ id: 'ignored', pk: 'ttl', ttl: 5 });
    clock.advance(10_000);
    expect((await flat.item('ignored', 'ttl').read()).statusCode).toBe(200);
  });
});
