import { idOf } from '../access/scene.ts';
import { app, found, itemsOf } from '../company.ts';

const circle = { type: 'circle', center: { lat: 49, lon: 8 }, radiusMetres: 200 };
const at = (lat: number, lon: number) => ({ lat, lon });

const open = async () => {
  const world = app();
  const acme = await found(world, 'acme');
  const owner = acme.as('owner');
  const add = async (name: string, more: object = {}) =>
    String((await owner.post('geofences', { name, shape: circle, ...more })).body.id);
  return { world, acme, owner, add };
};

const namesOf = async (answer: ReturnType<Awaited<ReturnType<typeof open>>['owner']['get']>) =>
  itemsOf(await answer).map(({ name }) => name);

describe('a geofence', () => {
  it('is drawn, with what describes it', async () => {
    const { owner } = await open();
    const answer = await owner.post('geofences', {
      ...{ name: ' Yard 9 ', description: 'By the river', colour: '#1188cc', tags: ['Gate B', 'cold'] },
      shape: { ...circle, center: at(49.012345678, 8.4) },
    });
    expect(answer).toMatchObject({
      status: 201,
      body: {
        ...{ name: 'Yard 9', description: 'By the river', colour: '#1188cc', tags: ['cold', 'gate-b'] },
        ...{ shape: { ...circle, center: at(49.0123457, 8.4) }, rules: {}, status: 'active', version: 1 },
      },
    });
    expect(answer.headers.get('location')).toBe(`/api/v1/geofences/${answer.body.id}`);
    expect((await owner.get(`geofences/${answer.body.id}`)).body).toEqual(answer.body);
  });

  it('has any of the shapes', async () => {
    const { acme, owner, add } = await open();
    const { body: vehicle } = await acme.integration.post('vehicles', { name: 'Van 7' });
    const shapes = [
      circle,
      { type: 'polygon', rings: [[at(49, 8), at(49, 9), at(50, 9), at(50, 8)]] },
      { type: 'corridor', path: [at(49, 8), at(50, 9)], widthMetres: 100 },
      { type: 'rectangle', southWest: at(-17, 179), northEast: at(-16, -179) },
      { type: 'around-vehicle', vehicleId: String(vehicle.id), radiusMetres: 500 },
    ];
    for (const shape of shapes) {
      const id = await add(shape.type, { shape });
      expect((await owner.get(`geofences/${id}`)).body.shape).toEqual(shape);
    }
  });

  it.each([
    [{ name: 'X' }, 'shape'],
    [{ name: '', shape: circle }, 'name'],
    [{ name: 'X', shape: { type: 'star' } }, 'shape.type'],
    [{ name: 'X', shape: { ...circle, radiusMetres: 1 } }, 'shape.radiusMetres'],
    [{ name: 'X', shape: circle, colour: 'red' }, 'colour'],
    [{ name: 'X', shape: circle, rules: { speed: 3 } }, 'rules'],
    [{ name: 'X', shape: { type: 'rectangle', southWest: at(50, 8), northEast: at(49, 9) } }, 'shape.northEast.lat'],
    [{ name: 'X', shape: { type: 'polygon', rings: [[at(0, 0), at(2, 2), at(2, 0), at(0, 2)]] } }, 'shape.rings.0.2'],
    [{ name: 'X', shape: circle, rules: { appliesTo: { vehicleIds: ['veh_none'] } } }, 'rules.appliesTo.vehicleIds.0'],
    [{ name: 'X', shape: circle, rules: { appliesTo: { groupIds: ['grp_none'] } } }, 'rules.appliesTo.groupIds.0'],
    [
      {
        ...{ name: 'X', shape: circle },
        rules: { activeTimes: [{ start: '2026-01-05T06:00', durationMinutes: 60, timeZone: 'Nowhere/There' }] },
      },
      'rules.activeTimes.0.timeZone',
    ],
    [{ name: 'X', shape: { type: 'around-vehicle', vehicleId: 'veh_none', radiusMetres: 50 } }, 'shape.vehicleId'],
  ])('is refused as %j, naming %s', async (body, field) => {
    const { owner } = await open();
    const answer = await owner.post('geofences', body);
    expect(answer.status).toBe(400);
    expect((answer.body.issues as { path: string[] }[]).map(({ path }) => path.join('.'))).toContain(field);
  });

  it('is changed in what is named, and drawn anew', async () => {
    const { owner, add } = await open();
    const id = await add('Yard', { description: 'Old', tags: ['cold'] });
    expect(await owner.patch(`geofences/${id}`, { description: null, name: 'Yard 10' })).toMatchObject({
      status: 200,
      body: { name: 'Yard 10', tags: ['cold'], version: 2 },
    });
    expect((await owner.get(`geofences/${id}`)).body).not.toHaveProperty('description');
    const shape = { ...circle, radiusMetres: 300 };
    expect((await owner.post(`geofences/${id}/redraw`, { shape })).body).toMatchObject({ shape, version: 3 });
    expect((await owner.post(`geofences/${id}/redraw`, { shape })).body).toMatchObject({ version: 3 });
    const flat = { type: 'polygon', rings: [[at(1, 1), at(2, 2), at(3, 3)]] };
    expect((await owner.post(`geofences/${id}/redraw`, { shape: flat })).body).toMatchObject({
      issues: [{ path: ['shape', 'rings', 0] }],
    });
    expect(itemsOf(await owner.get(`geofences/${id}/history`)).map(({ type }) => type)).toEqual([
      'GeofenceCreated',
      'GeofenceChanged',
      'GeofenceRedrawn',
    ]);
  });

  it('is changed only by whoever has seen its latest version, when they say which', async () => {
    const { owner, add } = await open();
    const id = await add('Yard');
    await owner.patch(`geofences/${id}`, { name: 'Gate' });
    const late = await owner.patch(`geofences/${id}`, { name: 'Door' }, { 'if-match': '"1"' });
    expect(late.status).toBe(412);
  });

  it('is archived and brought back', async () => {
    const { owner, add } = await open();
    const id = await add('Yard');
    expect((await owner.post(`geofences/${id}/archive`)).body).toMatchObject({ status: 'archived' });
    expect((await owner.patch(`geofences/${id}`, { name: 'X' })).body.code).toBe('geofences/archived');
    expect(await namesOf(owner.get('geofences?status=active'))).toEqual([]);
    expect((await owner.post(`geofences/${id}/restore`)).body).toMatchObject({ status: 'active', version: 3 });
  });

  it('is drawn by those who run the fleet, and seen by all who see it', async () => {
    const { acme, add } = await open();
    const id = await add('Yard');
    expect((await acme.as('dispatcher').post(`geofences/${id}/archive`)).status).toBe(200);
    expect((await acme.as('viewer').get(`geofences/${id}`)).status).toBe(200);
    expect((await acme.as('viewer').post('geofences', { name: 'X', shape: circle })).status).toBe(403);
    expect((await acme.as('driver').get('geofences')).status).toBe(403);
  });
});

describe('the geofences of a company', () => {
  it('are listed by name, searched and filtered', async () => {
    const { owner, add } = await open();
    await add('north yard', { tags: ['cold'] });
    await add('Gate');
    expect(await namesOf(owner.get('geofences'))).toEqual(['Gate', 'north yard']);
    expect(await namesOf(owner.get('geofences?sort=-name&tag=cold'))).toEqual(['north yard']);
    expect(await namesOf(owner.get('geofences?search=YARD'))).toEqual(['north yard']);
    const { body } = await owner.get('feed/geofences');
    expect((body.items as { entity: { name: string } }[]).map(({ entity }) => entity.name)).toEqual([
      'north yard',
      'Gate',
    ]);
  });

  it('belong to groups, and whoever is limited to some sees no others', async () => {
    const { acme, owner, add } = await open();
    const { body: north } = await owner.post('groups', { name: 'North' });
    const { body: depot } = await owner.post('groups', { name: 'Depot', parentId: north.id });
    const inside = await add('Inside', { groupId: depot.id });
    const outside = await add('Outside');
    expect(await namesOf(owner.get(`geofences?groupId=${north.id}`))).toEqual(['Inside']);

    const { client: dan } = await acme.join('dan', 'dispatcher');
    await owner.post(`members/${idOf('dan')}/limit`, { groups: [north.id] });
    expect(await namesOf(dan.get('geofences'))).toEqual(['Inside']);
    expect((await dan.post(`geofences/${outside}/redraw`, { shape: circle })).status).toBe(404);
    expect((await dan.post('geofences', { name: 'X', shape: circle })).body.code).toBe('groups/unknown');
    expect((await dan.post(`geofences/${inside}/move`, { groupId: null })).body.code).toBe('groups/unknown');
    expect((await dan.post(`geofences/${inside}/move`, { groupId: north.id })).body).toMatchObject({
      groupId: north.id,
    });
    expect((await owner.post(`groups/${north.id}/archive`)).body).toMatchObject({ code: 'groups/in-use' });
  });

  it('do not move with a vehicle that their owner does not see', async () => {
    const { acme, owner } = await open();
    const { body: north } = await owner.post('groups', { name: 'North' });
    const { body: vehicle } = await owner.post('vehicles', { name: 'Van 7' });
    const { client: dan } = await acme.join('dan', 'dispatcher');
    await owner.post(`members/${idOf('dan')}/limit`, { groups: [north.id] });
    const shape = { type: 'around-vehicle', vehicleId: vehicle.id, radiusMetres: 50 };
    expect((await dan.post('geofences', { name: 'X', shape, groupId: north.id })).body).toMatchObject({
      issues: [{ path: ['shape', 'vehicleId'], message: 'Expected one of your vehicles.' }],
    });
  });
});
