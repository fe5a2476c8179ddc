import fc from 'fast-check';
import type { Documents } from '../../../shared/documents/documents.ts';
import { cachedLookups } from '../../../shared/documents/lookups.ts';
import { memoryDocuments } from '../../../shared/documents/memory-documents.ts';
import type { Recorded } from '../../../shared/eventstore/event-store.ts';
import { memoryEventStore } from '../../../shared/eventstore/memory-event-store.ts';
import { stale } from '../../../shared/kernel/errors.ts';
import type { Projection } from '../../../shared/projections/projection.ts';
import { type FoldEvents, projecting, projectionRunner } from '../../../shared/projections/runner.ts';
import { append, type Badge, badges, named } from './badges.ts';

type Gate = <Value>(work: () => Promise<Value>) => Promise<Value>;
const atOnce: Gate = (work) => work();

/** Every call of a container waits at `gate` first, so that a test can decide about the order. */
const gated = (documents: Documents, gate: Gate): Documents => ({
  ...documents,
  in(...path) {
    const partition = documents.in(...path);
    return {
      ...partition,
      get: (id) => gate(() => partition.get(id)),
      put: (id, doc, options) => gate(() => partition.put(id, doc, options)),
    };
  },
});

const NAMES = ['a', 'b', 'c', 'Mia', 'Moe'];

const open = (gate: Gate = atOnce) => {
  const streams = memoryEventStore();
  const stored = memoryDocuments(['tenantId', 'view']);
  const directory = memoryDocuments(['pk']);
  const onBroken = (_: unknown, error: unknown) => {
    throw error;
  };
  const ports = { streams, views: gated(stored, gate), lookups: cachedLookups(gated(directory, gate)), onBroken };
  const runner = projectionRunner([badges as Projection], ports);
  const badge = async (id: string) => (await stored.in('ten_acme', 'badges').get<Badge>(id))?.doc;
  const find = async (name: string) => (await directory.in(`name:${name}`).get<{ value?: object }>('badge'))?.doc.value;
  /** The names on which somebody is found. */
  const found = async () => {
    const all = await Promise.all(NAMES.map(async (name) => ((await find(name)) ? [name] : [])));
    return all.flat();
  };
  return { streams, stored, ports, runner, badge, find, found };
};

describe('folding stored events into views', () => {
  it('writes the document of the stream', async () => {
    const { streams, runner, badge } = open();
    await runner(await append(streams, 'badge-1', named('Mia'), named('Mia Moe')));
    expect(await badge('1')).toEqual({ id: '1', names: ['Mia', 'Mia Moe'], version: 2 });
  });

  it('does not look for the document of a stream that has just begun, unless the feed was faster', async () => {
    let reads = 0;
    const { streams, stored, ports, badge } = open();
    const views: Documents = {
      ...stored,
      in(...path) {
        const partition = stored.in(...path);
        const get: typeof partition.get = (id) => {
          reads += 1;
          return partition.get(id);
        };
        return { ...partition, get };
      },
    };
    const runner = projectionRunner([badges as Projection], { ...ports, views });
    const events = await append(streams, 'badge-1', named('Mia'));
    await runner(events, true);
    expect([await badge('1'), reads]).toEqual([{ id: '1', names: ['Mia'], version: 1 }, 0]);
    await runner(await append(streams, 'badge-1', named('Moe')));
    await runner(events, true);
    expect(await badge('1')).toEqual({ id: '1', names: ['Mia', 'Moe'], version: 2 });
  });

  it('leaves the directory alone when nothing of it changes', async () => {
    let asked = 0;
    const { streams, stored, ports, badge } = open();
    const save: typeof ports.lookups.save = async (...entry) => {
      asked += 1;
      await ports.lookups.save(...entry);
    };
    const lookups = { save, remove: ports.lookups.remove };
    const runner = projectionRunner([badges as Projection], { ...ports, views: stored, lookups });
    await runner(await append(streams, 'badge-1', named('Mia')));
    await runner(await append(streams, 'badge-1', named('Mia')));
    expect([(await badge('1'))?.names, asked]).toEqual([['Mia', 'Mia'], 1]);
    await runner(await append(streams, 'badge-1', named('Moe'), named('Mia')));
    expect(asked).toBe(2);
  });

  it('leaves streams alone that no view wants', async () => {
    const { streams, runner, stored } = open();
    await runner(await append(streams, 'parcel-1', named('Mia')));
    expect(await stored.in('ten_acme', 'badges').count()).toBe(0);
  });

  it('changes nothing when the feed delivers an event again', async () => {
    const { streams, runner, badge } = open();
    const recorded = await append(streams, 'badge-1', named('Mia'), named('Moe'));
    await runner(recorded);
    await runner(recorded);
    await runner(recorded.slice(0, 1));
    expect(await badge('1')).toEqual({ id: '1', names: ['Mia', 'Moe'], version: 2 });
  });

  it('rebuilds the document from its stream when an event is missing in between', async () => {
    const { streams, runner, badge } = open();
    await append(streams, 'badge-1', named('Mia'));
    await runner(await append(streams, 'badge-1', named('Moe')));
    expect(await badge('1')).toMatchObject({ names: ['Mia', 'Moe'], version: 2 });
  });

  it('reads again when somebody else wrote the document meanwhile', async () => {
    const { streams, stored, ports, badge } = open();
    const recorded = await append(streams, 'badge-1', named('Mia'), named('Moe'));
    const other = projectionRunner([badges as Projection], { ...ports, views: stored });
    let overtaken = false;
    const views = gated(stored, async (work) => {
      const value = await work();
      if (!overtaken) {
        overtaken = true;
        await other(recorded.slice(0, 1));
      }
      return value;
    });
    await projectionRunner([badges as Projection], { ...ports, views })(recorded);
    expect(await badge('1')).toMatchObject({ names: ['Mia', 'Moe'], version: 2 });
  });

  it('gives up, so that the feed repeats, when the race is lost again and again', async () => {
    const { streams, ports } = open();
    const recorded = await append(streams, 'badge-1', named('Mia'));
    const views = memoryDocuments(['tenantId', 'view']);
    const busy: Documents = {
      ...views,
      in: (...path) => ({ ...views.in(...path), put: () => Promise.reject(stale('document/stale', 'Too slow.')) }),
    };
    await expect(projectionRunner([badges as Projection], { ...ports, views: busy })(recorded)).rejects.toMatchObject({
      code: 'view/contended',
    });
  });
});

describe('what must be found before the tenant is known', () => {
  it('is found as soon as the document is there', async () => {
    const { streams, runner, find } = open();
    await runner(await append(streams, 'badge-1', named('Mia')));
    expect(await find('Mia')).toEqual({ tenantId: 'ten_acme', badge: '1' });
  });

  it('is found no longer once the document has lost it', async () => {
    const { streams, runner, found } = open();
    await runner(await append(streams, 'badge-1', named('Mia')));
    await runner(await append(streams, 'badge-1', named('Moe')));
    expect(await found()).toEqual(['Moe']);
  });

  it('is repaired by a repetition when writing the document failed', async () => {
    const { streams, stored, ports, runner, found, badge } = open();
    await runner(await append(streams, 'badge-1', named('Mia')));
    const recorded = await append(streams, 'badge-1', named('Moe'));
    const broken: Documents = {
      ...stored,
      in: (...path) => ({ ...stored.in(...path), put: () => Promise.reject(new Error('The store is down.')) }),
    };
    await expect(projectionRunner([badges as Projection], { ...ports, views: broken })(recorded)).rejects.toThrow();
    await runner(recorded);
    expect(await found()).toEqual(['Moe']);
    expect(await badge('1')).toMatchObject({ version: 2 });
  });
});

describe('two runners at a time', () => {
  const names = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 4 });

  it('end with the one document and the one entry that the stream makes, in whatever order their calls arrive', () =>
    fc.assert(
      fc.asyncProperty(fc.scheduler(), names, fc.array(fc.boolean()), async (scheduler, given, twice) => {
        const { streams, runner, badge, found } = open((work) => scheduler.schedule(Promise.resolve()).then(work));
        const recorded: readonly Recorded[] = await append(streams, 'badge-1', ...given.map(named));
        const oneByOne = async (some: readonly Recorded[]) => {
          for (const one of some) await runner([one], one.version === 1);
        };
        // One gets every event, the other some of them once more.
        const again = recorded.filter((_, index) => twice[index]);
        await scheduler.waitFor(Promise.all([oneByOne(recorded), oneByOne(again)]));
        expect(await badge('1')).toEqual({ id: '1', names: given, version: given.length });
        expect(await found()).toEqual(given.slice(-1));
      }),
      { numRuns: 100 },
    ));

  it('end there too when one of them dies at any moment and the feed repeats later', () =>
    fc.assert(
      fc.asyncProperty(fc.scheduler(), names, fc.nat(12), async (scheduler, given, survives) => {
        const { streams, stored, ports, runner, badge, found } = open((work) =>
          scheduler.schedule(Promise.resolve()).then(work),
        );
        const recorded: readonly Recorded[] = await append(streams, 'badge-1', ...given.map(named));
        let calls = 0;
        const views = gated(stored, async (work) => {
          calls += 1;
          if (calls > survives) throw new Error('Killed.');
          return scheduler.schedule(Promise.resolve()).then(work);
        });
        const dying = projectionRunner([badges as Projection], { ...ports, views });
        const oneByOne = async (fold: FoldEvents) => {
          for (const one of recorded) await fold([one]);
        };
        await scheduler.waitFor(Promise.all([oneByOne(dying).catch(() => undefined), runner(recorded)]));
        await scheduler.waitFor(oneByOne(runner));
        expect(await badge('1')).toEqual({ id: '1', names: given, version: given.length });
        expect(await found()).toEqual(given.slice(-1));
      }),
      { numRuns: 100 },
    ));
});

describe('reading your own writes', () => {
  it('shows what was appended before the append is answered', async () => {
    const { streams, runner, badge } = open();
    const store = projecting(streams, runner, fail);
    await append(store, 'badge-1', named('Mia'));
    expect(await badge('1')).toMatchObject({ names: ['Mia'] });
  });

  it('answers the append even when a view cannot follow', async () => {
    const { streams } = open();
    const failures: unknown[] = [];
    const store = projecting(
      streams,
      () => Promise.reject(new Error('later')),
      (error) => failures.push(error),
    );
    expect(await append(store, 'badge-1', named('Mia'))).toHaveLength(1);
    expect(failures).toEqual([new Error('later')]);
  });
});

const fail = (error: unknown) => {
  throw error;
};
