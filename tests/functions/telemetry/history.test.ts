import fc from 'fast-check';
import type { ReceivedFix } from '../../../functions/telemetry/fix.ts';
import { compact, type HistoryPorts, readHistory } from '../../../functions/telemetry/history.ts';
import { removeSegments, type Segment, segmentOf } from '../../../functions/telemetry/segments.ts';
import { shardPath } from '../../../functions/telemetry/shard-state.ts';
import { memoryDocuments } from '../../../shared/documents/memory-documents.ts';
import { fixAt, NOON } from './fixes.ts';

const TENANT = 'ten_acme';
const SHARD = 0;
const DAY_MS = 86_400_000;
const KEEP_SECONDS = 90 * 86_400;

const open = () => {
  const ports: HistoryPorts = {
    history: memoryDocuments(['tenantId', 'vehicleId', 'day']),
    live: memoryDocuments(['tenantId', 'shard']),
  };
  let pending: Segment[] = [];
  return {
    ports,
    pending: () => pending,
    /** Keeps a batch as a drain does. */
    async drain(id: string, batch: Record<string, readonly ReceivedFix[]>) {
      const sorted = Object.entries(batch).map(
        ([vehicleId, fixes]) => [vehicleId, fixes.toSorted((a, b) => a.at - b.at)] as const,
      );
      const { segment, put } = segmentOf(id, new Map(sorted));
      await ports.live.in(TENANT, ...shardPath(SHARD)).put(put.id, put.doc);
      pending = [...pending.filter((known) => known.id !== id), segment];
    },
    compact: () => compact(ports, TENANT, SHARD, pending, KEEP_SECONDS),
    async forget() {
      const done = pending;
      pending = [];
      await removeSegments(ports.live, TENANT, SHARD, done);
    },
    read: (
      query: { from?: number; to?: number; limit?: number; vehicleId?: string; pending?: readonly Segment[] } = {},
    ) =>
      readHistory(ports, TENANT, {
        vehicleId: 'veh_1',
        shard: SHARD,
        pending,
        from: NOON - 5 * DAY_MS,
        to: NOON + 5 * DAY_MS,
        limit: 10_000,
        ...query,
      }),
  };
};

const secondsOf = (fixes: readonly ReceivedFix[]) => fixes.map(({ at }) => (at - NOON) / 1_000);

type Read = ReturnType<typeof open>['read'];

/** Everything since `start`, as a caller with a small page reads it. */
const pageByPage = async (read: Read, start: number, limit: number): Promise<number[]> => {
  const paged: number[] = [];
  for (let from: number | undefined = start; from !== undefined; ) {
    const page: readonly ReceivedFix[] = await read({ from, limit });
    paged.push(...secondsOf(page.slice(0, limit)));
    from = page[limit]?.at;
  }
  return paged;
};

describe('the history of a vehicle', () => {
  it('is there as soon as a batch is', async () => {
    const { drain, read } = open();
    await drain('s-1', { veh_1: [fixAt(1), fixAt(2)], veh_2: [fixAt(3)] });
    expect(await read()).toEqual([fixAt(1), fixAt(2)]);
    expect(await read({ vehicleId: 'veh_2' })).toEqual([fixAt(3)]);
    expect(await read({ vehicleId: 'veh_3' })).toEqual([]);
  });

  it('is the same once batches are sorted by vehicle and time, and once they are gone', async () => {
    const { drain, read, compact, forget } = open();
    await drain('s-1', { veh_1: [fixAt(1), fixAt(5)] });
    await drain('s-2', { veh_1: [fixAt(3)] });
    expect(await compact()).toBe(true);
    expect(secondsOf(await read())).toEqual([1, 3, 5]);
    await forget();
    expect(secondsOf(await read())).toEqual([1, 3, 5]);
  });

  it('keeps late fixes in their place, days later', async () => {
    const { drain, read, compact, forget } = open();
    await drain('s-1', { veh_1: [fixAt(0)] });
    await compact();
    await forget();
    await drain('s-2', { veh_1: [fixAt(-3 * 86_400), fixAt(-1)] });
    expect(secondsOf(await read())).toEqual([-3 * 86_400, -1, 0]);
  });

  it('begins with the first instant asked for and ends before the last', async () => {
    const { drain, read, compact } = open();
    await drain('s-1', { veh_1: [fixAt(1), fixAt(2), fixAt(3)] });
    const span = { from: NOON + 1_000, to: NOON + 3_000 };
    expect(secondsOf(await read(span))).toEqual([1, 2]);
    await compact();
    expect(secondsOf(await read({ ...span, pending: [] }))).toEqual([1, 2]);
  });

  it('has one more than asked for when there are more', async () => {
    const { drain, read } = open();
    await drain('s-1', { veh_1: [1, 2, 3, 4].map((second) => fixAt(second)) });
    expect(secondsOf(await read({ limit: 2 }))).toEqual([1, 2, 3]);
    expect(secondsOf(await read({ limit: 4 }))).toEqual([1, 2, 3, 4]);
  });

  it('misses nothing while batches are being sorted under the eyes of a reader', async () => {
    const { drain, read, compact, forget, pending } = open();
    await drain('s-1', { veh_1: [fixAt(1)] });
    const before = pending();
    await compact();
    await forget();
    expect(secondsOf(await read({ pending: before }))).toEqual([1]);
  });

  it('belongs to one company', async () => {
    const { drain, compact, ports } = open();
    await drain('s-1', { veh_1: [fixAt(1)] });
    await compact();
    const query = { vehicleId: 'veh_1', shard: SHARD, pending: [], from: NOON - DAY_MS, to: NOON + DAY_MS, limit: 10 };
    expect(await readHistory(ports, 'ten_globex', query)).toEqual([]);
  });
});

describe('sorting batches', () => {
  it('keeps what it writes as long as the plan says', async () => {
    const { drain, ports, pending } = open();
    const kept: (number | undefined)[] = [];
    const history: typeof ports.history = {
      ...ports.history,
      putMany(tenantId, puts) {
        kept.push(...puts.map(({ keepSeconds }) => keepSeconds));
        return ports.history.putMany(tenantId, puts);
      },
    };
    await drain('s-1', { veh_1: [fixAt(1), fixAt(700)], veh_2: [fixAt(1)] });
    await compact({ ...ports, history }, TENANT, SHARD, pending(), KEEP_SECONDS);
    expect(kept).toEqual([KEEP_SECONDS, KEEP_SECONDS, KEEP_SECONDS]);
  });

  it('says so when somebody else has written meanwhile, and loses nothing', async () => {
    const { drain, ports, pending, read } = open();
    const { history } = ports;
    await drain('s-1', { veh_1: [fixAt(1)] });
    const overtaken = {
      ...history,
      async getMany<Doc extends object>(tenantId: string, addresses: Parameters<typeof history.getMany>[1]) {
        const found = await history.getMany<Doc>(tenantId, addresses);
        // The slices it looks for are written by the other one first.
        await compact(ports, TENANT, SHARD, pending(), KEEP_SECONDS);
        return found;
      },
    };
    expect(await compact({ ...ports, history: overtaken }, TENANT, SHARD, pending(), KEEP_SECONDS)).toBe(false);
    expect(secondsOf(await read())).toEqual([1]);
  });

  it('keeps more in ten minutes than a document holds, and pages through it', async () => {
    const { drain, read, compact, forget } = open();
    const attributes = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`io${index}`, 'x'.repeat(190)]));
    const heavy = (second: number) => fixAt(second, { attributes });
    const all = Array.from({ length: 590 }, (_, second) => second);
    for (const [id, some] of [
      ['s-1', all.filter((second) => second % 3 === 0)],
      ['s-2', all.filter((second) => second % 3 === 1)],
      ['s-3', all.filter((second) => second % 3 === 2)],
      ['s-4', [300, 301, 589]],
    ] as const) {
      await drain(id, { veh_1: some.map(heavy) });
      expect(await compact()).toBe(true);
      await forget();
    }
    expect(secondsOf(await read())).toEqual(all);
    expect(await pageByPage(read, NOON, 50)).toEqual(all);
  });
});

describe('whatever happens in whatever order', () => {
  const batch = fc.array(fc.integer({ min: -90_000, max: 90_000 }), { minLength: 1, maxLength: 6 });
  const step = fc.oneof(
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('drain' as const), seconds: batch }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('repeat', 'compact', 'compact-and-forget') }) },
  );

  it('every accepted instant is returned exactly once, page by page', () =>
    fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), fc.integer({ min: 1, max: 7 }), async (steps, limit) => {
        const { drain, read, compact, forget } = open();
        const batches: number[][] = [];
        const drainAgain = (index: number) => {
          const seconds = [...new Set(batches[index] ?? [])];
          return drain(`s-${index}`, { veh_1: seconds.map((second) => fixAt(second)), veh_2: [fixAt(0)] });
        };
        for (const one of steps) {
          if ('seconds' in one) await drainAgain(batches.push([...one.seconds]) - 1);
          if (one.kind === 'repeat' && batches.length > 0) await drainAgain(batches.length - 1);
          if (one.kind.startsWith('compact')) expect(await compact()).toBe(true);
          if (one.kind === 'compact-and-forget') await forget();
        }
        const expected = [...new Set(batches.flat())].sort((a, b) => a - b);
        expect(await pageByPage(read, NOON - 2 * DAY_MS, limit)).toEqual(expected);
      }),
      { numRuns: 60 },
    ));
});
