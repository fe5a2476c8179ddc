import fc from 'fast-check';
import type { ShardState } from '../../../functions/telemetry/shard-state.ts';
import type { Documents } from '../../../shared/documents/documents.ts';
import type { Replace, World } from '../../../shared/testing/world.ts';
import { app, type Company, found, itemsOf, type Reporting, reportingVehicle } from '../company.ts';

interface Scene {
  readonly world: World;
  readonly acme: Company;
  readonly van: Reporting;
}

const open = async (replace?: Replace): Promise<Scene> => {
  const world = app(replace);
  const acme = await found(world, 'acme');
  return { world, acme, van: await reportingVehicle(acme) };
};

const START = Date.parse('2026-03-02T07:00:00.000Z');
const timeOf = (second: number) => new Date(START + second * 1_000).toISOString();

const send = ({ acme, van }: Scene, ...seconds: number[]) =>
  acme.integration.post('ingest/batch', {
    fixes: seconds.map((second) => ({ deviceId: van.deviceId, at: timeOf(second), lat: 49, lon: 8 + second / 1e4 })),
  });

/** Lets the bucket end and its wake-ups come. */
const wake = async ({ world }: Scene, afterMs = 1_500) => {
  world.advance(afterMs);
  await world.runQueues();
};

const keptBy = async ({ acme, van }: Scene) => {
  const answer = await acme.as('viewer').get(`vehicles/${van.vehicleId}/positions?limit=10000`);
  return itemsOf(answer).map(({ at }) => (Date.parse(String(at)) - START) / 1_000);
};

const stateOf = async ({ world, acme }: Scene) =>
  (await world.services.live.in(acme.tenantId, 'shard-0').get<ShardState>('state'))?.doc;

/** A container whose calls fail whenever `fails` says so. */
const failing = (documents: Documents, fails: () => boolean): Documents => {
  const perhaps = <Value>(work: () => Promise<Value>): Promise<Value> =>
    fails() ? Promise.reject(new Error('The store is down.')) : work();
  return {
    in(...path) {
      const partition = documents.in(...path);
      return {
        ...partition,
        get: (id) => perhaps(() => partition.get(id)),
        put: (id, doc, options) => perhaps(() => partition.put(id, doc, options)),
        putTogether: (puts) => perhaps(() => partition.putTogether(puts)),
      };
    },
    getMany: (tenantId, addresses) => perhaps(() => documents.getMany(tenantId, addresses)),
    putMany: (tenantId, puts) => perhaps(() => documents.putMany(tenantId, puts)),
    removeMany: (tenantId, path, ids) => perhaps(() => documents.removeMany(tenantId, path, ids)),
  };
};

describe('draining a shard', () => {
  it('happens once for all fixes of a bucket', async () => {
    const scene = await open();
    await send(scene, 1, 2);
    await send(scene, 3);
    expect([scene.world.bus.waiting('telemetry'), scene.world.bus.waiting('telemetry-wakeups')]).toEqual([2, 1]);
    await wake(scene);
    expect(scene.world.bus.waiting('telemetry')).toBe(0);
    expect(await keptBy(scene)).toEqual([1, 2, 3]);
    expect((await stateOf(scene))?.pending).toHaveLength(1);
  });

  it('waits until the bucket has ended', async () => {
    const scene = await open();
    await send(scene, 1);
    await wake(scene, 500);
    expect(await stateOf(scene)).toBeUndefined();
    await wake(scene, 1_000);
    expect(await keptBy(scene)).toEqual([1]);
  });

  it('finds nothing to do when it was woken for nothing', async () => {
    const scene = await open();
    await scene.world.bus.send('telemetry-wakeups', [{ body: { tenantId: scene.acme.tenantId, shard: 0 } }]);
    await wake(scene);
    expect(await stateOf(scene)).toBeUndefined();
  });

  it('sorts its segments by vehicle and time when there are many', async () => {
    const scene = await open();
    for (let second = 0; second < 64; second++) {
      await send(scene, second);
      await wake(scene);
    }
    expect((await stateOf(scene))?.pending).toEqual([]);
    expect(await keptBy(scene)).toEqual(Array.from({ length: 64 }, (_, second) => second));
    expect(await scene.world.services.live.in(scene.acme.tenantId, 'shard-0').count()).toBe(1);
  });

  it('looks again later when another worker has the shard', async () => {
    let taken = true;
    const scene = await open(({ bus }) => ({
      bus: { ...bus, drain: (...drain) => (taken ? Promise.resolve('taken') : bus.drain(...drain)) },
    }));
    await send(scene, 1);
    await wake(scene);
    expect(await stateOf(scene)).toBeUndefined();
    taken = false;
    await wake(scene, 2_500);
    expect(await keptBy(scene)).toEqual([1]);
  });
});

describe('a drain that fails', () => {
  it('leaves the fixes in the queue, rests, and takes them later', async () => {
    let down = true;
    const scene = await open(({ live }) => ({ live: failing(live, () => down) }));
    await send(scene, 1, 2);
    await wake(scene);
    expect(scene.world.log).toMatchObject([{ level: 'error', message: expect.stringContaining('rests'), shard: 0 }]);
    expect(scene.world.bus.waiting('telemetry')).toBe(1);
    down = false;
    await wake(scene, 3_000);
    expect(scene.world.bus.waiting('telemetry')).toBe(1);
    await wake(scene, 4_000);
    expect(await keptBy(scene)).toEqual([1, 2]);
  });

  it('in its housekeeping costs no fix: it says so, and the next round tries again', async () => {
    let down = true;
    const scene = await open(({ history }) => ({
      history: {
        ...history,
        putMany: (tenantId, puts) =>
          down && puts.every(({ id }) => id !== 'checkpoint')
            ? Promise.reject(new Error('No.'))
            : history.putMany(tenantId, puts),
      },
    }));
    for (let second = 0; second < 65; second++) {
      await send(scene, second);
      await wake(scene);
    }
    expect(scene.world.bus.waiting('telemetry')).toBe(0);
    expect(scene.world.log).toMatchObject([
      { message: 'A shard keeps its segments for now', pending: 64 },
      { pending: 65 },
    ]);
    expect(await keptBy(scene)).toHaveLength(65);
    down = false;
    await send(scene, 65);
    await wake(scene);
    expect((await stateOf(scene))?.pending).toEqual([]);
    expect(await keptBy(scene)).toHaveLength(66);
  });

  it('loses nothing and keeps nothing twice, at whatever call of the store it fails, again and again', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.integer({ min: 0, max: 3_000 }), { minLength: 1, maxLength: 4 }), {
          minLength: 1,
          maxLength: 4,
        }),
        fc.array(fc.boolean(), { maxLength: 30 }),
        async (batches, failures) => {
          let broken = false;
          const fails = () => broken && (failures.shift() ?? false);
          const scene = await open(({ live, history }) => ({
            live: failing(live, fails),
            history: failing(history, fails),
          }));
          for (const seconds of batches) {
            await send(scene, ...seconds);
            broken = true;
            await wake(scene);
            broken = false;
          }
          for (let round = 0; round < 4; round++) await wake(scene, 7_000);
          const expected = [...new Set(batches.flat())].sort((a, b) => a - b);
          expect(await keptBy(scene)).toEqual(expected);
          expect((await stateOf(scene))?.vehicles[scene.van.vehicleId]?.latest).toMatchObject({
            at: START + (expected.at(-1) ?? 0) * 1_000,
          });
        },
      ),
      { numRuns: 40 },
    ));
});

describe('a worker that dies after it has written, before it could settle', () => {
  it('has its messages delivered again, and they change nothing', async () => {
    let dies = true;
    const scene = await open(({ bus }) => ({
      bus: {
        ...bus,
        drain: (queue, session, work, options) =>
          bus.drain<never>(
            queue,
            session,
            async (messages) => {
              await work(messages);
              if (dies) throw new Error('Killed.');
            },
            options,
          ),
      },
    }));
    await send(scene, 1, 2, 3);
    await wake(scene);
    expect(scene.world.bus.waiting('telemetry')).toBe(1);
    expect(await keptBy(scene)).toEqual([1, 2, 3]);
    dies = false;
    await wake(scene, 7_000);
    expect(scene.world.bus.waiting('telemetry')).toBe(0);
    expect(await keptBy(scene)).toEqual([1, 2, 3]);
  });
});

describe('a round of which only a part was settled', () => {
  it('comes back in part and takes nothing away', async () => {
    const scene = await open(({ bus }) => ({
      bus: {
        ...bus,
        drain: <Body>(...[queue, sessionId, work, options]: Parameters<typeof bus.drain<Body>>) =>
          bus.drain<Body>(
            queue,
            sessionId,
            async (messages) => {
              await work(messages);
              await work(messages.slice(0, 1));
            },
            options,
          ),
      },
    }));
    for (const second of [1, 2, 3, 4, 5]) await send(scene, second);
    await wake(scene);
    expect(await keptBy(scene)).toEqual([1, 2, 3, 4, 5]);
  });
});
