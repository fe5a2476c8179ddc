import type { Documents } from '../../../shared/documents/documents.ts';
import { memoryDocuments } from '../../../shared/documents/memory-documents.ts';
import { cachedDocuments } from '../../../shared/views/cached-documents.ts';

const FIELDS = ['tenantId', 'view'];

interface Written {
  readonly path: readonly string[];
  readonly id: string;
  readonly etag: string;
}

/** Two instances over one store, which tells each what was written since it last asked. */
const twoInstances = () => {
  const store = memoryDocuments(FIELDS);
  const feed: Written[] = [];
  const asked: string[] = [];
  let heard = 0;
  let now = 0;
  let isDeaf = false;
  const told: Documents = {
    ...store,
    in(...path) {
      const partition = store.in(...(path as [string, string]));
      return {
        ...partition,
        async get(id) {
          asked.push(id);
          return partition.get(id);
        },
        async put(id, doc, options) {
          const etag = await partition.put(id, doc, options);
          feed.push({ path, id, etag });
          return etag;
        },
      };
    },
  };
  const instance = () =>
    cachedDocuments(told, {
      fields: FIELDS,
      now: () => now,
      onFailure: () => undefined,
      follow: () => {
        let position: number | undefined;
        return async () => {
          heard += 1;
          if (isDeaf) throw new Error('No answer.');
          const news = feed.slice(position ?? feed.length);
          position = feed.length;
          return news;
        };
      },
    }).in('ten_acme', 'cards');
  return {
    here: instance(),
    there: instance(),
    asked,
    heard: () => heard,
    advance: (milliseconds: number) => {
      now += milliseconds;
    },
    goDeaf: () => {
      isDeaf = true;
    },
  };
};

const nameOf = (stored: { doc: { name?: string } } | undefined) => stored?.doc.name;

describe('documents kept in memory', () => {
  it('are asked for once', async () => {
    const { here, there, asked } = twoInstances();
    await there.put('a', { name: 'A' });
    for (let time = 0; time < 3; time++) expect(nameOf(await here.get('a'))).toBe('A');
    expect(asked).toEqual(['a']);
  });

  it('are asked for once by all who ask at once', async () => {
    const { here, there, asked } = twoInstances();
    await there.put('a', { name: 'A' });
    const found = await Promise.all(Array.from({ length: 20 }, () => here.get<{ name: string }>('a')));
    expect(new Set(found.map(nameOf))).toEqual(new Set(['A']));
    expect(asked).toEqual(['a']);
  });

  it('are known to who has written them, as the store would give them back', async () => {
    const { here, asked } = twoInstances();
    await here.get('another');
    const etag = await here.put('a', {
      name: 'A',
      none: undefined,
      at: new Date(0),
      tenantId: 'ten_acme',
      deep: { view: 1 },
    });
    const doc = { id: 'a', name: 'A', at: '1970-01-01T00:00:00.000Z', deep: { view: 1 } };
    expect(await here.get('a')).toEqual({ doc, etag });
    expect(asked).toEqual(['another']);
  });

  it('are a second behind what another instance has written, at most', async () => {
    const { here, there, advance } = twoInstances();
    await here.put('a', { name: 'A' });
    await here.get('a');
    await there.put('a', { name: 'B' });
    advance(1_000);
    expect(nameOf(await here.get('a'))).toBe('B');
  });

  it('that are not known need not be asked after first, and are kept all the same', async () => {
    const { here, there, advance, heard } = twoInstances();
    for (const id of ['a', 'b']) await there.put(id, { name: id });
    await here.get('a');
    const before = heard();
    advance(30_000);
    expect(nameOf(await here.get('b'))).toBe('b');
    expect(heard()).toBe(before);
    await there.put('b', { name: 'B' });
    expect(nameOf(await here.get('b'))).toBe('B');
  });

  it('are not believed after a long pause, however much was missed', async () => {
    const { here, there, advance } = twoInstances();
    await here.put('a', { name: 'A' });
    await there.put('a', { name: 'B' });
    advance(3_600_000);
    expect(nameOf(await here.get('a'))).toBe('B');
  });

  it('are not believed while nobody tells what has changed', async () => {
    const { here, there, advance, goDeaf } = twoInstances();
    await here.put('a', { name: 'A' });
    await there.put('a', { name: 'B' });
    goDeaf();
    advance(1_000);
    expect(nameOf(await here.get('a'))).toBe('B');
  });

  it('are forgotten when a write finds that they have moved on', async () => {
    const { here, there } = twoInstances();
    const etag = await here.put('a', { name: 'A' });
    await there.put('a', { name: 'B' });
    await expect(here.put('a', { name: 'C' }, { ifMatch: etag })).rejects.toMatchObject({ kind: 'stale' });
    expect(nameOf(await here.get('a'))).toBe('B');
  });

  it('are not there any more after they were removed', async () => {
    const { here } = twoInstances();
    await here.put('a', { name: 'A' });
    await here.remove('a');
    expect(await here.get('a')).toBeUndefined();
  });

  it('do not hide what comes to be', async () => {
    const { here, there } = twoInstances();
    expect(await here.get('a')).toBeUndefined();
    await there.put('a', { name: 'A' });
    expect(nameOf(await here.get('a'))).toBe('A');
  });
});
