import booleanPointInPolygon from '@turf/boolean-point-in-polygon';
import { sketchesOf } from '../../../../functions/geofences/geojson/from-feature.ts';
import { manualClock } from '../../../../local/shared/clock.ts';
import { API_KEY, type FakeApi, startFakeApi } from '../../../local/seed/fake-api.ts';
import { apiClient } from '../../api-client.ts';
import { placeOf } from '../../simulator/driver.ts';
import { createFleet, dawn } from '../../simulator/fleet.ts';
import { distance } from '../../simulator/geo.ts';
import { startSimulator } from '../../simulator/main.ts';
import { networkOf } from '../../simulator/network.ts';
import { provideGeofences } from '../../simulator/provide.ts';
import { REGIONS } from '../../simulator/regions.ts';
import { sitesOf } from '../../simulator/sites.ts';

const NOON = Date.UTC(2026, 5, 10, 12);
const network = networkOf(REGIONS.baltic);
const fleet = createFleet(network, 'test', ['van', 'truck', 'car', 'bus', 'van']);
const sites = sitesOf(network, fleet);

describe('the geofences of a demo fleet', () => {
  test('can be imported: depots, a customer, a zone and a road', () => {
    const shapes = sites.map(({ feature }) => {
      const read = sketchesOf(feature);
      if ('issues' in read) throw new Error(JSON.stringify(read.issues));
      return read.sketches.map(({ shape }) => shape.type).join();
    });
    expect(shapes).toEqual(['circle', 'circle', 'circle', 'circle', 'polygon', 'circle', 'corridor']);
    expect(new Set(sites.map(({ feature }) => feature.properties.externalId)).size).toBe(sites.length);
  });

  test('are the same at every start', () => {
    expect(sitesOf(network, createFleet(network, 'test', ['van', 'truck', 'car', 'bus', 'van']))).toEqual(sites);
  });

  test('are where vehicles are: at home, in the largest city, on the road between two cities', () => {
    for (const [index, vehicle] of fleet.slice(0, 4).entries()) {
      const { geometry } = sites[index]?.feature ?? {};
      if (geometry?.type !== 'Point') throw new Error('A depot is a point and a radius.');
      const [lon, lat] = geometry.coordinates;
      expect(distance({ lat, lon }, placeOf(dawn(vehicle, NOON)))).toBeLessThan(1);
    }
    const [largest] = network.cities;
    const area = sites[4]?.feature.geometry;
    if (area?.type !== 'Polygon' || !largest) throw new Error('A customer has an area.');
    const polygon = {
      type: 'Polygon' as const,
      coordinates: area.coordinates.map((ring) => ring.map((at) => [...at])),
    };
    expect(booleanPointInPolygon([largest.lon, largest.lat], polygon)).toBe(true);

    const road = sites[6]?.feature.geometry;
    if (road?.type !== 'LineString') throw new Error('A road is a line.');
    for (const [lon, lat] of [road.coordinates[0], road.coordinates.at(-1)].flatMap((end) => (end ? [end] : [])))
      expect(Math.min(...network.cities.map((city) => distance(city, { lat, lon })))).toBeLessThan(1);
  });
});

describe('seeing to it that they are there', () => {
  let api: FakeApi;
  let messages: string[];

  beforeEach(async () => {
    api = await startFakeApi();
    messages = [];
  });
  afterEach(() => api.close());

  const provide = () =>
    provideGeofences(apiClient({ api: api.url, apiKey: API_KEY }), sites, (message) => messages.push(message));
  const written = () => api.requests.filter((request) => !request.startsWith('GET'));

  test('imports them and gives them their rules, once', async () => {
    await provide();
    expect(written()).toEqual([
      'POST /geofences/import',
      ...[1, 2, 3, 4].map((depot) => `PATCH /geofences/gfn_demo-baltic-depot-${depot}`),
      'PATCH /geofences/gfn_demo-baltic-customer',
      'PATCH /geofences/gfn_demo-baltic-zone',
      'PATCH /geofences/gfn_demo-baltic-corridor',
    ]);
    expect(api.geofences.get('gfn_demo-baltic-zone')).toMatchObject({ rules: { speedLimit: 13.9 } });
    api.requests.length = 0;
    await provide();
    expect(written()).toEqual([]);
    expect(messages).toEqual([]);
  });

  test('goes on when it was interrupted before the rules', async () => {
    await provide();
    const zone = api.geofences.get('gfn_demo-baltic-zone');
    if (!zone) throw new Error('There is no zone.');
    api.geofences.set(zone.id, { ...zone, version: 1, rules: {} });
    await provide();
    expect(api.geofences.get(zone.id)).toMatchObject({ rules: { speedLimit: 13.9 }, version: 2 });
  });

  test('leaves alone what somebody has changed', async () => {
    await provide();
    const changed = { id: 'gfn_demo-baltic-zone', externalId: 'demo-baltic-zone', version: 3, rules: {} };
    api.geofences.set(changed.id, changed);
    api.requests.length = 0;
    await provide();
    expect(written()).toEqual([]);
    expect(api.geofences.get(changed.id)).toEqual(changed);
  });

  test('says so when nobody may read them', async () => {
    await expect(
      provideGeofences(apiClient({ api: api.url, apiKey: 'wrong' }), sites, () => undefined),
    ).rejects.toThrow('Could not read which geofences there are: status 401');
  });

  test('before anybody drives, and so is what fits into the tanks', async () => {
    api.vehicles.set('veh_1', { id: 'veh_1', name: 'Van', kind: 'van', status: 'active' });
    api.vehicles.set('veh_2', { id: 'veh_2', name: 'Car', kind: 'car', status: 'active' });
    const devices = [0, 1, 2].map((index) => ({ vehicleId: `veh_${index}`, deviceId: `dev_${index}` }));
    const simulator = startSimulator({
      api: api.url,
      tenants: [{ apiKey: API_KEY, devices, region: 'baltic' }],
      clock: manualClock(NOON),
      historyMs: 0,
      intervalMs: 5,
    });
    while (api.fixes.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await simulator.stop();
    expect(api.requests.indexOf('POST /geofences/import')).toBeLessThan(api.requests.indexOf('POST /ingest/batch'));
    expect(api.vehicles.get('veh_1')).toMatchObject({ tankMillilitres: 75_000 });
    expect(api.vehicles.get('veh_2')).toMatchObject({ batteryWattHours: 78_000 });
  });
});
