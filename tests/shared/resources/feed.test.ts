import { yard } from './crates.ts';

type Yard = Awaited<ReturnType<typeof yard>>;

interface Page {
  readonly items: readonly { readonly changedAt: string; readonly entity: { readonly name: string } }[];
  readonly next: string;
  readonly more: boolean;
}

const page = async ({ ask }: Yard, query = '', who?: string): Promise<Page> => {
  const { status, body } = await ask(`feed/crates${query}`, who);
  expect(status).toBe(200);
  return body as unknown as Page;
};

const namesOf = ({ items }: Page) => items.map(({ entity }) => entity.name);

describe('a feed', () => {
  it('has everything, then what has changed since, each as it is now', async () => {
    const here = await yard();
    const all = await page(here);
    expect(namesOf(all)).toEqual(['Hats', 'eggs', 'Tins', 'Ink']);
    expect(all.items[0]).toMatchObject({ changedAt: '2026-03-01T00:00:00.000Z', entity: { id: 'cra_1', version: 1 } });
    expect(all.more).toBe(false);
    expect(namesOf(await page(here, `?since=${all.next}`))).toEqual([]);
    await here.relabel('cra_4', 'Blue ink');
    await here.relabel('cra_1', 'Caps');
    await here.relabel('cra_4', 'Red ink');
    expect(namesOf(await page(here, `?since=${all.next}`))).toEqual(['Caps', 'Red ink']);
  });

  it('comes in pages, and from any token again', async () => {
    const here = await yard();
    const first = await page(here, '?limit=3');
    expect([namesOf(first), first.more]).toEqual([['Hats', 'eggs', 'Tins'], true]);
    for (let time = 0; time < 2; time++) {
      const second = await page(here, `?limit=3&since=${first.next}`);
      expect([namesOf(second), second.more]).toEqual([['Ink'], false]);
    }
  });

  it('goes on after the view was built anew, without repeating what is long past', async () => {
    const here = await yard();
    const { next } = await page(here);
    await here.relabel('cra_2', 'Omelette', '2026-03-01T09:00:00.000Z');
    const later = await page(here, `?since=${next}`);
    await here.relabel('cra_4', 'Blue ink', '2026-03-01T10:00:00.000Z');
    expect(await here.app.rebuild('crates')).toBe(2);
    // At least once: what has changed in the minutes before comes again.
    expect(namesOf(await page(here, `?since=${later.next}`)).toSorted()).toEqual(['Blue ink', 'Omelette']);
    expect(namesOf(await page(here, `?since=${next}`)).toSorted()).toEqual(['Blue ink', 'Hats', 'Omelette', 'Tins']);
    expect(namesOf(await page(here)).toSorted()).toEqual(['Blue ink', 'Hats', 'Omelette', 'Tins']);
  });

  it('goes through a view that was built anew in pages', async () => {
    const here = await yard();
    await here.relabel('cra_3', 'Cans', '2026-03-01T09:00:00.000Z');
    const { next } = await page(here);
    await here.relabel('cra_1', 'Caps', '2026-03-01T11:00:00.000Z');
    await here.app.rebuild('crates');
    const seen: string[] = [];
    let since = next;
    for (let pages = 0, more = true; more && pages < 9; pages++) {
      const one = await page(here, `?limit=1&since=${since}`);
      seen.push(...namesOf(one));
      ({ next: since, more } = one);
    }
    expect(seen.toSorted()).toEqual(['Cans', 'Caps']);
    expect(namesOf(await page(here, `?since=${since}`))).toEqual([]);
    await here.relabel('cra_2', 'Omelette', '2026-02-01T00:00:00.000Z');
    expect(namesOf(await page(here, `?since=${since}`))).toEqual(['Omelette']);
  });

  it('shows whoever is limited to groups what is theirs, and another company nothing', async () => {
    const here = await yard();
    expect(namesOf(await page(here, '', 'north'))).toEqual(['Hats', 'eggs']);
    const { next } = await page(here);
    expect(await page(here, '', 'stranger')).toMatchObject({ items: [] });
    expect(await page(here, `?since=${next}`, 'stranger')).toMatchObject({ items: [] });
  });

  it.each(['nonsense', 'MS4y', 'MS4yLjMuLTE', '%20'])('refuses the token %s', async (token) => {
    const { ask } = await yard();
    expect((await ask(`feed/crates?since=${token}`)).body.code).toBe('feed/bad-token');
  });
});

describe('a view that is built anew', () => {
  it('serves all the while, and has what happens meanwhile', async () => {
    const here = await yard();
    await here.app.rebuild('crates', async () => {
      await here.relabel('cra_4', 'Blue ink');
      expect(await here.names('crates')).toEqual(['Blue ink', 'eggs', 'Hats', 'Tins']);
    });
    expect(await here.names('crates')).toEqual(['Blue ink', 'eggs', 'Hats', 'Tins']);
    await here.relabel('cra_1', 'Caps');
    expect(await here.names('crates')).toEqual(['Blue ink', 'Caps', 'eggs', 'Tins']);
  });

  it('has what was lost or spoilt', async () => {
    const here = await yard();
    const { views } = here.app.services;
    await views.in('ten_acme', 'crates').remove('cra_1');
    await views.in('ten_acme', 'crates').put('cra_2', { name: 'Spoilt', sortName: 'spoilt', labels: [], version: 1 });
    await here.app.rebuild('crates');
    expect(await here.names('crates')).toEqual(['eggs', 'Hats', 'Ink', 'Tins']);
  });

  it('is begun anew after one that was cut off', async () => {
    const here = await yard();
    const cut = here.app.rebuild('crates', async () => Promise.reject(new Error('killed')));
    await expect(cut).rejects.toThrow('killed');
    expect(await here.names('crates')).toEqual(['eggs', 'Hats', 'Ink', 'Tins']);
    expect(await here.app.rebuild('crates')).toBe(3);
    expect(await here.names('crates')).toEqual(['eggs', 'Hats', 'Ink', 'Tins']);
  });
});
