import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seedFleet } from '../../../local/seed/fleet.ts';
import { rosterOf } from '../../../local/seed/roster.ts';
import { API_KEY, type FakeApi, startFakeApi } from './fake-api.ts';

describe('seeding a fleet', () => {
  let api: FakeApi;
  let folder: string;

  beforeEach(async () => {
    api = await startFakeApi();
    folder = await mkdtemp(join(tmpdir(), 'seed-'));
  });
  afterEach(async () => {
    await api.close();
    await rm(folder, { recursive: true });
  });

  const seed = (overrides: { apiKey?: string; vehicles?: number; state?: string; patience?: number } = {}) =>
    seedFleet({
      api: api.url,
      tenant: { id: 'ten_1', name: 'First', apiKey: overrides.apiKey ?? API_KEY },
      region: 'rhine',
      vehicles: overrides.vehicles ?? 26,
      state: overrides.state ?? join(folder, 'state', 'keys.json'),
      patience: overrides.patience ?? 5_000,
    });
  const posts = () => api.requests.filter((request) => request.startsWith('POST'));

  test('registers every vehicle with a device, the free one first', async () => {
    const { devices } = await seed();

    expect(devices).toHaveLength(26);
    expect(api.vehicles.get(devices[0]?.vehicleId ?? '')).toMatchObject({ name: 'Test vehicle' });
    for (const { vehicleId, deviceId, key } of devices)
      expect(api.devices.get(deviceId)).toEqual({ id: deviceId, vehicleId, key });
  });

  test('changes nothing on the next start', async () => {
    const first = await seed();
    api.requests.length = 0;

    expect(await seed()).toEqual(first);
    expect(posts()).toEqual([]);
  });

  test('keeps a vehicle that somebody renamed', async () => {
    const first = await seed();
    for (const vehicle of api.vehicles.values()) if (vehicle.name === 'Van 02') vehicle.name = 'The red one';

    expect(await seed()).toEqual(first);
    expect(api.vehicles.size).toBe(26);
  });

  test('rotates a key only where it was forgotten', async () => {
    const first = await seed({ vehicles: 3 });
    const second = await seed({ vehicles: 3, state: join(folder, 'other.json') });

    expect(second.devices.map(({ deviceId }) => deviceId)).toEqual(first.devices.map(({ deviceId }) => deviceId));
    expect(posts().filter((request) => request.endsWith('/rotate-key'))).toHaveLength(3);
    for (const { deviceId, key } of second.devices) expect(api.devices.get(deviceId)?.key).toBe(key);
  });

  test('starts over when the tenant was reset but the key file was not', async () => {
    await seed({ vehicles: 3 });
    api.vehicles.clear();
    api.devices.clear();
    api.vehicles.set('veh_x', { id: 'veh_x', name: 'Somebody else', kind: 'van', status: 'active' });

    const { devices } = await seed({ vehicles: 3 });
    for (const { vehicleId } of devices) expect(api.vehicles.has(vehicleId)).toBe(true);
  });

  test('registers nothing twice when the API dies after doing what it was asked', async () => {
    let lost = 0;
    api.interfere = (request) => {
      if (request !== 'POST /vehicles' || lost++ > 0) return undefined;
      api.vehicles.set('veh_lost', { id: 'veh_lost', name: 'Test vehicle', kind: 'van', status: 'active' });
      return 'hang up';
    };

    const { devices } = await seed({ vehicles: 3 });
    expect(devices[0]?.vehicleId).toBe('veh_lost');
    expect(api.vehicles.size).toBe(3);
  });

  test('writes keys for the owner of the machine only, and remembers each at once', async () => {
    api.interfere = (request) => (request === 'POST /vehicles' && api.vehicles.size === 2 ? 403 : undefined);

    await expect(seed()).rejects.toThrow("Could not register 'Van 03': status 403");
    const path = join(folder, 'state', 'keys.json');
    expect(Object.keys(JSON.parse(await readFile(path, 'utf8')).ten_1)).toEqual(['Test vehicle', 'Van 02']);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  test('says what is wrong with a refused key, and with a key file that is none', async () => {
    await expect(seed({ apiKey: 'wrong' })).rejects.toThrow(
      'Could not list the vehicles: status 401, access/unknown-key',
    );
    await expect(seed({ state: import.meta.filename })).rejects.toThrow('does not hold device keys');
  });

  test('gives up on an API that never comes', async () => {
    await api.close();
    await expect(seed({ patience: 150 })).rejects.toThrow(`Nobody answers at ${api.url}`);
  });
});

describe('the roster', () => {
  test('names and plates are unique, and the same at every start', () => {
    const roster = rosterOf('rhine', 200);

    expect(roster).toEqual(rosterOf('rhine', 200));
    expect(new Set(roster.map(({ name }) => name)).size).toBe(200);
    expect(new Set(roster.map(({ plate }) => plate)).size).toBe(200);
    expect(new Set(roster.map(({ kind }) => kind))).toEqual(new Set(['van', 'truck', 'car', 'bus']));
  });

  test('a larger fleet only adds to a smaller one', () => {
    expect(rosterOf('baltic', 30).slice(0, 12)).toEqual(rosterOf('baltic', 12));
  });
});
