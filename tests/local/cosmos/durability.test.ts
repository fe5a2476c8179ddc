import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ChangeFeedStartFrom, CosmosClient } from '@azure/cosmos';
import { type CosmosStandIn, startCosmos } from '../../../local/cosmos/server.ts';
import { Journal } from '../../../local/shared/journal.ts';
import { covered } from '../conformance.ts';
import { all, HIERARCHICAL, numbers, refusal } from './account.ts';

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'cosmos-'));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

const withAccount = async <T>(use: (client: CosmosClient, cosmos: CosmosStandIn) => Promise<T>): Promise<T> => {
  const cosmos = await startCosmos({ dataDir });
  const client = new CosmosClient(cosmos.connection);
  try {
    return await use(client, cosmos);
  } finally {
    client.dispose();
    await cosmos.close();
  }
};

const containerOf = async (client: CosmosClient, id: string) => {
  const { database } = await client.databases.createIfNotExists({ id: 'kept' });
  const uniqueKeyPolicy = { uniqueKeys: [{ paths: ['/email'] }] };
  return (await database.containers.createIfNotExists({ id, partitionKey: HIERARCHICAL, uniqueKeyPolicy })).container;
};

const item = (id: string, email = id) => ({ id, email, tenantId: 't', vehicleId: 'v' });

describe(covered('State survives a restart and a kill: what was acknowledged is there'), () => {
  test('everything is still there after a restart, and everything goes on', async () => {
    const token = await withAccount(async (client) => {
      const container = await containerOf(client, 'c');
      await container.items.create(item('a'));
      await container.items.create(item('b'));
      await container.item('a', ['t', 'v']).patch([{ op: 'set', path: '/x', value: 1 }]);
      await container.item('b', ['t', 'v']).delete();
      const feed = container.items.getChangeFeedIterator({ changeFeedStartFrom: ChangeFeedStartFrom.Beginning() });
      const seen = [await feed.readNext(), await feed.readNext(), await feed.readNext()];
      return seen.at(-1)?.continuationToken ?? '';
    });
    await withAccount(async (client) => {
      const container = await containerOf(client, 'c');
      expect((await container.item('a', ['t', 'v']).read()).resource).toMatchObject({ x: 1 });
      expect((await container.item('b', ['t', 'v']).read()).statusCode).toBe(404);
      expect(await refusal(container.items.create(item('other', 'a')))).toBe(409);
      // The last write was a delete: its number must not be given again, or a reader would miss the next change.
      await container.items.create(item('c'));
      const feed = container.items.getChangeFeedIterator({
        changeFeedStartFrom: ChangeFeedStartFrom.Continuation(token),
      });
      const ids: string[] = [];
      for (let page = await feed.readNext(); page.statusCode !== 304; page = await feed.readNext())
        ids.push(...page.result.map(({ id }) => id));
      expect(ids).toEqual(['c']);
    });
  });

  test('a continuation of a query outlives a restart', async () => {
    const sql = 'SELECT VALUE c.id FROM c ORDER BY c.id';
    const options = { partitionKey: ['t', 'v'], maxItemCount: 2 };
    const limited = 'SELECT VALUE c.id FROM c OFFSET 0 LIMIT 3';
    const tokens = await withAccount(async (client) => {
      const container = await containerOf(client, 'c');
      for (const id of ['a', 'b', 'c']) await container.items.create(item(id));
      const first = await container.items.query(sql, options).fetchNext();
      const some = await container.items.query(limited, options).fetchNext();
      return [first.continuationToken, some.continuationToken];
    });
    await withAccount(async (client) => {
      const container = await containerOf(client, 'c');
      for (const [index, text] of [sql, limited].entries()) {
        const rest = await container.items
          .query(text, { ...options, continuationToken: tokens[index] ?? '' })
          .fetchNext();
        expect(rest.resources).toEqual(['c']);
      }
    });
  });

  const startInProcess = async (): Promise<{ child: ChildProcess; connection: string }> => {
    const server = join(import.meta.dirname, '../../../local/cosmos/server.ts');
    const script = `
    import { startCosmos } from ${JSON.stringify(server)};
    console.log((await startCosmos({ dataDir: ${JSON.stringify(dataDir)} })).connection);`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, NODE_OPTIONS: '' },
    });
    const [connection] = await once(createInterface(child.stdout), 'line');
    return { child, connection };
  };

  test('a process killed while it writes loses nothing it acknowledged', async () => {
    const { child, connection } = await startInProcess();
    const client = new CosmosClient({
      connectionString: connection,
      connectionPolicy: {
        retryOptions: { maxRetryAttemptCount: 0, fixedRetryIntervalInMilliseconds: 0, maxWaitTimeInSeconds: 0 },
      },
    });
    const container = await containerOf(client, 'c');
    const acknowledged: string[] = [];
    let killed = false;
    const write = async (writer: number) => {
      for (let n = 0; !killed; n += 1) {
        const id = `${writer}-${n}`;
        try {
          await container.items.create(item(id));
          acknowledged.push(id);
        } catch (error) {
          if (!killed) throw error;
        }
        if (acknowledged.length > 300 && !killed) {
          killed = true;
          child.kill('SIGKILL');
        }
      }
    };
    const exited = once(child, 'exit');
    await Promise.all(numbers(16).map(write));
    await exited;
    client.dispose();
    await withAccount(async (reader) => {
      const kept = await all(
        reader
          .database('kept')
          .container('c')
          .items.query('SELECT VALUE c.id FROM c', { partitionKey: ['t', 'v'] }),
      );
      const set = new Set(kept);
      expect(acknowledged.length).toBeGreaterThan(300);
      expect(acknowledged.filter((id) => !set.has(id))).toEqual([]);
    });
  });

  test('closing twice is safe', async () => {
    const cosmos = await startCosmos({ dataDir });
    await Promise.all([cosmos.close(), cosmos.close()]);
    await cosmos.close();
  });
});

describe('the journal', () => {
  test('acknowledges after the commit, and all writes of a turn at once', async () => {
    const journal = new Journal(dataDir, 'cosmos.sqlite');
    journal.define('CREATE TABLE t (n INTEGER)');
    const order: string[] = [];
    journal.settled(() => order.push('first'));
    journal.settled(() => order.push('second'));
    order.push('turn ends');
    await new Promise(setImmediate);
    expect(order).toEqual(['turn ends', 'first', 'second']);
    let answered = false;
    journal.settled(() => {
      answered = true;
    });
    expect(answered).toBe(true);
    journal.close();
  });

  test('undoes the writes of a failed attempt and keeps the others', () => {
    const journal = new Journal(undefined, 'cosmos.sqlite');
    journal.define('CREATE TABLE t (n INTEGER); INSERT INTO t VALUES (1)');
    const attempt = () =>
      journal.savepoint(() => {
        journal.define('INSERT INTO t VALUES (2)');
        throw new Error('no');
      });
    expect(attempt).toThrow('no');
    journal.commit();
    expect(journal.prepare('SELECT n FROM t').all()).toMatchObject([{ n: 1 }]);
    journal.close();
  });

  test('tells everybody who waits when a commit fails, and has memory forgotten', () => {
    const journal = new Journal(undefined, 'cosmos.sqlite');
    journal.define('CREATE TABLE t (n INTEGER)');
    journal.commit();
    const failures: unknown[] = [];
    let forgotten = 0;
    journal.onLoss(() => {
      forgotten += 1;
    });
    journal.begin();
    journal.settled((failure) => failures.push(failure));
    // A full disk ends the transaction behind the back of the one who opened it.
    journal.define('ROLLBACK');
    journal.commit();
    expect(failures).toEqual([expect.objectContaining({ message: expect.stringMatching(/transaction/) })]);
    expect(forgotten).toBe(1);
    journal.close();
  });
});
