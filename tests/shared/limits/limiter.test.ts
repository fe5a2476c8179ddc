import fc from 'fast-check';
import type { Documents, Partition } from '../../../shared/documents/documents.ts';
import { memoryDocuments } from '../../../shared/documents/memory-documents.ts';
import { FleetError } from '../../../shared/kernel/errors.ts';
import { type Limiter, limiter } from '../../../shared/limits/limiter.ts';
import { ASKING_MS, chunkOf, errorOf, type Policy, SHARE } from '../../../shared/limits/policy.ts';

const POLICY: Policy = { name: 'api', perSecond: 100, burst: 600 };
const START = Date.parse('2026-03-02T08:00:00.000Z');
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** Some instances of the app on one store, and the clock they share. */
const fleetOf = (instances: number, store: Documents = memoryDocuments(['tenantId', 'kind']), policy = POLICY) => {
  let now = START;
  const clock = () => new Date(now);
  const all = Array.from({ length: instances }, () => limiter(policy, { operations: store, clock, log: quiet }));
  const one = (index: number) => all[index % instances] as Limiter;
  return {
    store,
    settle: () => Promise.all(all.map((each) => each.settled())),
    advance(ms: number) {
      now += ms;
    },
    take: (index: number, client = 'user:mia', tenant = 'ten_acme') => one(index).take(tenant, client),
    /** Requests at an even pace in turn over the instances; how many of them were admitted. */
    async ask(count: number, everyMs: number, client?: string) {
      let admitted = 0;
      for (let index = 0; index < count; index++) {
        if (this.take(index, client).allowed) admitted += 1;
        now += everyMs;
        if (index % 10 === 9) await this.settle();
      }
      await this.settle();
      return admitted;
    },
  };
};

/** A store of which some operations fail as `fail` says. */
const failing = (fail: (operation: 'get' | 'put') => FleetError | undefined): Documents => {
  const store = memoryDocuments(['tenantId', 'kind']);
  const refuse = (operation: 'get' | 'put') => {
    const error = fail(operation);
    if (error) throw error;
  };
  return {
    ...store,
    in(...path: [string, ...string[]]): Partition {
      const partition = store.in(...path);
      return {
        ...partition,
        async get(id) {
          refuse('get');
          return partition.get(id);
        },
        async put(id, doc, options) {
          refuse('put');
          return partition.put(id, doc, options);
        },
      };
    },
  };
};

/** Counts what is asked of a store. */
const counting = () => {
  let requests = 0;
  const store = failing(() => {
    requests += 1;
    return undefined;
  });
  return { store, requests: () => requests };
};

const down = () => new FleetError('upstream', 'store/unavailable', 'The store does not answer.');

describe('one instance', () => {
  it('admits a burst at once, and then what the rate allows', async () => {
    const fleet = fleetOf(1);
    const burst = await fleet.ask(1_000, 0);
    expect(burst).toBeGreaterThanOrEqual(POLICY.burst);
    expect(burst).toBeLessThanOrEqual(POLICY.burst + errorOf(POLICY, 1));
    fleet.advance(1_000);
    await fleet.ask(1, 0);
    const minute = await fleet.ask(12_000, 5);
    expect(minute / 60).toBeGreaterThan(POLICY.perSecond * 0.95);
    expect(minute / 60).toBeLessThan(POLICY.perSecond * 1.05);
  });

  it('never waits for the store: it admits a chunk on credit before the first answer', () => {
    const fleet = fleetOf(1);
    const admitted = Array.from({ length: 100 }, () => fleet.take(0)).filter(({ allowed }) => allowed);
    expect(admitted).toHaveLength(chunkOf(POLICY));
  });

  it('asks the store once for many requests', async () => {
    const { store, requests } = counting();
    await fleetOf(1, store).ask(1_000, 20);
    expect(requests()).toBeLessThan(1_000 / 20);
  });

  it('says how many are left, and after what time there is more', async () => {
    const fleet = fleetOf(1);
    await fleet.ask(1, 0);
    expect(fleet.take(0)).toMatchObject({ allowed: true, remaining: 598, seconds: 1, shared: false });
    await fleet.ask(1_000, 0);
    expect(fleet.take(0)).toMatchObject({ allowed: false, remaining: 0, seconds: 1 });
  });

  it('keeps companies apart', async () => {
    const fleet = fleetOf(1);
    await fleet.ask(1_000, 0);
    expect(fleet.take(0, 'user:mia', 'ten_acme').allowed).toBe(false);
    expect(fleet.take(0, 'user:mia', 'ten_globex').allowed).toBe(true);
  });

  it('does not write down who has asked', async () => {
    const fleet = fleetOf(1);
    await fleet.ask(100, 0, 'user:mia@acme.example');
    const bucket = await fleet.store.in('ten_acme', 'limits').get('api');
    expect(JSON.stringify(bucket)).not.toContain('mia');
  });
});

describe('several instances together', () => {
  it('stay within the stated error, whatever comes when, in whatever order their answers arrive', async () => {
    const step = fc.record({
      instance: fc.nat(3),
      client: fc.constantFrom('user:mia', 'client:erp', 'user:bob'),
      requests: fc.integer({ min: 1, max: 200 }),
      pauseMs: fc.integer({ min: 0, max: 800 }),
      settle: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 4 }),
        fc.array(step, { minLength: 30, maxLength: 60, size: 'max' }),
        async (instances, steps) => {
          const fleet = fleetOf(instances);
          const admitted: number[] = [];
          let at = 0;
          for (const { instance, client, requests, pauseMs, settle } of steps) {
            for (let index = 0; index < requests; index++) if (fleet.take(instance, client).allowed) admitted.push(at);
            if (settle) await fleet.settle();
            fleet.advance(pauseMs);
            at += pauseMs;
          }
          await fleet.settle();
          // Every stretch of time that begins with a request, not only the whole.
          const excess = (first: number, last: number) => {
            const seconds = ((admitted[last] ?? 0) - (admitted[first] ?? 0)) / 1000;
            return last - first + 1 - (POLICY.burst + POLICY.perSecond * seconds + errorOf(POLICY, instances));
          };
          const ends = [
            admitted.length - 1,
            ...Array.from({ length: 10 }, (_, n) => Math.floor((admitted.length * n) / 10)),
          ];
          const worst = Math.max(
            ...admitted.flatMap((_, first) => ends.filter((last) => last >= first).map((last) => excess(first, last))),
            0,
          );
          expect(worst).toBeLessThanOrEqual(0);
        },
      ),
      { numRuns: 60, endOnFailure: true },
    );
  });

  it('give a company what it may have, spread over them', async () => {
    const fleet = fleetOf(4);
    await fleet.ask(2_000, 0);
    const admitted = await fleet.ask(6_000, 5);
    expect(admitted / 30).toBeGreaterThan(POLICY.perSecond * 0.9);
    expect(admitted / 30).toBeLessThan(POLICY.perSecond * 1.1 + errorOf(POLICY, 4) / 30);
  });

  it('lose no count when they race for the bucket', async () => {
    const fleet = fleetOf(3);
    for (const index of [0, 1, 2]) fleet.take(index);
    await fleet.settle();
    const stored = await fleet.store.in('ten_acme', 'limits').get<{ tokens: number }>('api');
    expect(stored?.doc.tokens).toBe(POLICY.burst - 3 * (chunkOf(POLICY) + 1));
  });
});

describe('fairness', () => {
  /** `greedy` asks as fast as it can, `modest` ten times a second, for some seconds; how many of each were admitted. */
  const compete = async (instances: number, seconds: number) => {
    const fleet = fleetOf(instances);
    const admitted = { greedy: 0, modest: 0 };
    await fleet.ask(1_000, 0, 'client:greedy');
    for (let tick = 0; tick < seconds * 10; tick++) {
      for (let index = 0; index < 40; index++) if (fleet.take(0, 'client:greedy').allowed) admitted.greedy += 1;
      if (fleet.take(instances - 1, 'user:modest').allowed) admitted.modest += 1;
      fleet.advance(100);
      await fleet.settle();
    }
    return admitted;
  };

  it.each([1, 2])('a client that wants everything leaves the others their part (%d instances)', async (instances) => {
    const seconds = 60;
    const { greedy, modest } = await compete(instances, seconds);
    expect(modest).toBeGreaterThan(seconds * 10 * 0.95);
    expect(greedy / seconds).toBeLessThan(POLICY.perSecond * SHARE * 1.2);
    expect(greedy / seconds).toBeGreaterThan(POLICY.perSecond * SHARE * 0.7);
  });

  it('a client that is alone may have everything, and again when the others have gone', async () => {
    const fleet = fleetOf(1);
    await fleet.ask(1_000, 0, 'client:greedy');
    expect((await fleet.ask(2_000, 5, 'client:greedy')) / 10).toBeGreaterThan(POLICY.perSecond * 0.9);
    fleet.take(0, 'user:modest');
    expect((await fleet.ask(1_000, 5, 'client:greedy')) / 5).toBeLessThan(POLICY.perSecond * SHARE * 1.2);
    fleet.advance(ASKING_MS);
    expect((await fleet.ask(2_000, 5, 'client:greedy')) / 10).toBeGreaterThan(POLICY.perSecond * 0.9);
  });

  it('says when it is the share that decides', async () => {
    const fleet = fleetOf(1);
    await fleet.ask(400, 0, 'client:greedy');
    await fleet.ask(1, 0, 'user:modest');
    expect(fleet.take(0, 'client:greedy')).toMatchObject({ allowed: false, shared: true });
    expect(fleet.take(0, 'user:modest')).toMatchObject({ allowed: true });
  });
});

describe('a store that does not answer', () => {
  it('lets each instance through what the policy allows, and no more', async () => {
    const fleet = fleetOf(2, failing(down));
    expect(await fleet.ask(5_000, 0)).toBeLessThanOrEqual(2 * (POLICY.burst + chunkOf(POLICY)));
    const minute = await fleet.ask(60_000, 1);
    expect(minute / 60).toBeGreaterThan(POLICY.perSecond);
    expect(minute / 60).toBeLessThan(2 * POLICY.perSecond * 1.05);
  });

  it('is counted on again when it is back', async () => {
    let isDown = true;
    const fleet = fleetOf(
      2,
      failing(() => (isDown ? down() : undefined)),
    );
    await fleet.ask(2_000, 5);
    isDown = false;
    fleet.advance(2_000);
    await fleet.ask(2_000, 0);
    expect((await fleet.ask(6_000, 5)) / 30).toBeLessThan(POLICY.perSecond * 1.1 + errorOf(POLICY, 2) / 30);
  });

  it('is not asked by every request', async () => {
    let asked = 0;
    const fleet = fleetOf(
      1,
      failing(() => {
        asked += 1;
        return down();
      }),
    );
    await fleet.ask(1_000, 10);
    expect(asked).toBeLessThan(20);
  });

  it('is the same when everybody else is always faster', async () => {
    const lost = () => new FleetError('stale', 'document/stale', 'Changed meanwhile.');
    const fleet = fleetOf(
      1,
      failing((operation) => (operation === 'put' ? lost() : undefined)),
    );
    expect((await fleet.ask(6_000, 5)) / 30).toBeGreaterThan(POLICY.perSecond * 0.9);
  });
});
