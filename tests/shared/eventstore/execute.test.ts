import type { EventStore } from '../../../shared/eventstore/event-store.ts';
import { execute } from '../../../shared/eventstore/execute.ts';
import { memoryEventStore } from '../../../shared/eventstore/memory-event-store.ts';
import type { Decider } from '../../../shared/kernel/decider.ts';
import { conflict, stale } from '../../../shared/kernel/errors.ts';

type Add = { readonly type: 'Add'; readonly data: { readonly by: number } };
type Added = { readonly type: 'Added'; readonly data: { readonly by: number } };

/** A counter that never goes above ten. */
const counter: Decider<number, Add, Added> = {
  initial: 0,
  evolve: (sum, { data }) => sum + data.by,
  decide({ data }, sum) {
    if (sum + data.by > 10) throw conflict('counter/full', 'Ten is enough.');
    return data.by === 0 ? [] : [{ type: 'Added', data }];
  },
};

const handle = execute(counter);
const stream = { tenantId: 'ten_acme', streamId: 'counter-1' };
const run = { at: '2026-03-02T08:00:00.000Z', actor: 'user:mia', correlationId: 'c-1' };
const add = (by: number): Add => ({ type: 'Add', data: { by } });

/** A store in which somebody else adds `by` each of the first `times` that we are about to append. */
const contended = (times: number, by = 1): EventStore => {
  const store = memoryEventStore();
  let left = times;
  return {
    ...store,
    async append(ref, expected, events, cause) {
      if (left-- > 0) await store.append(ref, expected, [{ type: 'Added', data: { by } }], cause);
      return store.append(ref, expected, events, cause);
    },
  };
};

describe('handling a command', () => {
  it('appends what was decided and answers with the new state and version', async () => {
    const store = memoryEventStore();
    await handle(store, stream, add(3), run);
    expect(await handle(store, stream, add(4), run)).toEqual({
      state: 7,
      version: 2,
      events: [{ type: 'Added', data: { by: 4 } }],
    });
    expect((await store.read(stream)).events).toMatchObject([
      { version: 1, event: { data: { by: 3 } }, ...run },
      { version: 2, event: { data: { by: 4 } }, ...run },
    ]);
  });

  it('does not read a stream that is thought to be new, unless it turns out not to be', async () => {
    const store = memoryEventStore();
    let reads = 0;
    const counting: EventStore = {
      ...store,
      read: (ref) => {
        reads += 1;
        return store.read(ref);
      },
    };
    const fresh = { ...run, isNew: true };
    expect(await handle(counting, stream, add(3), fresh)).toMatchObject({ state: 3, version: 1 });
    expect(reads).toBe(0);
    expect(await handle(counting, stream, add(4), fresh)).toMatchObject({ state: 7, version: 2 });
    expect(reads).toBe(1);
    await expect(handle(counting, stream, add(4), fresh)).rejects.toMatchObject({ code: 'counter/full' });
  });

  it('appends nothing when there is nothing to do', async () => {
    const store = memoryEventStore();
    await handle(store, stream, add(3), run);
    expect(await handle(store, stream, add(0), run)).toEqual({ state: 3, version: 1, events: [] });
    expect((await store.read(stream)).version).toBe(1);
  });

  it('appends nothing when a rule says no', async () => {
    const store = memoryEventStore();
    await expect(handle(store, stream, add(11), run)).rejects.toMatchObject({ code: 'counter/full' });
    expect((await store.read(stream)).version).toBe(0);
  });
});

describe('a lost race', () => {
  it('is run again on what the other one left', async () => {
    const store = contended(3);
    expect(await handle(store, stream, add(5), run)).toMatchObject({ state: 8, version: 4 });
  });

  it('is decided again: what was allowed before may not be any more', async () => {
    const store = contended(1, 9);
    await expect(handle(store, stream, add(5), run)).rejects.toMatchObject({ code: 'counter/full' });
  });

  it('is given up after a few attempts, and is nothing the caller did', async () => {
    await expect(handle(contended(10), stream, add(1), run)).rejects.toMatchObject({
      kind: 'upstream',
      code: 'stream/contended',
    });
  });

  it('is not run again for somebody who pinned the version', async () => {
    const store = contended(1);
    await expect(handle(store, stream, add(1), { ...run, expected: 0 })).rejects.toMatchObject({ kind: 'stale' });
    expect((await store.read(stream)).version).toBe(1);
  });

  it('is told apart from a store that does not answer', async () => {
    const store: EventStore = { ...memoryEventStore(), append: () => Promise.reject(new Error('The store is down.')) };
    await expect(handle(store, stream, add(1), run)).rejects.toThrow('The store is down.');
  });
});

describe('If-Match', () => {
  it('lets a caller through who has seen the newest version', async () => {
    const store = memoryEventStore();
    await handle(store, stream, add(1), run);
    expect(await handle(store, stream, add(1), { ...run, expected: 1 })).toMatchObject({ version: 2 });
  });

  it('refuses a caller who has not, and says where things stand', async () => {
    const store = memoryEventStore();
    await handle(store, stream, add(1), run);
    await expect(handle(store, stream, add(1), { ...run, expected: 0 })).rejects.toMatchObject(
      stale('stream/stale', 'Somebody has changed this since you looked at it.', { expected: 0, current: 1 }),
    );
  });

  it('refuses even when there would be nothing to do', async () => {
    const store = memoryEventStore();
    await handle(store, stream, add(1), run);
    await expect(handle(store, stream, add(0), { ...run, expected: 0 })).rejects.toMatchObject({ kind: 'stale' });
  });
});

describe('a command of a request that must be done once', () => {
  const seeded = { ...run, seed: 'request-1' };
  const later = (by: number) => ({ type: 'Add', data: { by, now: '2026-03-02T09:00:00.000Z' } }) as const;

  it('is not done again, whenever it is sent again and whatever has happened since', async () => {
    const store = memoryEventStore();
    const first = await handle(store, stream, add(3), seeded);
    await handle(store, stream, add(4), run);
    expect(await handle(store, stream, add(3), seeded)).toEqual(first);
    expect(await handle(store, stream, later(3), seeded)).toEqual(first);
    expect((await store.read(stream)).version).toBe(2);
  });

  it('is not refused for the version that it has moved itself', async () => {
    const store = memoryEventStore();
    const pinned = { ...seeded, expected: 0 };
    expect(await handle(store, stream, add(3), pinned)).toEqual(await handle(store, stream, add(3), pinned));
  });

  it('is another one with other data, in another request, and without a name', async () => {
    const store = memoryEventStore();
    await handle(store, stream, add(1), seeded);
    await handle(store, stream, add(2), seeded);
    await handle(store, stream, add(1), { ...seeded, seed: 'request-2' });
    await handle(store, stream, add(1), run);
    await handle(store, stream, add(1), run);
    expect((await store.read(stream)).version).toBe(5);
  });
});
