import { idOf } from '../access/scene.ts';
import { app, found, itemsOf } from '../company.ts';

const point = (name: string, more: object = {}) => ({
  type: 'Feature',
  geometry: { type: 'Point', coordinates: [8, 49] },
  properties: { name, radius: 200 },
  ...more,
});
const collection = (...features: unknown[]) => ({ type: 'FeatureCollection', features });

const open = async () => {
  let appends = 0;
  const world = app(({ streams }) => ({
    streams: {
      ...streams,
      append: (...given) => {
        appends += 1;
        return streams.append(...given);
      },
    },
  }));
  const acme = await found(world, 'acme');
  const owner = acme.as('owner');
  const send = async (features: readonly unknown[], query = '') =>
    owner.post(`geofences/import${query}`, collection(...features));
  const statuses = async (...features: unknown[]) =>
    ((await send(features)).body.results as { status: string }[]).map(({ status }) => status);
  const fences = async () => itemsOf(await owner.get('geofences'));
  return { world, acme, owner, send, statuses, fences, appends: () => appends };
};

describe('the import of geofences', () => {
  it('makes what is new, changes what differs, and leaves the rest', async () => {
    const { send, statuses, fences } = await open();
    const [yard, gate] = [point('Yard', { id: 'y-1' }), point('Gate')];
    const answer = await send([yard, gate]);
    expect(answer).toMatchObject({
      status: 200,
      body: {
        ...{ created: 2, updated: 0, unchanged: 0, refused: 0 },
        results: [{ index: 0, status: 'created', geofenceIds: [expect.any(String)] }, { index: 1 }],
      },
    });
    expect(await fences()).toMatchObject([
      { name: 'Gate', tags: [] },
      { name: 'Yard', externalId: 'y-1' },
    ]);
    expect(await statuses(yard, gate)).toEqual(['unchanged', 'unchanged']);
    expect(await statuses(point('Court', { id: 'y-1' }), gate)).toEqual(['updated', 'unchanged']);
    const wider = { ...gate, properties: { name: 'Gate', radius: 300, tags: ['cold'], description: 'North' } };
    expect(await statuses(wider, wider)).toEqual(['updated', 'refused']);
    expect(await fences()).toMatchObject([
      { name: 'Court', version: 2 },
      { name: 'Gate', tags: ['cold'], description: 'North', shape: { radiusMetres: 300 }, version: 3 },
    ]);
  });

  it('refuses each feature on its own, and says why', async () => {
    const { send, fences, owner } = await open();
    await send([point('Old')]);
    const [old] = await fences();
    await owner.post(`geofences/${old?.id}/archive`);
    const { body } = await send([
      point('Old', { properties: { name: 'Old', radius: 500 } }),
      point('Yard', { id: 'y-1' }),
      point('Other', { id: 'y-1' }),
      point('No radius', { properties: { name: 'No radius' } }),
      { ...point('X'), geometry: null, properties: { name: 'X', radius: 50, vehicleId: 'veh_none' } },
      7,
    ]);
    expect(body).toMatchObject({ created: 1, refused: 5 });
    expect((body.results as { issues?: object[] }[]).map(({ issues }) => issues?.[0])).toEqual([
      { path: [], message: 'This geofence is archived. Restore it first.' },
      undefined,
      { path: ['id'], message: 'An earlier feature is called the same.' },
      { path: ['properties', 'radius'], message: expect.any(String) },
      { path: ['properties', 'vehicleId'], message: 'Expected one of your vehicles.' },
      { path: [], message: expect.any(String) },
    ]);
  });

  it('takes back what was exported, as it is', async () => {
    const { owner, statuses, fences } = await open();
    const at = (lat: number, lon: number) => ({ lat, lon });
    const shapes = [
      { type: 'circle', center: at(49, 8), radiusMetres: 200 },
      {
        type: 'polygon',
        rings: [
          [at(49, 9), at(49, 8), at(50, 9)],
          [at(49.4, 8.8), at(49.5, 8.9), at(49.4, 8.9)],
        ],
      },
      { type: 'polygon', rings: [[at(-17, 179), at(-17, -179), at(-16, -179.5), at(-15, 179.5)]] },
      { type: 'corridor', path: [at(49, 8), at(50, 9)], widthMetres: 100 },
      { type: 'rectangle', southWest: at(-17, 179), northEast: at(-16, -179) },
    ];
    for (const [index, shape] of shapes.entries()) await owner.post('geofences', { name: `Fence ${index}`, shape });
    const before = await fences();
    const exported = await owner.get('geofences/geojson');
    expect(exported.headers.get('content-type')).toBe('application/geo+json');
    const features = exported.body.features as { geometry: { type: string } }[];
    expect(features.map(({ geometry }) => geometry.type)).toEqual([
      'Point',
      'Polygon',
      'MultiPolygon',
      'LineString',
      'MultiPolygon',
    ]);
    expect(await statuses(...features)).toEqual(shapes.map(() => 'unchanged'));
    expect(await fences()).toEqual(before);
  });

  it('exports what is asked for, also nothing', async () => {
    const { owner, send } = await open();
    expect((await owner.get('geofences/geojson')).body).toEqual(collection());
    await send([point('Yard', { properties: { name: 'Yard', radius: 200, tags: ['cold'] } }), point('Gate')]);
    const names = async (query: string) =>
      ((await owner.get(`geofences/geojson?${query}`)).body.features as { properties: { name: string } }[]).map(
        ({ properties }) => properties.name,
      );
    expect(await names('')).toEqual(['Gate', 'Yard']);
    expect(await names('tag=cold')).toEqual(['Yard']);
    expect(await names('status=archived')).toEqual([]);
    expect((await owner.get('geofences/geojson?limit=3')).status).toBe(400);
  });

  it('takes a thousand at once, in bulk, and no more', async () => {
    const { owner, send, appends } = await open();
    const features = Array.from({ length: 1_000 }, (_, index) => point(`Fence ${index}`, { id: index }));
    const before = appends();
    expect((await send(features)).body).toMatchObject({ created: 1_000 });
    expect((await send(features)).body).toMatchObject({ unchanged: 1_000 });
    expect(appends()).toBe(before);
    expect((await send([...features, point('One more')])).body).toMatchObject({ issues: [{ path: ['features'] }] });
    const { body } = await owner.get('geofences/geojson');
    expect(body.features).toHaveLength(1_000);
    expect((await owner.post('geofences/import', { type: 'Feature' })).status).toBe(400);
  });

  it('puts new ones into a group, and changes none of another one', async () => {
    const { acme, owner, send } = await open();
    const { body: north } = await owner.post('groups', { name: 'North' });
    const { client: dan } = await acme.join('dan', 'dispatcher');
    await owner.post(`members/${idOf('dan')}/limit`, { groups: [north.id] });
    await send([point('Yard')]);
    const file = collection(point('Yard'), point('Gate'));
    expect((await dan.post('geofences/import', file)).body.code).toBe('groups/unknown');
    expect((await dan.post(`geofences/import?groupId=${north.id}`, file)).body).toMatchObject({
      ...{ created: 1, refused: 1 },
      results: [{ issues: [{ message: 'A geofence of another group is called so.' }] }, { status: 'created' }],
    });
    expect(itemsOf(await dan.get('geofences'))).toMatchObject([{ name: 'Gate', groupId: north.id }]);
    const { body } = await dan.get('geofences/geojson');
    expect(body.features).toMatchObject([{ properties: { name: 'Gate' } }]);
    expect((await acme.as('viewer').post('geofences/import', file)).status).toBe(403);
  });
});
