import { fencesOf } from '../../../functions/geofences/use-cases.ts';
import type { Documents } from '../../../shared/documents/documents.ts';
import { FleetError } from '../../../shared/kernel/errors.ts';
import { app, found } from '../company.ts';

const circle = (lat: number, lon: number) => ({ type: 'circle', center: { lat, lon }, radiusMetres: 200 });

/** An app whose store can be down, and counts what it is asked for about geofences and places. */
const watched = () => {
  const store = { isDown: false, asked: [] as string[] };
  const counting = (views: Documents): Documents => ({
    ...views,
    in: (tenantId, view = '') => ({
      ...views.in(tenantId, view),
      async changes(since, limit) {
        if (store.isDown) throw new FleetError('upstream', 'store/down', 'The store does not answer.');
        if (!['geofences', 'places'].includes(view)) return views.in(tenantId, view).changes(since, limit);
        store.asked.push(`${view} since ${since === 0 ? 'ever' : 'then'}`);
        return views.in(tenantId, view).changes(since, limit);
      },
    }),
  });
  return { world: app(({ views }) => ({ views: counting(views) })), store };
};

const open = async () => {
  const { world, store } = watched();
  const acme = await found(world, 'acme');
  const owner = acme.as('owner');
  const draw = async (name: string, more: object = {}) =>
    String((await owner.post('geofences', { name, shape: circle(49, 8), ...more })).body.id);
  const group = async (name: string, parentId?: unknown) =>
    String((await owner.post('groups', { name, ...(parentId !== undefined && { parentId }) })).body.id);
  const index = () => fencesOf(world.services, acme.tenantId);
  const later = () => {
    world.advance(30_000);
    return index();
  };
  const namesAt = async (lat: number, lon: number) => (await index()).at(lat, lon).map(({ name }) => name);
  return { world, store, acme, owner, draw, group, index, later, namesAt };
};

describe('the geofences of a company, to look into', () => {
  it('are those that are active; places lend their names', async () => {
    const { owner, draw, index } = await open();
    const yard = await draw('Yard', { rules: { speedLimit: 8, dwellSeconds: 60 } });
    await owner.post(`geofences/${await draw('Gone')}/archive`);
    await owner.post('places', { name: 'Depot', position: { lat: 50, lon: 8 } });
    const fences = await index();
    expect(fences.size).toBe(2);
    expect(fences.at(49, 8)).toMatchObject([{ id: yard, name: 'Yard', speedLimit: 8, dwellMs: 60_000 }]);
    expect(fences.at(50, 8)).toEqual([]);
    expect(fences.nameAt(50.0005, 8)).toMatchObject({ kind: 'place', name: 'Depot' });
    expect(fences.nameAt(50.002, 8)).toBeUndefined();
  });

  it('follow what changes, in one request for each view and half a minute', async () => {
    const { owner, draw, index, later, namesAt, store } = await open();
    const yard = await draw('Yard');
    await Promise.all([index(), index(), index()]);
    expect(store.asked).toEqual(['geofences since ever', 'geofences since then', 'places since ever']);
    store.asked = [];
    await draw('Gate');
    await owner.post(`geofences/${yard}/redraw`, { shape: circle(51, 8) });
    expect(await namesAt(49, 8)).toEqual(['Yard']);
    expect(store.asked).toEqual([]);
    await later();
    expect(store.asked).toEqual(['geofences since then', 'places since ever']);
    expect(await namesAt(49, 8)).toEqual(['Gate']);
    expect(await namesAt(51, 8)).toEqual(['Yard']);
    await owner.post(`geofences/${yard}/archive`);
    await later();
    expect(await namesAt(51, 8)).toEqual([]);
    await owner.post(`geofences/${yard}/restore`);
    await later();
    expect(await namesAt(51, 8)).toEqual(['Yard']);
  });

  it('are for groups with all that is below them', async () => {
    const { world, owner, draw, group, index, later } = await open();
    const north = await group('North');
    const depot = await group('Depot', north);
    const south = await group('South');
    const ofGroup = await draw('Of a group', { groupId: north });
    const named = await draw('Named', { groupId: north, rules: { appliesTo: { groupIds: [south] } } });
    const forAll = await draw('For all');
    const groupsOf = async (id: string) => [...((await index()).byId(id)?.groupIds ?? ['all'])].sort();
    expect(await groupsOf(ofGroup)).toEqual([north, depot].sort());
    expect(await groupsOf(named)).toEqual([south]);
    expect(await groupsOf(forAll)).toEqual(['all']);
    await owner.post(`groups/${depot}/move`, { parentId: south });
    world.advance(60_000);
    await later();
    expect(await groupsOf(ofGroup)).toEqual([north]);
    expect(await groupsOf(named)).toEqual([depot, south].sort());
  });

  it('are read in large pages, and go on in the next one', async () => {
    const { world, acme, index, later, store } = await open();
    const view = world.services.views.in(acme.tenantId, 'geofences');
    const put = (n: number) =>
      view.put(`gfn_${n}`, {
        ...{ id: `gfn_${n}`, name: `Fence ${n}`, tags: [], rules: {}, status: 'active', version: 1 },
        shape: circle(-60 + (n % 120), n / 100),
      });
    for (let n = 0; n < 2_500; n++) await put(n);
    expect((await index()).size).toBe(2_500);
    expect(store.asked.filter((one) => one.startsWith('geofences'))).toHaveLength(4);
    for (let n = 2_000; n < 2_700; n++) await put(n);
    expect((await later()).size).toBe(2_700);
  });

  it('stay when a view is built anew, without those that it has no more', async () => {
    const { world, acme, owner, draw, index, later, namesAt } = await open();
    const yard = await draw('Yard');
    const stray = await draw('Stray');
    const view = world.services.views.in(acme.tenantId, 'geofences');
    const found = await view.get(stray);
    await view.put('gfn_ghost', { ...found?.doc, id: 'gfn_ghost', name: 'Ghost' });
    expect((await index()).size).toBe(3);
    await world.rebuild('geofences', () => owner.patch(`geofences/${stray}`, { name: 'Gate' }));
    await later();
    expect(await namesAt(49, 8)).toHaveLength(2);
    expect(await namesAt(49, 8)).toEqual(expect.arrayContaining(['Yard', 'Gate']));
    await owner.patch(`geofences/${yard}`, { name: 'Court' });
    await later();
    expect(await namesAt(49, 8)).toEqual(expect.arrayContaining(['Court', 'Gate']));
  });

  it('are as they were while the store does not answer', async () => {
    const { world, draw, index, later, namesAt, store } = await open();
    store.isDown = true;
    await expect(index()).rejects.toThrow('The store does not answer.');
    store.isDown = false;
    await draw('Yard');
    expect(await namesAt(49, 8)).toEqual(['Yard']);
    await draw('Gate');
    store.isDown = true;
    await later();
    expect(await namesAt(49, 8)).toEqual(['Yard']);
    expect(world.log.at(-1)).toMatchObject({ level: 'warn', message: 'Geofences are as they were' });
    store.isDown = false;
    await later();
    expect(await namesAt(49, 8)).toHaveLength(2);
  });

  it('do without one that cannot be understood', async () => {
    const { world, acme, draw, namesAt } = await open();
    const yard = await draw('Yard');
    const view = world.services.views.in(acme.tenantId, 'geofences');
    const shape = { type: 'polygon' };
    await view.put('gfn_odd', { ...(await view.get(yard))?.doc, id: 'gfn_odd', shape });
    expect(await namesAt(49, 8)).toEqual(['Yard']);
    expect(world.log).toMatchObject([{ level: 'error', message: 'A geofence cannot be watched', id: 'gfn_odd' }]);
  });

  it('are each company’s own', async () => {
    const { world, draw } = await open();
    await draw('Yard');
    const globex = await found(world, 'globex');
    expect((await fencesOf(world.services, globex.tenantId)).size).toBe(0);
  });
});
