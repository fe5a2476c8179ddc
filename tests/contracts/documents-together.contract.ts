import type { Documents } from '../../shared/documents/documents.ts';

interface Card {
  readonly name: string;
}

/**
 * The promises every container keeps about several writes in one.
 * @param open a fresh container, partitioned by `/tenantId` and `/view`.
 */
export const documentsTogetherContract = (name: string, open: () => Promise<Documents>) =>
  describe(`documents that are written together: ${name}`, () => {
    let documents: Documents;
    beforeEach(async () => {
      documents = await open();
    });
    const view = (path = 'cards') => documents.in('ten_acme', path);

    it('are all there, each under a tag of its own', async () => {
      const tags = await view().putTogether<Card>([
        { id: 'a', doc: { name: 'A' }, create: true },
        { id: 'b', doc: { name: 'B' } },
      ]);
      expect(tags).toEqual([(await view().get('a'))?.etag, (await view().get('b'))?.etag]);
      expect(new Set(tags).size).toBe(2);
      await view().putTogether<Card>([
        { id: 'a', doc: { name: 'A2' }, ifMatch: String(tags[0]) },
        { id: 'c', doc: { name: 'C' }, create: true },
      ]);
      const found = await Promise.all(['a', 'b', 'c'].map((id) => view().get<Card>(id)));
      expect(found.map((stored) => stored?.doc)).toEqual([
        { id: 'a', name: 'A2' },
        { id: 'b', name: 'B' },
        { id: 'c', name: 'C' },
      ]);
    });

    it.each([
      ['exists', { id: 'a', doc: { name: 'X' }, create: true }],
      ['has changed', { id: 'a', doc: { name: 'X' }, ifMatch: '"an-older-one"' }],
      ['is gone', { id: 'gone', doc: { name: 'X' }, ifMatch: '"an-older-one"' }],
    ])('are none of them written when one %s', async (_, failing) => {
      await view().put('a', { name: 'A' });
      await expect(
        view().putTogether<Card>([{ id: 'b', doc: { name: 'B' } }, failing, { id: 'c', doc: { name: 'C' } }]),
      ).rejects.toMatchObject({ kind: 'stale' });
      expect((await view().query<Card>({})).items.map(({ name }) => name)).toEqual(['A']);
    });

    it('may be a hundred, and no more', async () => {
      const many = (count: number) => Array.from({ length: count }, (_, n) => ({ id: `n${n}`, doc: { name: `${n}` } }));
      await view().putTogether(many(100));
      expect(await view().count()).toBe(100);
      await expect(view('boards').putTogether(many(101))).rejects.toThrow();
      expect(await view('boards').count()).toBe(0);
    });

    it('let one of many racing writers win', async () => {
      const tag = await view().put('head', { name: '0' });
      const race = await Promise.allSettled(
        ['1', '2', '3'].map((name) =>
          view().putTogether<Card>([
            { id: `entry-${name}`, doc: { name }, create: true },
            { id: 'head', doc: { name }, ifMatch: tag },
          ]),
        ),
      );
      expect(race.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect(await view().count()).toBe(2);
    });
  });
