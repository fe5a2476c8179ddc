import { idOf } from '../access/scene.ts';
import { app, found, itemsOf } from '../company.ts';

const at = (lat: number, lon: number) => ({ position: { lat, lon } });

const open = async () => {
  const world = app();
  const acme = await found(world, 'acme');
  const owner = acme.as('owner');
  const add = async (name: string, body: object = at(49, 8)) =>
    String((await owner.post('places', { name, ...body })).body.id);
  const patch = (id: string, body: object) => owner.patch(`places/${id}`, body);
  return { world, acme, owner, add, patch };
};

const namesOf = async (answer: ReturnType<Awaited<ReturnType<typeof open>>['owner']['get']>) =>
  itemsOf(await answer).map(({ name }) => name);

describe('a place', () => {
  it('is added, with a position of seven digits', async () => {
    const { owner } = await open();
    const answer = await owner.post('places', {
      name: ' Depot 9 ',
      kind: 'depot',
      address: 'Hafenstrasse 1, Karlsruhe',
      position: { lat: 49.012345678, lon: 8.4 },
      radiusMetres: 150,
      notes: 'Gate B\nRing twice',
    });
    expect(answer).toMatchObject({
      status: 201,
      body: {
        name: 'Depot 9',
        kind: 'depot',
        position: { lat: 49.0123457, lon: 8.4 },
        radiusMetres: 150,
        notes: 'Gate B\nRing twice',
        status: 'active',
        createdAt: '2026-03-02T08:00:00.000Z',
        version: 1,
      },
    });
    expect(answer.headers.get('location')).toBe(`/api/v1/places/${answer.body.id}`);
    expect((await owner.get(`places/${answer.body.id}`)).body).toEqual(answer.body);
  });

  it.each([
    [{ name: 'X' }, 'position'],
    [{ name: 'X', ...at(91, 0) }, 'position.lat'],
    [{ name: 'X', ...at(0, -181) }, 'position.lon'],
    [{ name: '', ...at(0, 0) }, 'name'],
    [{ name: 'X', kind: 'castle', ...at(0, 0) }, 'kind'],
    [{ name: 'X', radiusMetres: 0, ...at(0, 0) }, 'radiusMetres'],
    [{ name: 'X', colour: 'red', ...at(0, 0) }, ''],
  ])('is refused as %j, naming %s', async (body, field) => {
    const { owner } = await open();
    const answer = await owner.post('places', body);
    expect(answer.status).toBe(400);
    expect((answer.body.issues as { path: string[] }[]).map(({ path }) => path.join('.'))).toContain(field);
  });

  it('is changed in what is named', async () => {
    const { owner, add, patch } = await open();
    const id = await add('Depot 9', { ...at(49, 8), notes: 'Old', kind: 'depot' });
    expect(await patch(id, { notes: null, name: 'Depot 10' })).toMatchObject({
      status: 200,
      body: { name: 'Depot 10', kind: 'depot', version: 2 },
    });
    expect((await owner.get(`places/${id}`)).body).not.toHaveProperty('notes');
    expect((await patch(id, { name: 'Depot 10' })).body).toMatchObject({ version: 2 });
    expect((await patch(id, { name: null })).status).toBe(400);
    const before = await owner.get(`places/${id}?asOf=2026-03-02T08:00:00Z`);
    expect(before.status).toBe(200);
    expect(itemsOf(await owner.get(`places/${id}/history`)).map(({ type }) => type)).toEqual([
      'PlaceCreated',
      'PlaceChanged',
    ]);
  });

  it('has fields of the company’s own', async () => {
    const { owner, add, patch } = await open();
    await owner.post('custom-fields/place', { key: 'gate', label: 'Gate', kind: { type: 'text' } });
    const id = await add('Depot', { ...at(49, 8), customFields: { gate: 'B' } });
    expect((await patch(id, { customFields: { gate: 'C' } })).body).toMatchObject({ customFields: { gate: 'C' } });
    expect(await patch(id, { customFields: { door: 'C' } })).toMatchObject({
      status: 400,
      body: { issues: [{ path: ['customFields', 'door'] }] },
    });
  });

  it('is archived and brought back', async () => {
    const { owner, add } = await open();
    const id = await add('Depot');
    expect((await owner.post(`places/${id}/archive`)).body).toMatchObject({ status: 'archived' });
    expect(await namesOf(owner.get('places?status=active'))).toEqual([]);
    expect((await owner.post(`places/${id}/restore`)).body).toMatchObject({ status: 'active', version: 3 });
  });

  it('is written by those who run the fleet, and read by all who see it', async () => {
    const { acme, add } = await open();
    const id = await add('Depot');
    expect((await acme.as('dispatcher').post(`places/${id}/archive`)).status).toBe(200);
    expect((await acme.as('viewer').get(`places/${id}`)).status).toBe(200);
    expect((await acme.as('viewer').post('places', { name: 'X', ...at(0, 0) })).status).toBe(403);
    expect((await acme.as('driver').get('places')).status).toBe(403);
  });
});

describe('the places of a company', () => {
  it('are listed by name, searched and filtered', async () => {
    const { owner, add } = await open();
    await add('north depot', { ...at(50, 8), kind: 'depot' });
    await add('Garage Huber', { ...at(49, 8), kind: 'garage', address: 'Depotweg 3' });
    await add('Aral', { ...at(48, 8), kind: 'fuel' });
    expect(await namesOf(owner.get('places'))).toEqual(['Aral', 'Garage Huber', 'north depot']);
    expect(await namesOf(owner.get('places?sort=-name&kind=garage,fuel'))).toEqual(['Garage Huber', 'Aral']);
    expect(await namesOf(owner.get('places?search=DEPOT'))).toEqual(['Garage Huber', 'north depot']);
  });

  it('are found by a group with all that is below it', async () => {
    const { acme, owner, add } = await open();
    const { body: north } = await owner.post('groups', { name: 'North' });
    const { body: depot } = await owner.post('groups', { name: 'Depot', parentId: north.id });
    const inside = await add('Inside', { ...at(50, 8), groupId: depot.id });
    const outside = await add('Outside');
    expect(await namesOf(owner.get(`places?groupId=${north.id}`))).toEqual(['Inside']);

    const { client: dan } = await acme.join('dan', 'dispatcher');
    await owner.post(`members/${idOf('dan')}/limit`, { groups: [north.id] });
    expect(await namesOf(dan.get('places'))).toEqual(['Inside']);
    expect(await namesOf(dan.get('places?near=49,8&within=100000'))).toEqual([]);
    expect((await dan.get(`places/${outside}`)).status).toBe(404);
    expect((await dan.post(`places/${outside}/archive`)).status).toBe(404);
    expect((await dan.post('places', { name: 'X', ...at(0, 0) })).body.code).toBe('groups/unknown');
    expect((await dan.post(`places/${inside}/move`, { groupId: null })).body.code).toBe('groups/unknown');
    expect((await dan.post(`places/${inside}/move`, { groupId: north.id })).body).toMatchObject({ groupId: north.id });
    expect((await owner.post(`groups/${depot.id}/archive`)).status).toBe(200);
    expect((await owner.post(`groups/${north.id}/archive`)).body).toMatchObject({ code: 'groups/in-use' });
  });
});

describe('what is near a point', () => {
  it('comes with its distance, the nearest first', async () => {
    const { owner, add } = await open();
    await add('Far', at(49.02, 8));
    await add('Near', at(49.001, 8));
    await add('Here', at(49, 8));
    const answer = await owner.get('places?near=49,8&within=1500');
    expect(itemsOf(answer).map(({ name, distanceMetres }) => [name, distanceMetres])).toEqual([
      ['Here', 0],
      ['Near', 111],
    ]);
    expect(await namesOf(owner.get('places?near=49,8'))).toEqual(['Here', 'Near']);
    expect(await namesOf(owner.get('places?near=49,8&within=3000&limit=1'))).toEqual(['Here']);
    expect(await namesOf(owner.get('places?near=49,8&within=3000&search=far'))).toEqual(['Far']);
    expect(itemsOf(await owner.get('places?near=49,8&fields=name'))[0]).toEqual({
      id: expect.any(String),
      name: 'Here',
      version: 1,
    });
  });

  it('is what the circle has, not what the box has', async () => {
    const { owner, add } = await open();
    await add('In the corner of the box', at(49.0085, 8.0128));
    expect(await namesOf(owner.get('places?near=49,8&within=1000'))).toEqual([]);
    expect(await namesOf(owner.get('places?near=49,8&within=1400'))).toEqual(['In the corner of the box']);
  });

  it('is near across the date line, too', async () => {
    const { owner, add } = await open();
    await add('Taveuni', at(-16.8, -179.99));
    await add('Elsewhere', at(-16.8, 0));
    expect(await namesOf(owner.get('places?near=-16.8,179.99&within=5000'))).toEqual(['Taveuni']);
  });

  it.each([
    ['near=49', 'near'],
    ['near=49,8,7', 'near'],
    ['near=here', 'near'],
    ['near=95,8', 'near'],
    ['within=100', 'near'],
    ['near=49,8&within=0', 'within'],
    ['near=49,8&within=100001', 'within'],
    ['near=49,8&cursor=abc', 'cursor'],
  ])('is not answered to %s, naming %s', async (query, field) => {
    const { owner } = await open();
    const { status, body } = await owner.get(`places?${query}`);
    expect([status, (body.issues as { path: string[] }[])[0]?.path[0]]).toEqual([400, field]);
  });

  it('is refused rather than answered in part', async () => {
    const { world, owner } = await open();
    const view = world.services.views.in('ten_acme', 'places');
    for (let n = 0; n <= 1_000; n++)
      await view.put(`plc_${n}`, {
        id: `plc_${n}`,
        name: 'X',
        kind: 'other',
        status: 'active',
        ...at(49, 8),
        lat: 49,
        lon: 8,
        version: 1,
      });
    expect(await owner.get('places?near=49,8&within=10')).toMatchObject({
      status: 400,
      body: { issues: [{ path: ['within'] }] },
    });
    expect((await owner.get('places?near=49,8&within=10&kind=depot')).status).toBe(200);
  });
});
