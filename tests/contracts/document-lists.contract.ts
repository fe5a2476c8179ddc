import { type Documents, everything, type Query } from '../../shared/documents/documents.ts';

export interface Card {
  readonly name: string;
  readonly n?: number;
  readonly status?: string;
  readonly tags?: readonly string[];
}

export const names = (cards: readonly Card[]) => cards.map(({ name }) => name);

/** What every container promises of its lists. */
export const listsContract = (documents: () => Documents) => {
  const view = () => documents().in('ten_acme', 'cards');
  const putAll = (cards: readonly Card[]) => Promise.all(cards.map((card) => view().put(card.name, card)));

  describe('a list', () => {
    const cards: readonly Card[] = [
      { name: 'beta', n: 2, status: 'on' },
      { name: 'Alpha', n: 10, status: 'off' },
      { name: 'gamma', n: 1, status: 'on' },
      { name: 'Delta', status: 'on' },
    ];
    const list = async (query: Query) => names((await view().query<Card>(query)).items);

    it('is sorted by a text', async () => {
      await putAll(cards);
      expect(await list({ orderBy: 'name' })).toEqual(['Alpha', 'Delta', 'beta', 'gamma']);
    });

    it('is sorted by a number', async () => {
      await putAll(cards.filter(({ n }) => n !== undefined));
      expect(await list({ orderBy: 'n' })).toEqual(['gamma', 'beta', 'Alpha']);
    });

    it('has what equals', async () => {
      await putAll(cards);
      expect(await list({ where: { status: 'on', n: 1 }, orderBy: 'name' })).toEqual(['gamma']);
      expect(await list({ where: { status: 'gone' } })).toEqual([]);
    });

    it('has what equals one of several', async () => {
      await putAll(cards);
      expect(await list({ where: { status: ['on', 'off'], n: [1, 10, 11] }, orderBy: 'name' })).toEqual([
        'Alpha',
        'gamma',
      ]);
      expect(await list({ where: { status: [] } })).toEqual([]);
    });

    it('has what has one of several in a list', async () => {
      await putAll([{ name: 'a', tags: ['cold', 'tall'] }, { name: 'b', tags: ['tall'] }, { name: 'c' }]);
      expect(await list({ has: { tags: 'tall' }, orderBy: 'name' })).toEqual(['a', 'b']);
      expect(await list({ has: { tags: ['cold', 'loud'] } })).toEqual(['a']);
      expect(await list({ has: { tags: [] } })).toEqual([]);
    });

    it('is sorted the other way round', async () => {
      await putAll(cards);
      expect(await list({ orderBy: 'name', descending: true })).toEqual(['gamma', 'beta', 'Delta', 'Alpha']);
    });

    it('lies within several bounds at once', async () => {
      await putAll(cards);
      const range = [
        { field: 'n', from: 1, to: 10 },
        { field: 'name', from: 'c' },
      ];
      expect(await list({ range })).toEqual(['gamma']);
    });

    it('begins with the lower bound and ends before the upper', async () => {
      await putAll(cards);
      expect(await list({ range: { field: 'n', from: 1, to: 10 }, orderBy: 'n' })).toEqual(['gamma', 'beta']);
      expect(await list({ range: { field: 'n', from: 2 }, orderBy: 'n' })).toEqual(['beta', 'Alpha']);
      expect(await list({ range: { field: 'n', to: 2 }, orderBy: 'n' })).toEqual(['gamma']);
    });

    it('is searched without regard to case, in any of the fields', async () => {
      await putAll(cards);
      const search = (text: string) => list({ search: { fields: ['name', 'status'], text }, orderBy: 'name' });
      expect(await search('ALPH')).toEqual(['Alpha']);
      expect(await search('of')).toEqual(['Alpha']);
      expect(await search('ta')).toEqual(['Delta', 'beta']);
      expect(await search("'; DROP --")).toEqual([]);
    });

    it('comes in pages, each document once', async () => {
      await putAll(cards);
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await view().query<Card>({ orderBy: 'name', limit: 3, cursor });
        expect(page.items.length).toBeLessThanOrEqual(3);
        seen.push(...names(page.items));
        cursor = page.nextCursor;
      } while (cursor);
      expect(seen).toEqual(['Alpha', 'Delta', 'beta', 'gamma']);
    });

    it('refuses a cursor that is not one of its own', async () => {
      await putAll(cards);
      await expect(view().query({ orderBy: 'name', limit: 2, cursor: 'nonsense' })).rejects.toMatchObject({
        kind: 'invalid',
        code: 'paging/bad-cursor',
      });
    });

    it('of everything has everything', async () => {
      const many = Array.from({ length: 230 }, (_, index) => ({ name: `card-${String(index).padStart(3, '0')}` }));
      await documents().putMany(
        'ten_acme',
        many.map((doc) => ({ path: ['cards'], id: doc.name, doc })),
      );
      const seen: string[] = [];
      for await (const card of everything<Card>(view(), { orderBy: 'name' })) seen.push(card.name);
      expect(seen).toEqual(names(many));
    });

    it('is counted', async () => {
      expect(await view().count()).toBe(0);
      await putAll(cards);
      expect(await view().count()).toBe(4);
    });
  });

  describe('the changes of a partition', () => {
    const changes = async (since = 0, limit = 100) => {
      const { items, ...rest } = await view().changes<Card>(since, limit);
      return { names: items.map(({ doc }) => doc.name), items, ...rest };
    };

    it('come in order, each document once and as it is now', async () => {
      for (const name of ['a', 'b', 'c']) await view().put(name, { name });
      await view().put('a', { name: 'a2' });
      const { items, names: changed, more } = await changes();
      expect([changed, more]).toEqual([['b', 'c', 'a2'], false]);
      expect(items[2]).toEqual({ doc: { id: 'a', name: 'a2' } });
    });

    it('go on from where one was', async () => {
      for (const name of ['a', 'b', 'c']) await view().put(name, { name });
      const first = await changes(0, 2);
      expect([first.names, first.more]).toEqual([['a', 'b'], true]);
      const second = await changes(first.next, 2);
      expect([second.names, second.more]).toEqual([['c'], false]);
      expect(await changes(second.next)).toMatchObject({ names: [], more: false });
      await view().put('b', { name: 'b2' });
      expect((await changes(second.next)).names).toEqual(['b2']);
      expect((await changes(first.next)).names).toEqual(['c', 'b2']);
    });

    it('say when it was, if their writer said so, and nobody else', async () => {
      const changedAt = '2026-03-02T08:00:00.000Z';
      await view().put('a', { name: 'a' }, { changedAt });
      expect((await changes()).items).toEqual([{ doc: { id: 'a', name: 'a' }, changedAt }]);
      expect((await view().get('a'))?.doc).toEqual({ id: 'a', name: 'a' });
    });

    it('are those of one partition', async () => {
      await view().put('a', { name: 'a' });
      const { next } = await changes();
      const theirs = documents().in('ten_globex', 'cards');
      await theirs.put('t', { name: 't' });
      await documents().in('ten_acme', 'boards').put('x', { name: 'x' });
      expect((await changes()).names).toEqual(['a']);
      expect((await changes(next)).names).toEqual([]);
      expect((await theirs.changes<Card>(0, 9)).items.map(({ doc }) => doc.name)).toEqual(['t']);
    });
  });
};
