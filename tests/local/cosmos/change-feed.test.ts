import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type ChangeFeedIteratorResponse,
  ChangeFeedMode,
  type ChangeFeedPullModelIterator,
  ChangeFeedStartFrom,
  type Container,
} from '@azure/cosmos';
import { manualClock } from '../../../local/shared/clock.ts';
import { covered, refused } from '../conformance.ts';
import { HIERARCHICAL, numbers, openAccount, refusal, type TestAccount } from './account.ts';

type Change = Record<string, unknown> & { id: string; n: number };

let account: TestAccount;
const clock = manualClock(Date.UTC(2026, 5, 1));
beforeAll(async () => {
  account = await openAccount({ clock });
});
afterAll(() => account.close());

let made = 0;
/** A container in which items `e0` to `e9` were created and `e0` was replaced afterwards. */
const fed = async (): Promise<Container> => {
  const container = await account.container({ id: `fed-${++made}`, partitionKey: HIERARCHICAL, defaultTtl: -1 });
  for (const n of numbers(10))
    await container.items.create({ id: `e${n}`, tenantId: `t${n % 2}`, vehicleId: `v${n % 4}`, n });
  await container.item('e0', ['t0', 'v0']).replace({ id: 'e0', tenantId: 't0', vehicleId: 'v0', n: 100 });
  return container;
};

/** Reads until there is nothing new. */
const drain = async (iterator: ChangeFeedPullModelIterator<Change>) => {
  const changes: Change[] = [];
  for (;;) {
    const page: ChangeFeedIteratorResponse<Change[]> = await iterator.readNext();
    if (page.statusCode === 304) return { changes, token: page.continuationToken, values: changes.map(({ n }) => n) };
    changes.push(...page.result);
  }
};

const feed = (container: Container, from: ChangeFeedStartFrom, options = {}) =>
  container.items.getChangeFeedIterator<Change>({ changeFeedStartFrom: from, ...options });

const ascending = (values: number[]) => [...values].sort((a, b) => a - b);

describe(covered('Change feed, latest version: from the beginning, a time, now or a continuation'), () => {
  test('from the beginning it tells each item once, at its latest version', async () => {
    const { changes, values } = await drain(feed(await fed(), ChangeFeedStartFrom.Beginning()));
    expect(ascending(values)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 100]);
    expect(changes[0]).toHaveProperty('_lsn');
  });

  test('inside a logical partition the order is the order of the writes', async () => {
    const container = await fed();
    await container.item('e4', ['t0', 'v0']).patch([{ op: 'set', path: '/n', value: 104 }]);
    const { values } = await drain(feed(container, ChangeFeedStartFrom.Beginning(['t0', 'v0'])));
    expect(values).toEqual([8, 100, 104]);
  });

  test('pages resume by token, and later writes follow', async () => {
    const container = await fed();
    const first = await feed(container, ChangeFeedStartFrom.Beginning(), { maxItemCount: 4 }).readNext();
    expect(first.result.length).toBeLessThanOrEqual(4);
    const rest = await drain(
      feed(container, ChangeFeedStartFrom.Continuation(first.continuationToken), { maxItemCount: 4 }),
    );
    expect(first.result.length + rest.changes.length).toBe(10);
    await container.items.create({ id: 'new', tenantId: 't0', vehicleId: 'v0', n: 200 });
    const { values } = await drain(feed(container, ChangeFeedStartFrom.Continuation(rest.token ?? '')));
    expect(values).toEqual([200]);
  });

  test('from now it tells only what comes', async () => {
    const container = await fed();
    const iterator = feed(container, ChangeFeedStartFrom.Now());
    expect((await iterator.readNext()).statusCode).toBe(304);
    await container.items.create({ id: 'now', tenantId: 't1', vehicleId: 'v1', n: 300 });
    expect((await drain(iterator)).values).toEqual([300]);
  });

  test('from a time it tells what was written since', async () => {
    const container = await fed();
    clock.advance(5000);
    await container.items.create({ id: 'later', tenantId: 't1', vehicleId: 'v1', n: 400 });
    const { values } = await drain(feed(container, ChangeFeedStartFrom.Time(new Date(clock.now() - 1000))));
    expect(values).toEqual([400]);
  });
});

describe(covered('Change feed of a logical partition, a key prefix or a feed range'), () => {
  test('of a full key and of a prefix it tells what lies below', async () => {
    const container = await fed();
    expect((await drain(feed(container, ChangeFeedStartFrom.Beginning(['t1', 'v3'])))).values).toEqual([3, 7]);
    const { values } = await drain(feed(container, ChangeFeedStartFrom.Beginning(['t0'])));
    expect(ascending(values)).toEqual([2, 4, 6, 8, 100]);
  });

  test('feed ranges share all changes among them', async () => {
    const container = await fed();
    const ranges = await container.getFeedRanges();
    expect(ranges).toHaveLength(2);
    const shares = await Promise.all(
      ranges.map((range) => drain(feed(container, ChangeFeedStartFrom.Beginning(range)))),
    );
    expect(ascending(shares.flatMap(({ values }) => values))).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 100]);
    expect(shares.every(({ values }) => values.length > 0)).toBe(true);
  });
});

describe(covered('Change feed read in parts: continuations of ranges, also after the partitions have split'), () => {
  test('readers of ranges that begin anew with every page share all changes, each once and in its order', async () => {
    const four = await openAccount({ partitions: 4 });
    const container = await four.container({ id: 'parts', partitionKey: HIERARCHICAL });
    for (const n of numbers(40))
      await container.items.create({ id: `e${n}`, tenantId: `t${n % 7}`, vehicleId: 'v', n });
    const readers = (await container.getFeedRanges()).map((range) => ChangeFeedStartFrom.Beginning(range));
    expect(readers).toHaveLength(4);
    const seen: Change[] = [];
    for (const [index, start] of readers.entries()) {
      let from: ChangeFeedStartFrom = start;
      for (;;) {
        const page = await feed(container, from, { maxItemCount: 3 }).readNext();
        if (page.statusCode === 304) break;
        seen.push(...page.result);
        from = ChangeFeedStartFrom.Continuation(page.continuationToken);
        // Somebody writes meanwhile, into whatever range comes.
        if (seen.length % 5 === 0)
          await container.items.create({ id: `w${index}-${seen.length}`, tenantId: 't0', vehicleId: 'v', n: -1 });
      }
    }
    const original = seen.filter(({ n }) => n >= 0);
    expect(ascending(original.map(({ n }) => n))).toEqual(numbers(40));
    for (const tenant of numbers(7)) {
      const own = original.filter(({ tenantId }) => tenantId === `t${tenant}`).map(({ n }) => n);
      expect(own).toEqual(ascending(own));
    }
    await four.close();
  });

  test('a continuation goes on after the partitions have become more', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'cosmos-feed-'));
    const before = await openAccount({ dataDir, partitions: 1 });
    const definition = { id: 'split', partitionKey: HIERARCHICAL };
    const container = await before.container(definition);
    for (const n of numbers(20)) await container.items.create({ id: `e${n}`, tenantId: `t${n}`, vehicleId: 'v', n });
    const first = await feed(container, ChangeFeedStartFrom.Beginning(), { maxItemCount: 8 }).readNext();
    await before.close();
    const after = await openAccount({ dataDir, partitions: 4 });
    const again = await after.container(definition);
    const rest = await drain(
      feed(again, ChangeFeedStartFrom.Continuation(first.continuationToken), { maxItemCount: 3 }),
    );
    expect(ascending([...first.result.map(({ n }: Change) => n), ...rest.values])).toEqual(numbers(20));
    await after.close();
    rmSync(dataDir, { recursive: true });
  });
});

describe(covered('Deleted and expired items leave the change feed'), () => {
  test('deleted and expired items are not told', async () => {
    const container = await fed();
    await container.item('e9', ['t1', 'v1']).delete();
    await container.items.create({ id: 'brief', tenantId: 't1', vehicleId: 'v1', n: 500, ttl: 1 });
    clock.advance(2000);
    const { values } = await drain(feed(container, ChangeFeedStartFrom.Beginning()));
    expect(ascending(values)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 100]);
  });
});

test(refused('Change feed of all versions and deletes'), async () => {
  const iterator = (await fed()).items.getChangeFeedIterator({
    changeFeedMode: ChangeFeedMode.AllVersionsAndDeletes,
    changeFeedStartFrom: ChangeFeedStartFrom.Now(),
  });
  expect(await refusal(iterator.readNext())).toBe(501);
});

describe(covered('Change feed: pages of 4 MB, tokens of another container and broken ones are refused'), () => {
  test('the older iterator of a key works too', async () => {
    const container = await fed();
    const { result } = await container.items.changeFeed(['t0', 'v0'], { startFromBeginning: true }).fetchNext();
    expect(result).toHaveLength(3);
  });

  test('pages end before 4 MB', async () => {
    const container = await account.container({ id: 'large', partitionKey: '/pk' });
    for (const id of ['a', 'b', 'c'])
      await container.items.create({ id, pk: 'A', text: 'y'.repeat(1.5 * 1024 * 1024) });
    const iterator = feed(container, ChangeFeedStartFrom.Beginning('A'));
    const counts = [
      (await iterator.readNext()).count,
      (await iterator.readNext()).count,
      (await iterator.readNext()).count,
    ];
    expect(counts).toEqual([2, 1, 0]);
  });

  test('a token of another container is refused', async () => {
    const [one, other] = [await fed(), await fed()];
    const { token } = await drain(feed(one, ChangeFeedStartFrom.Beginning()));
    await expect(feed(other, ChangeFeedStartFrom.Continuation(token ?? '')).readNext()).rejects.toThrow(/container/);
  });

  test('a token that is no sequence number is refused', async () => {
    const container = await fed();
    const token = JSON.stringify({
      rid: (await container.read()).resource?._rid,
      Continuation: [{ minInclusive: '', maxExclusive: 'FF', continuationToken: '"nonsense"' }],
    });
    expect(await refusal(feed(container, ChangeFeedStartFrom.Continuation(token)).readNext())).toBe(400);
  });
});
