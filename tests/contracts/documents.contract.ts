import type { Documents } from '../../shared/documents/documents.ts';
import { type Card, listsContract, names } from './document-lists.contract.ts';

const MIB = 1024 * 1024;

/**
 * The promises every container keeps.
 * @param open a fresh container, partitioned by `/tenantId` and `/view`.
 */
export const documentsContract = (name: string, open: () => Promise<Documents>) =>
  describe(`documents: ${name}`, () => {
    let documents: Documents;
    beforeEach(async () => {
      documents = await open();
    });
    const view = (tenantId = 'ten_acme', path = 'cards') => documents.in(tenantId, path);
    const putAll = (cards: readonly Card[]) => Promise.all(cards.map((card) => view().put(card.name, card)));

    describe('one document', () => {
      it('is given back as it was put, with its id and nothing of the store', async () => {
        const card = { name: 'Élan', n: 1.5, list: [1, 'two', null, true], deep: { a: { b: [] } }, empty: '' };
        const etag = await view().put('a', card);
        expect(await view().get('a')).toEqual({ doc: { id: 'a', ...card }, etag });
      });

      it('is not there before, and not after it was removed', async () => {
        expect(await view().get('a')).toBeUndefined();
        await view().put('a', { name: 'A' });
        await view().remove('a');
        expect(await view().get('a')).toBeUndefined();
      });

      it('may be removed when it is not there', async () => expect(await view().remove('a')).toBeUndefined());

      it('is replaced as a whole', async () => {
        await view().put('a', { name: 'A', n: 1 });
        await view().put('a', { name: 'B' });
        expect((await view().get('a'))?.doc).toEqual({ id: 'a', name: 'B' });
      });

      it('loses the members that belong to the partition key: they are the same for all', async () => {
        await view().put('a', { name: 'A', tenantId: 'ten_acme', view: 'cards' });
        expect((await view().get('a'))?.doc).toEqual({ id: 'a', name: 'A' });
      });

      it.each(['a/b', 'a\\b', 'a?b', 'a#b', '', ' ', '\ufeff', 'a\u0000', '\ud800', 'x'.repeat(256)])(
        'cannot have the id %j',
        async (id) => expect(await view().get(id)).toBeUndefined(),
      );

      it.each(['a b', 'ä', "it's", 'mia+1@acme.example', 'a"b', '%41', 'x'.repeat(255)])(
        'can have the id %j',
        async (id) => {
          await view().put(id, { name: id });
          expect((await view().get(id))?.doc).toEqual({ id, name: id });
        },
      );

      it('may have almost 2 MB, and no more', async () => {
        await view().put('a', { name: 'x'.repeat(2 * MIB - 2_000) });
        await expect(view().put('b', { name: 'x'.repeat(2 * MIB + 1) })).rejects.toThrow();
        expect(await view().get('b')).toBeUndefined();
      });

      it('has a partition as the container says', () =>
        expect(() => documents.in('ten_acme')).toThrow('partitioned by'));
    });

    describe('a conditional write', () => {
      it('creates what is not there yet, once', async () => {
        await view().put('a', { name: 'A' }, { create: true });
        await expect(view().put('a', { name: 'B' }, { create: true })).rejects.toMatchObject({ kind: 'stale' });
        expect((await view().get('a'))?.doc).toMatchObject({ name: 'A' });
      });

      it('replaces the version that was read, once', async () => {
        const read = await view().put('a', { name: 'A' });
        const next = await view().put('a', { name: 'B' }, { ifMatch: read });
        expect(next).not.toBe(read);
        await expect(view().put('a', { name: 'C' }, { ifMatch: read })).rejects.toMatchObject({ kind: 'stale' });
        await view().put('a', { name: 'D' }, { ifMatch: next });
        expect((await view().get('a'))?.doc).toMatchObject({ name: 'D' });
      });

      it('does not bring back what was removed', async () => {
        const read = await view().put('a', { name: 'A' });
        await view().remove('a');
        await expect(view().put('a', { name: 'B' }, { ifMatch: read })).rejects.toMatchObject({ kind: 'stale' });
      });

      it('lets one of many racing writers win', async () => {
        const read = await view().put('a', { name: 'A' });
        const race = await Promise.allSettled(
          ['B', 'C', 'D'].map((next) => view().put('a', { name: next }, { ifMatch: read })),
        );
        expect(race.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      });
    });

    listsContract(() => documents);

    describe('many documents', () => {
      const address = (id: string, path = 'cards') => ({ path: [path], id });

      it('are read in the order asked, over partitions, absent ones as nothing', async () => {
        await view().put('a', { name: 'A' });
        await view('ten_acme', 'boards').put('b', { name: 'B' });
        const found = await documents.getMany<Card>('ten_acme', [address('b', 'boards'), address('x'), address('a')]);
        expect(found.map((stored) => stored?.doc.name)).toEqual(['B', undefined, 'A']);
        expect(found[2]?.etag).toBe((await view().get('a'))?.etag);
      });

      it('are written each on its own: a condition that fails stops no other', async () => {
        const etag = await view().put('a', { name: 'A' });
        await view().put('b', { name: 'B' });
        const written = await documents.putMany<Card>('ten_acme', [
          { ...address('a'), doc: { name: 'A2' }, ifMatch: etag },
          { ...address('b'), doc: { name: 'B2' }, create: true },
          { ...address('b'), doc: { name: 'B3' }, ifMatch: etag },
          { ...address('gone'), doc: { name: 'G' }, ifMatch: etag },
          { ...address('c'), doc: { name: 'C' }, create: true },
          { ...address('d', 'boards'), doc: { name: 'D' } },
        ]);
        expect(written).toEqual([true, false, false, false, true, true]);
        const found = await documents.getMany<Card>(
          'ten_acme',
          ['a', 'b', 'c', 'gone'].map((id) => address(id)),
        );
        expect(found.map((stored) => stored?.doc)).toEqual([
          { id: 'a', name: 'A2' },
          { id: 'b', name: 'B' },
          { id: 'c', name: 'C' },
          undefined,
        ]);
      });

      it('may be more than the store takes in one request', async () => {
        const ids = Array.from({ length: 205 }, (_, index) => `card-${index}`);
        const written = await documents.putMany<Card>(
          'ten_acme',
          ids.map((id) => ({ ...address(id), doc: { name: id }, create: true })),
        );
        expect(written.every(Boolean)).toBe(true);
        const found = await documents.getMany<Card>(
          'ten_acme',
          ids.map((id) => address(id)),
        );
        expect(found.map((stored) => stored?.doc.name)).toEqual(ids);
        await documents.removeMany('ten_acme', ['cards'], ids);
        expect(await view().count()).toBe(0);
      });

      it('are removed also when some are gone already', async () => {
        await putAll([{ name: 'a' }, { name: 'b' }]);
        await documents.removeMany('ten_acme', ['cards'], ['a', 'x']);
        expect(names((await view().query<Card>({})).items)).toEqual(['b']);
      });

      it('may be none', async () => {
        expect(await documents.getMany('ten_acme', [])).toEqual([]);
        expect(await documents.putMany('ten_acme', [])).toEqual([]);
        expect(await documents.removeMany('ten_acme', ['cards'], [])).toBeUndefined();
      });
    });

    describe('another company', () => {
      it('sees nothing and changes nothing, whatever it asks for', async () => {
        await view().put('a', { name: 'A' });
        const theirs = view('ten_globex');
        expect(await theirs.get('a')).toBeUndefined();
        expect((await theirs.query({})).items).toEqual([]);
        expect(await theirs.count()).toBe(0);
        expect(await documents.getMany('ten_globex', [{ path: ['cards'], id: 'a' }])).toEqual([undefined]);
        await theirs.put('a', { name: 'B' });
        await theirs.remove('a');
        await documents.removeMany('ten_globex', ['cards'], ['a']);
        expect((await view().get('a'))?.doc).toMatchObject({ name: 'A' });
      });

      it('cannot go on with a cursor of ours to see what is ours', async () => {
        await putAll(['a', 'b', 'c'].map((id) => ({ name: id })));
        const { nextCursor } = await view().query({ orderBy: 'name', limit: 1 });
        const theirs = view('ten_globex').query<Card>({ orderBy: 'name', limit: 10, cursor: nextCursor });
        expect(
          await theirs.then(
            ({ items }) => items,
            () => [],
          ),
        ).toEqual([]);
      });
    });
  });
