import { type Container, CosmosClient } from '@azure/cosmos';
import { type CosmosStandIn, startCosmos } from '../../../local/cosmos/server.ts';
import type { SpawnedHost } from '../../load/spawn-host.ts';
import { covered, differs } from '../conformance.ts';
import { appDir, cleanUp, eventually, seenBy, start, temporaryDirectory, written } from './support.ts';

let dataDir: string;
let cosmos: CosmosStandIn;
let client: CosmosClient;
let events: Container;

const startApp = (env: Readonly<Record<string, string>> = {}) =>
  start(appDir('cosmos'), { env: { DATA: cosmos.connection, ...env } });

beforeEach(async () => {
  dataDir = temporaryDirectory();
  cosmos = await startCosmos({ dataDir });
  client = new CosmosClient(cosmos.connection);
  const { database } = await client.databases.createIfNotExists({ id: 'fleet' });
  const { container } = await database.containers.createIfNotExists({ id: 'events', partitionKey: '/tenant' });
  events = container;
});
afterEach(async () => {
  await cleanUp();
  client.dispose();
  await cosmos.close();
});

const write = async (...ids: string[]) => {
  for (const [n, id] of ids.entries()) await events.items.upsert({ id, tenant: `t${n % 3}`, n });
};

const sees = (host: SpawnedHost, name: string, ids: readonly string[]) =>
  eventually(async () => expect((await seenBy<string>(host, name)).toSorted()).toEqual(ids.toSorted()));

const numbered = (count: number, prefix = 'e') => Array.from({ length: count }, (_, n) => `${prefix}${n}`);

it(covered('Cosmos DB trigger: change feed from the beginning or from now on, maxItemsPerInvocation'), async () => {
  await write(...numbered(12));
  const host = await startApp();
  await sees(host, 'all', numbered(12));
  expect(await seenBy(host, 'fromNow')).toEqual([]);
  expect(Math.max(...(await seenBy<number>(host, 'all-sizes')))).toBeLessThanOrEqual(5);
  await write('new');
  await sees(host, 'fromNow', ['new']);
  await sees(host, 'all', [...numbered(12), 'new']);
});

it(
  differs(
    'Cosmos DB trigger: leases',
    'one host, which survives being killed; on Azure they are shared among instances',
  ),
  async () => {
    await write('e0');
    const first = await startApp();
    await sees(first, 'all', ['e0']);
    await eventually(async () => {
      const { resources } = await client.database('fleet').container('leases').items.readAll().fetchAll();
      expect(resources.filter(({ id, ContinuationToken }) => id?.startsWith('now-') && ContinuationToken)).not.toEqual(
        [],
      );
    });
    await first.kill('SIGKILL');
    await write('while-away');
    const second = await startApp();
    await sees(second, 'all', ['while-away']);
    await sees(second, 'fromNow', ['while-away']);
  },
);

it(covered('Cosmos DB trigger without retry: a batch that fails is passed over'), async () => {
  await write('e0');
  const host = await startApp();
  await sees(host, 'skipping', ['e0']);
  await write('bad1');
  await written(host, /error skipping {2}Error: cannot fold bad1/);
  await write('e2');
  await sees(host, 'skipping', ['e0', 'e2']);
});

it(covered('Cosmos DB trigger with retry: a batch that fails comes again, with its retry context'), async () => {
  await write('bad1');
  const host = await startApp();
  await sees(host, 'retrying', ['bad1']);
  expect(await seenBy(host, 'retries')).toEqual([
    { count: 0, reason: null },
    ...[1, 2, 3].map((count) => ({ count, reason: 'cannot fold yet' })),
  ]);
});

it('keeps a batch that was being retried when the host ended', async () => {
  await write('bad1');
  const first = await startApp({ NEVER_FOLD: '1' });
  await eventually(async () => expect((await seenBy(first, 'retries')).length).toBeGreaterThan(5));
  await first.stop();
  const second = await startApp();
  await sees(second, 'retrying', ['bad1']);
});

it('waits for a database that is not there yet', async () => {
  const { port } = cosmos;
  await cosmos.close();
  const host = await startApp();
  await written(host, /warn {2}all {2}.*ECONNREFUSED/);
  cosmos = await startCosmos({ dataDir, port });
  await write('e0');
  await sees(host, 'all', ['e0']);
});
