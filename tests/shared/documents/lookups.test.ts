import type { Documents } from '../../../shared/documents/documents.ts';
import { cachedLookups } from '../../../shared/documents/lookups.ts';
import { memoryDocuments } from '../../../shared/documents/memory-documents.ts';
import { FleetError } from '../../../shared/kernel/errors.ts';

const at = (version: number, stream = 'ten_acme/device-1') => ({ stream, version });
const value = { tenantId: 'ten_acme', deviceId: 'dev_1' };

/** A directory that counts its readers and lets a test hold them up. */
const open = () => {
  const stored = memoryDocuments(['pk']);
  let reads = 0;
  let hold: Promise<unknown> = Promise.resolve();
  const directory: Documents = {
    ...stored,
    in(...path) {
      const partition = stored.in(...path);
      return {
        ...partition,
        async get(id) {
          reads += 1;
          const waitFor = hold;
          hold = Promise.resolve();
          const found = await partition.get<never>(id);
          await waitFor;
          return found;
        },
      };
    },
  };
  return {
    lookups: cachedLookups(directory),
    elsewhere: cachedLookups(stored),
    reads: () => reads,
    /** The next reader gets its answer only when the returned function is called. */
    holdUp() {
      const { promise, resolve } = Promise.withResolvers<void>();
      hold = promise;
      return resolve;
    },
  };
};

describe('finding an entry of the directory', () => {
  it('finds what was saved, and nothing else', async () => {
    const { lookups } = open();
    await lookups.save('key:a', 'device', value, at(1));
    expect(await lookups.find('key:a', 'device')).toEqual(value);
    expect(await lookups.find('key:b', 'device')).toBeUndefined();
    expect(await lookups.find('key:a', 'client')).toBeUndefined();
  });

  it('asks the store once for many readers, and not again for a while', async () => {
    const { lookups, elsewhere, reads } = open();
    await elsewhere.save('key:a', 'device', value, at(1));
    const found = await Promise.all([1, 2, 3].map(() => lookups.find('key:a', 'device')));
    expect(found).toEqual([value, value, value]);
    await lookups.find('key:a', 'device');
    expect(reads()).toBe(1);
  });

  it('sees a new entry of its own at once, although it has just said that there is none', async () => {
    const { lookups } = open();
    expect(await lookups.find('key:a', 'device')).toBeUndefined();
    await lookups.save('key:a', 'device', value, at(1));
    expect(await lookups.find('key:a', 'device')).toEqual(value);
  });

  it('forgets an entry of its own at once when it is removed', async () => {
    const { lookups } = open();
    await lookups.save('key:a', 'device', value, at(1));
    await lookups.find('key:a', 'device');
    await lookups.remove('key:a', 'device', at(2));
    expect(await lookups.find('key:a', 'device')).toBeUndefined();
  });

  it('does not lose a reader whose entry is written again meanwhile', async () => {
    const { lookups, elsewhere, holdUp } = open();
    await elsewhere.save('key:a', 'device', value, at(1));
    const goOn = holdUp();
    const reading = lookups.find('key:a', 'device');
    const writing = lookups.save('key:a', 'device', { ...value, deviceId: 'dev_2' }, at(2));
    await writing;
    goOn();
    expect(await reading).toBeDefined();
    expect(await lookups.find('key:a', 'device')).toMatchObject({ deviceId: 'dev_2' });
  });

  it('passes on that the store does not answer, and asks again the next time', async () => {
    const stored = memoryDocuments(['pk']);
    let down = true;
    const lookups = cachedLookups({
      ...stored,
      in: (...path) => ({
        ...stored.in(...path),
        get: (id) => (down ? Promise.reject(new Error('The store is down.')) : stored.in(...path).get(id)),
      }),
    });
    await expect(lookups.find('key:a', 'device')).rejects.toThrow('The store is down.');
    down = false;
    expect(await lookups.find('key:a', 'device')).toBeUndefined();
  });
});

describe('an entry that follows a stream', () => {
  it('is not brought back by a straggler', async () => {
    const { lookups } = open();
    await lookups.remove('key:a', 'device', at(2));
    await lookups.save('key:a', 'device', value, at(1));
    expect(await lookups.find('key:a', 'device')).toBeUndefined();
  });

  it('is not removed by a straggler', async () => {
    const { lookups } = open();
    await lookups.save('key:a', 'device', value, at(3));
    await lookups.remove('key:a', 'device', at(2));
    expect(await lookups.find('key:a', 'device')).toEqual(value);
  });

  it('comes back when a later state has it again', async () => {
    const { lookups } = open();
    await lookups.remove('key:a', 'device', at(2));
    await lookups.save('key:a', 'device', value, at(3));
    expect(await lookups.find('key:a', 'device')).toEqual(value);
  });

  it('cannot be taken by another stream, nor removed by it', async () => {
    const { lookups } = open();
    await lookups.save('key:a', 'device', value, at(7));
    await lookups.save('key:a', 'device', { tenantId: 'ten_globex' }, at(9, 'ten_globex/device-9'));
    expect(await lookups.find('key:a', 'device')).toEqual(value);
    await lookups.remove('key:a', 'device', at(10, 'ten_globex/device-9'));
    expect(await lookups.find('key:a', 'device')).toEqual(value);
  });

  it('can be taken once its own stream has given it up, and is left alone by that stream then', async () => {
    const { lookups } = open();
    await lookups.save('key:a', 'device', value, at(7));
    await lookups.remove('key:a', 'device', at(8));
    await lookups.save('key:a', 'device', { tenantId: 'ten_globex' }, at(1, 'ten_globex/device-9'));
    await lookups.remove('key:a', 'device', at(8));
    expect(await lookups.find('key:a', 'device')).toEqual({ tenantId: 'ten_globex' });
  });

  it('is written without being read first by who has made it, or has written it last', async () => {
    const { lookups, elsewhere, reads } = open();
    await lookups.save('key:a', 'device', value, at(1));
    await lookups.save('key:a', 'device', { ...value, shard: 1 }, at(2));
    expect(reads()).toBe(0);
    await elsewhere.save('key:a', 'device', { ...value, shard: 2 }, at(3));
    await lookups.save('key:a', 'device', { ...value, shard: 3 }, at(4));
    expect(reads()).toBe(1);
    expect(await lookups.find('key:a', 'device')).toEqual({ ...value, shard: 3 });
    await elsewhere.save('key:a', 'device', { ...value, shard: 5 }, at(6));
    await lookups.save('key:a', 'device', { ...value, shard: 4 }, at(5));
    expect(await lookups.find('key:a', 'device')).toEqual({ ...value, shard: 5 });
  });

  it('keeps the later state when both are written at once', async () => {
    const { lookups } = open();
    await Promise.all([3, 1, 2].map((version) => lookups.save('key:a', 'device', { version }, at(version))));
    expect(await lookups.find('key:a', 'device')).toEqual({ version: 3 });
  });
});

describe('many entries', () => {
  it('are found in one request, once, and what is not there is not in the answer', async () => {
    const { lookups } = open();
    for (const id of ['a', 'b']) await lookups.save('devices', id, { id }, at(1, id));
    const found = await lookups.findMany('devices', ['a', 'b', 'c', 'a']);
    expect([...found]).toEqual([
      ['a', { id: 'a' }],
      ['b', { id: 'b' }],
    ]);
    expect(await lookups.findMany('devices', [])).toEqual(new Map());
  });
});

describe('many entries that are written meanwhile', () => {
  it('are not believed for longer than by who has asked', async () => {
    const stored = memoryDocuments(['pk']);
    const held = Promise.withResolvers<void>();
    const lookups = cachedLookups({
      ...stored,
      async getMany(pk, addresses) {
        const found = await stored.getMany<never>(pk, addresses);
        await held.promise;
        return found;
      },
    });
    await lookups.save('devices', 'a', { key: 'old' }, at(1));
    const reading = lookups.findMany('devices', ['a']);
    await lookups.remove('devices', 'a', at(2));
    held.resolve();
    await reading;
    expect(await lookups.find('devices', 'a')).toBeUndefined();
  });
});

describe('a claim', () => {
  it('is answered alike to everybody who makes it at once', async () => {
    const { lookups } = open();
    const claimed = await Promise.all([1, 2, 3].map((shard) => lookups.claim('shards', 'veh_1', { shard })));
    expect(new Set(claimed.map(({ shard }) => shard)).size).toBe(1);
    expect(await lookups.find('shards', 'veh_1')).toEqual(claimed[0]);
  });
});

describe('how old an answer may be', () => {
  const clocked = () => {
    const stored = memoryDocuments(['pk']);
    let now = 0;
    let down = false;
    const directory: Documents = {
      ...stored,
      in: (...path) => ({
        ...stored.in(...path),
        get: (id) =>
          down ? Promise.reject(new FleetError('upstream', 'store/down', 'Down.')) : stored.in(...path).get(id),
      }),
    };
    return {
      here: cachedLookups(directory, () => now),
      elsewhere: cachedLookups(stored),
      pass: (milliseconds: number) => {
        now += milliseconds;
      },
      breakDown: () => {
        down = true;
      },
    };
  };
  const next = { ...value, deviceId: 'dev_2' };

  it('is five minutes, unless somebody asks for less', async () => {
    const { here, elsewhere, pass } = clocked();
    await elsewhere.save('key:a', 'device', value, at(1));
    await here.find('key:a', 'device');
    await elsewhere.save('key:a', 'device', next, at(2));
    pass(20_000);
    expect(await here.find('key:a', 'device')).toEqual(value);
    expect(await here.find('key:a', 'device', { within: 20_001 })).toEqual(value);
    expect(await here.find('key:a', 'device', { within: 20_000 })).toEqual(next);
    expect(await here.find('key:a', 'device')).toEqual(next);
  });

  it('is a second when there was none, unless somebody can live with more', async () => {
    const { here, elsewhere, pass } = clocked();
    await here.find('key:a', 'device');
    await elsewhere.save('key:a', 'device', value, at(1));
    pass(1_000);
    expect(await here.find('key:a', 'device', { missingWithin: 1_001 })).toBeUndefined();
    expect(await here.find('key:a', 'device')).toEqual(value);
  });

  it('is no excuse while the store does not answer, unless an older one will do', async () => {
    const { here, pass, breakDown } = clocked();
    await here.save('key:a', 'device', value, at(1));
    await here.find('key:a', 'device');
    breakDown();
    pass(30_000);
    await expect(here.find('key:a', 'device', { within: 20_000 })).rejects.toThrow('Down.');
    const patient = { within: 20_000, orOlderWhileDown: true };
    expect(await here.find('key:a', 'device', patient)).toEqual(value);
    await expect(here.find('key:b', 'device', patient)).rejects.toThrow('Down.');
    pass(270_000);
    await expect(here.find('key:a', 'device', patient)).rejects.toThrow('Down.');
  });
});

describe('all entries of one kind', () => {
  it('are found by their ids, without those that were removed', async () => {
    const { lookups } = open();
    await lookups.save('user:mia', 'ten_acme', value, at(1));
    await lookups.save('user:mia', 'ten_globex', { tenantId: 'ten_globex' }, at(1, 'ten_globex/x'));
    await lookups.save('user:tom', 'ten_acme', value, at(1));
    expect(Object.fromEntries(await lookups.list('user:mia'))).toEqual({
      ten_acme: value,
      ten_globex: { tenantId: 'ten_globex' },
    });
    await lookups.remove('user:mia', 'ten_acme', at(2));
    expect([...(await lookups.list('user:mia')).keys()]).toEqual(['ten_globex']);
    expect((await lookups.list('user:zoe')).size).toBe(0);
  });
});
