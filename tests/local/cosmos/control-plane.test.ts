import { CosmosClient } from '@azure/cosmos';
import containersJson from '../../../infra/containers.json' with { type: 'json' };
import { createContainers } from '../../../local/cosmos/containers.ts';
import { covered, refused } from '../conformance.ts';
import { all, HIERARCHICAL, openAccount, refusal, refusalText, type TestAccount } from './account.ts';

let account: TestAccount;
beforeAll(async () => {
  account = await openAccount();
});
afterAll(() => account.close());

const send = (path: string, init?: RequestInit) => fetch(`http://127.0.0.1:${account.cosmos.port}${path}`, init);

describe(covered('Databases: create, read'), () => {
  test('a database is created once and read', async () => {
    const { client } = account;
    expect((await client.databases.createIfNotExists({ id: 'once' })).statusCode).toBe(201);
    expect((await client.databases.createIfNotExists({ id: 'once' })).statusCode).toBe(200);
    expect(await refusal(client.databases.create({ id: 'once' }))).toBe(409);
    expect((await client.database('once').read()).resource).toMatchObject({
      id: 'once',
      _self: expect.stringMatching(/^dbs\/.+\/$/),
    });
    expect(await refusal(client.database('never').read())).toBe(404);
  });
});

describe(covered('Containers: create, read; definitions are checked'), () => {
  test('a container echoes its definition with the defaults filled in', async () => {
    const container = await account.container({
      id: 'echo',
      partitionKey: { paths: ['/pk'] },
      indexingPolicy: {
        excludedPaths: [{ path: '/blob/*' }],
        compositeIndexes: [
          [
            { path: '/a', order: 'ascending' },
            { path: '/n', order: 'descending' },
          ],
        ],
        spatialIndexes: [{ path: '/loc/*', types: ['Point', 'Polygon'] as never }],
      },
    });
    const { resource } = await container.read();
    expect(resource).toMatchObject({
      id: 'echo',
      partitionKey: { paths: ['/pk'], kind: 'Hash', version: 2 },
      indexingPolicy: {
        indexingMode: 'consistent',
        includedPaths: [{ path: '/*' }],
        excludedPaths: [{ path: '/blob/*' }, { path: '/"_etag"/?' }],
        compositeIndexes: [
          [
            { path: '/a', order: 'ascending' },
            { path: '/n', order: 'descending' },
          ],
        ],
        spatialIndexes: [{ path: '/loc/*' }],
      },
      uniqueKeyPolicy: { uniqueKeys: [] },
      _rid: expect.any(String),
      _self: expect.stringMatching(/^dbs\/.+\/colls\/.+\/$/),
      _etag: expect.stringMatching(/^".+"$/),
    });
    expect(resource).not.toHaveProperty('defaultTtl');
  });

  test('a hierarchical key, unique keys and a time to live are kept', async () => {
    const container = await account.container({
      id: 'full',
      partitionKey: HIERARCHICAL,
      defaultTtl: 60,
      uniqueKeyPolicy: { uniqueKeys: [{ paths: ['/email'] }, { paths: ['/x', '/y/z'] }] },
    });
    const { resource } = await container.read();
    expect(resource?.partitionKey).toEqual({ paths: ['/tenantId', '/vehicleId'], kind: 'MultiHash', version: 2 });
    expect(resource?.defaultTtl).toBe(60);
    expect(resource?.uniqueKeyPolicy?.uniqueKeys).toEqual([{ paths: ['/email'] }, { paths: ['/x', '/y/z'] }]);
  });

  test('a container without a partition key still stores items', async () => {
    const container = await account.container({ id: 'no-key' });
    expect((await container.read()).resource?.partitionKey?.paths).toEqual(['/_partitionKey']);
    await container.items.create({ id: 'a' });
    expect((await container.item('a').read()).statusCode).toBe(200);
  });

  test('a container is created once, and nothing is found in one that is missing', async () => {
    await account.container({ id: 'taken', partitionKey: '/pk' });
    expect(await refusal(account.database.containers.create({ id: 'taken', partitionKey: '/pk' }))).toBe(409);
    const missing = account.database.container('missing');
    expect(await refusal(missing.read())).toBe(404);
    expect(await refusalText(missing.items.create({ id: '1', pk: 'a' }))).toMatch('404');
  });

  test.each([
    ['a key path without a slash', { partitionKey: { paths: ['pk'] } }],
    ['a control character in a path', { partitionKey: '/pk', uniqueKeyPolicy: { uniqueKeys: [{ paths: ['/a\0'] }] } }],
    ['four key levels', { partitionKey: { paths: ['/a', '/b', '/c', '/d'], kind: 'MultiHash' as never } }],
    ['a time to live of zero', { partitionKey: '/pk', defaultTtl: 0 }],
    ['a fraction of a second', { partitionKey: '/pk', defaultTtl: 1.5 }],
    [
      'a composite index of one path',
      { partitionKey: '/pk', indexingPolicy: { compositeIndexes: [[{ path: '/a', order: 'ascending' as const }]] } },
    ],
    [
      'an excluded path without an ending',
      { partitionKey: '/pk', indexingPolicy: { excludedPaths: [{ path: '/a' }] } },
    ],
  ])('a container with %s is refused', async (_, definition) => {
    expect(await refusal(account.database.containers.create({ id: 'bad', ...definition }))).toBe(400);
  });
});

describe(covered('Account document and partition key ranges, with endpoint discovery or without'), () => {
  test('the account and its partition key ranges answer', async () => {
    const container = await account.container({ id: 'ranges', partitionKey: '/pk' });
    expect((await account.client.getDatabaseAccount()).resource?.consistencyPolicy).toBe('Session');
    const ranges = (await container.readPartitionKeyRanges().fetchAll()).resources;
    expect(ranges.map((range) => [range.minInclusive, range.maxExclusive])).toEqual([
      ['', '20'],
      ['20', 'FF'],
    ]);
  });

  test('a client without endpoint discovery works, and one with a name outside ASCII', async () => {
    await account.container({ id: 'größe', partitionKey: '/pk' });
    const client = new CosmosClient({
      endpoint: `http://127.0.0.1:${account.cosmos.port}/`,
      key: /AccountKey=(.+);/.exec(account.cosmos.connection)?.[1] ?? '',
      connectionPolicy: { enableEndpointDiscovery: false },
    });
    const { items } = client.database('test').container('größe');
    expect((await items.create({ id: 'ü', pk: 'ä' })).statusCode).toBe(201);
    client.dispose();
  });
});

describe(covered('Master-key signatures; anything else is answered 401'), () => {
  test('another key, no key and a broken signature are refused with 401', async () => {
    const key = Buffer.from('not the key of this account').toString('base64');
    const stranger = new CosmosClient({
      endpoint: `http://127.0.0.1:${account.cosmos.port}/`,
      key,
      connectionPolicy: { enableEndpointDiscovery: false },
    });
    expect(await refusal(stranger.database('test').read())).toBe(401);
    stranger.dispose();
    expect((await send('/dbs')).status).toBe(401);
    const headers = { authorization: '%E0%A4%A', 'x-ms-date': new Date().toUTCString() };
    expect((await send('/dbs', { headers })).status).toBe(401);
  });
});

test(refused('Stored procedures, triggers, user-defined functions, users and permissions'), async () => {
  const { scripts } = await account.container({ id: 'limits', partitionKey: '/pk' });
  const sproc = scripts.storedProcedures.create({ id: 'sproc', body: 'function () {}' });
  expect(await refusalText(sproc)).toMatch(/501 .*not simulated.*local\/cosmos/s);
  expect(await refusal(scripts.triggers.readAll().fetchAll())).toBe(501);
  expect(await refusal(scripts.userDefinedFunctions.readAll().fetchAll())).toBe(501);
  expect(await refusal(account.database.users.readAll().fetchAll())).toBe(501);
});

test(
  refused('Offers: throughput is accepted where a container is created, and can neither be read nor replaced'),
  async () => {
    const definition = { id: 'offered', partitionKey: '/pk' };
    const { container } = await account.database.containers.createIfNotExists(definition, { offerThroughput: 4000 });
    expect(await refusal(container.readOffer())).toBe(501);
  },
);

test(refused('Replacing, deleting, listing and querying databases and containers; the conflict feed'), async () => {
  const { client, database } = account;
  const container = await account.container({ id: 'fixed', partitionKey: '/pk' });
  const replaced = container.replace({ id: 'fixed', partitionKey: { paths: ['/pk'] }, defaultTtl: 3 });
  expect(await refusal(replaced)).toBe(501);
  expect(await refusal(container.delete())).toBe(501);
  expect(await refusal(database.delete())).toBe(501);
  expect(await refusal(all(client.databases.readAll()))).toBe(501);
  expect(await refusal(all(database.containers.readAll()))).toBe(501);
  expect(await refusal(all(database.containers.query({ query: 'SELECT * FROM c' })))).toBe(501);
  expect(await refusal(all(container.conflicts.readAll()))).toBe(501);
});

test.each([{ indexingMode: 'none' as const }, { includedPaths: [{ path: '/a/*' }], excludedPaths: [{ path: '/*' }] }])(
  refused('Indexing policies that do not index everything but what they exclude'),
  async (indexingPolicy) => {
    const created = account.database.containers.create({ id: 'lean', partitionKey: '/pk', indexingPolicy });
    expect(await refusal(created)).toBe(501);
  },
);

test(refused('Partition key version 1'), async () => {
  const partitionKey = { paths: ['/pk'], version: 1 as never };
  expect(await refusal(account.database.containers.create({ id: 'old', partitionKey }))).toBe(501);
});

describe(
  covered('Containers of infra/containers.json: keys, indexing policy, composite indexes, unique keys, time to live'),
  () => {
    test('the containers of the product are created, and creating them again changes nothing', async () => {
      await createContainers(account.cosmos.connection, containersJson);
      const database = account.client.database(containersJson.database);
      await database.container('events').items.create({ id: '1', tenantId: 'acme', streamId: 's' });
      await createContainers(account.cosmos.connection, containersJson);
      for (const { name } of containersJson.containers)
        expect((await database.container(name).read()).resource?.id).toBe(name);
      const { resource: telemetry } = await database.container('telemetry').read();
      expect(telemetry).toMatchObject({ defaultTtl: -1, partitionKey: { kind: 'MultiHash', version: 2 } });
      expect(telemetry?.indexingPolicy?.excludedPaths).toContainEqual({ path: '/fixes/*' });
      expect((await database.container('events').item('1', ['acme', 's']).read()).statusCode).toBe(200);
    });

    test('composite indexes and unique keys can be part of the containers of the product', async () => {
      const composites = [['/status', '/dueAt desc']];
      const spec = { name: 'jobs', partitionKey: ['/pk'], compositeIndexes: composites, uniqueKeys: [['/number']] };
      await createContainers(account.cosmos.connection, { database: 'spec', containers: [spec] });
      const { resource } = await account.client.database('spec').container('jobs').read();
      expect(resource?.indexingPolicy?.compositeIndexes).toEqual([
        [
          { path: '/status', order: 'ascending' },
          { path: '/dueAt', order: 'descending' },
        ],
      ]);
      expect(resource?.uniqueKeyPolicy?.uniqueKeys).toEqual([{ paths: ['/number'] }]);
    });
  },
);
