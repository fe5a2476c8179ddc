import { type Container, CosmosClient } from '@azure/cosmos';
import type { RequestCounts } from '../../../local/cosmos/request-counts.ts';
import { covered, differs } from '../conformance.ts';
import { all, numbers, openAccount, refusal, sendRaw, type TestAccount } from './account.ts';

let account: TestAccount;
let container: Container;
beforeAll(async () => {
  account = await openAccount();
  container = await account.container({ id: 'c', partitionKey: '/pk' });
});
afterAll(() => account.close());

const local = (method: string, path: string, body?: unknown) =>
  fetch(`http://127.0.0.1:${account.cosmos.port}/_local/${path}`, {
    method,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });

const fault = async (body: unknown) => expect((await local('POST', 'faults', body)).status).toBe(201);

beforeEach(async () => {
  await local('DELETE', 'faults');
  await local('POST', 'requests/reset');
});

let next = 0;
const create = () => container.items.create({ id: `item-${++next}`, pk: 'A' });
const counted = (operation: string) => account.cosmos.requests().containers.c?.[operation]?.requests;

describe(covered('Faults on demand: 408, 429 with retry-after, 449, 500, 503, slow, disconnected'), () => {
  test('throttling is survived by the retries of the SDK', async () => {
    await fault({ status: 429, count: 3, retryAfterMs: 5 });
    const { statusCode, diagnostics } = await create();
    expect(statusCode).toBe(201);
    expect(diagnostics.clientSideRequestStatistics.retryDiagnostics.failedAttempts).toHaveLength(3);
    expect(counted('refused')).toBe(3);
  });

  test('throttling that does not end reaches the caller', async () => {
    const impatient = new CosmosClient({
      connectionString: account.cosmos.connection,
      connectionPolicy: {
        retryOptions: { maxRetryAttemptCount: 1, fixedRetryIntervalInMilliseconds: 0, maxWaitTimeInSeconds: 1 },
      },
    });
    await impatient.getDatabaseAccount();
    await fault({ status: 429, count: 10, retryAfterMs: 1 });
    expect(await refusal(impatient.database('test').container('c').items.create({ id: 'x', pk: 'A' }))).toBe(429);
    impatient.dispose();
  });

  test.each([408, 449, 500, 503])('a status of %d is passed on', async (status) => {
    await fault({ status, count: 20, method: 'POST', container: 'c' });
    expect(await refusal(create())).toBe(status);
  });

  test('hit only what they are aimed at', async () => {
    await fault({ status: 500, method: 'delete', container: 'c' });
    await fault({ status: 500, container: 'elsewhere' });
    await fault({ status: 503, operation: 'patch' });
    expect((await create()).statusCode).toBe(201);
    expect(await refusal(container.item('none', 'A').delete())).toBe(500);
    expect(await refusal(container.item('none', 'A').delete())).toBe(404);
    expect(await (await local('GET', 'faults')).json()).toMatchObject([
      { container: 'elsewhere' },
      { operation: 'patch' },
    ]);
  });

  test('can lose the answer of a write that was done', async () => {
    await fault({ status: 500, afterwards: true, method: 'POST' });
    expect(await refusal(container.items.create({ id: 'done', pk: 'A' }))).toBe(500);
    expect((await container.item('done', 'A').read()).statusCode).toBe(200);
  });

  test('can keep somebody waiting who then gets an answer', async () => {
    await fault({ slowMs: 40, operation: 'create' });
    const started = performance.now();
    expect((await create()).statusCode).toBe(201);
    expect(performance.now() - started).toBeGreaterThanOrEqual(39);
  });

  test('an SDK that gives up waiting says so', async () => {
    const hasty = new CosmosClient({
      connectionString: account.cosmos.connection,
      connectionPolicy: { requestTimeout: 50 },
    });
    await hasty.getDatabaseAccount();
    await fault({ slowMs: 60_000, operation: 'upsert', count: 20 });
    const upsert = hasty.database('test').container('c').items.upsert({ id: 'late', pk: 'A' });
    await expect(upsert).rejects.toThrow();
    hasty.dispose();
  });

  test.each([
    ['before the work', {}, 404],
    ['after it', { afterwards: true }, 200],
  ])('can break the connection %s', async (name, more, status) => {
    await fault({ disconnect: true, operation: 'create', ...more });
    await expect(container.items.create({ id: name, pk: 'broken' })).rejects.toThrow();
    expect((await container.item(name, 'broken').read()).statusCode).toBe(status);
  });

  test.each([
    [{ status: 200 }, /status/],
    [{ status: 429, count: 0 }, /count/],
    [{ status: 429, container: 7 }, /container/],
    [{ status: 429, offer: 7 }, /offer/],
    [{ count: 2 }, /slowMs/],
    [[], /object/],
  ])('%j is refused', async (body, reason) => {
    const response = await local('POST', 'faults', body);
    expect(response.status).toBe(400);
    expect(await response.text()).toMatch(reason);
  });
});

describe('request counts', () => {
  test('tell operations, charges and partition keys by container', async () => {
    const { requestCharge } = await create();
    await container.items.batch([{ operationType: 'Create', resourceBody: { id: 'b0', pk: 'A' } }], 'A');
    for (const key of ['A', 'A', 'B']) await container.item('b0', key).read();
    await all(container.items.query('SELECT * FROM c', { partitionKey: 'B' }));
    await all(container.items.query('SELECT * FROM c'));
    await container.items.bulk(['B', 'A', 'B'].map((key) => ({ operationType: 'Read', id: 'b0', partitionKey: key })));
    const { c } = account.cosmos.requests().containers;
    expect(c).toMatchObject({
      bulk: { requests: 1, partitionKeys: { '["A"] ["B"]': 1 } },
      create: { requests: 1, requestUnits: requestCharge },
      batch: { requests: 1, partitionKeys: { '["A"]': 1 } },
      read: { requests: 2, requestUnits: 2, partitionKeys: { '["A"]': 2 } },
      refused: { requests: 1, partitionKeys: { '["B"]': 1 } },
    });
    expect(c?.query).toMatchObject({ requests: 2, partitionKeys: { '["B"]': 1 } });
  });

  test('are served without a key and do not count themselves', async () => {
    await create();
    const counts = (await (await local('GET', 'requests')).json()) as RequestCounts;
    expect(counts).toEqual(account.cosmos.requests());
    expect(counted('create')).toBe(1);
    expect((await local('POST', 'requests/reset')).ok).toBe(true);
    expect(account.cosmos.requests()).toEqual({ containers: {} });
  });
});

describe(differs('Request charges', 'a documented model; throughput is not enforced'), () => {
  test('more work costs more', async () => {
    const write = async (id: string, more: object) =>
      (await container.items.create({ id, pk: 'ru', ...more })).requestCharge;
    const small = await write('small', {});
    const wide = await write('wide', Object.fromEntries(numbers(50).map((n) => [`p${n}`, n])));
    const large = await write('large', { text: 'y'.repeat(100 * 1024) });
    expect(small).toBeGreaterThan(5);
    expect(small).toBeLessThan(7);
    expect(wide).toBeGreaterThan(small);
    expect(large).toBeGreaterThan(40);
    expect((await container.item('large', 'ru').read()).requestCharge).toBeCloseTo(10, 0);
    const replaced = await container.item('small', 'ru').replace({ id: 'small', pk: 'ru' });
    expect(replaced.requestCharge).toBeGreaterThan(small);
    const { requestCharge } = await container.items.query('SELECT * FROM c', { partitionKey: 'ru' }).fetchNext();
    expect(requestCharge).toBeGreaterThan(2.3);
  });

  test('the index costs nothing for what is excluded from it', async () => {
    const definition = { partitionKey: '/pk', indexingPolicy: { excludedPaths: [{ path: '/fixes/*' }] } };
    const lean = await account.container({ id: 'lean', ...definition });
    const item = { id: '1', pk: 'A', fixes: numbers(200) };
    const [cheap, dear] = [await lean.items.create(item), await container.items.create(item)];
    expect(dear.requestCharge - cheap.requestCharge).toBeCloseTo(12, 0);
  });
});

describe(covered('Errors in the form of the service: code, message, substatus'), () => {
  test('an unknown partition key range is gone, which sends the SDK for a new list', async () => {
    const response = await sendRaw(account, '/dbs/test/colls/c/docs', {
      method: 'POST',
      type: 'docs',
      id: 'dbs/test/colls/c',
      headers: {
        'content-type': 'application/query+json',
        'x-ms-documentdb-isquery': 'true',
        'x-ms-documentdb-partitionkeyrangeid': '7',
      },
      body: JSON.stringify({ query: 'SELECT * FROM c' }),
    });
    expect([response.status, response.headers.get('x-ms-substatus')]).toEqual([410, '1002']);
  });

  test.each([
    ['POST', 'not json', 400],
    ['POST', '[]', 400],
    ['PUT', '{}', 501],
  ])('%s %s to the items is answered with %d', async (method, body, status) => {
    const target = { type: 'docs', id: 'dbs/test/colls/c' };
    const response = await sendRaw(account, '/dbs/test/colls/c/docs', { method, body, ...target });
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ code: expect.any(String), message: expect.any(String) });
  });

  test('a path that is not percent-encoded properly is refused', async () => {
    const response = await fetch(`http://127.0.0.1:${account.cosmos.port}/dbs/%E0%A4%A`);
    expect(response.status).toBe(400);
  });
});

test('an unknown path below /_local says what is missing', async () => {
  expect((await local('GET', 'nothing')).status).toBe(501);
});
