import { apiClient, type Call, eventually, vehicleWithDevice } from './support/client.ts';
import { listenLive } from './support/live-client.ts';
import { startWholeSystem, type WholeSystem } from './support/whole-system.ts';

interface Position {
  readonly vehicleId: string;
  readonly at: string;
  readonly lat: number;
  readonly speed?: number;
}
interface List<Item> {
  readonly items: readonly Item[];
  readonly nextCursor?: string;
}

let system: WholeSystem;
let ours: Call;
let theirs: Call;
let nobody: Call;

const secondsAgo = (seconds: number) => new Date(Math.floor(Date.now() / 1000 - seconds) * 1000).toISOString();

beforeAll(async () => {
  system = await startWholeSystem();
  const [first, second] = system.tenants;
  ours = apiClient(system.api, { 'x-api-key': first?.apiKey ?? '' });
  theirs = apiClient(system.api, { 'x-api-key': second?.apiKey ?? '' });
  nobody = apiClient(system.api);
}, 120_000);

afterAll(() => system.stop());

describe('from a fix to the page', () => {
  it('shows a fix on the live channel, as latest position and in the history', async () => {
    const { vehicleId, key } = await vehicleWithDevice(ours, 'Van 1');
    const live = await listenLive(ours);
    const at = secondsAgo(5);

    const sent = await nobody(
      'GET',
      `ingest/osmand/${key}?lat=52.5200066&lon=13.404954&timestamp=${Date.parse(at) / 1000}&speed=20&bearing=270&batt=81`,
    );
    expect(sent).toMatchObject({ status: 202, body: { accepted: 1 } });

    const expected = { vehicleId, at, lat: 52.5200066, lon: 13.404954, heading: 270, attributes: { batteryLevel: 81 } };
    const moved = await live.next(({ vehicles }) => vehicles.some((vehicle) => vehicle.vehicleId === vehicleId));
    expect(moved.vehicles).toContainEqual(expect.objectContaining(expected));
    const latest = await eventually(
      () => ours<Position>('GET', `vehicles/${vehicleId}/position`),
      ({ status }) => status === 200,
    );
    expect(latest.body).toMatchObject(expected);
    // 20 knots, in metres per second.
    expect(latest.body.speed).toBeCloseTo(10.289, 3);
    const history = await ours<List<Position>>('GET', `vehicles/${vehicleId}/positions`);
    expect(history.body.items).toEqual([expect.objectContaining(expected)]);
    live.close();
  });

  it('takes what the Traccar Client posts', async () => {
    const { vehicleId, key } = await vehicleWithDevice(ours, 'Van 2');
    const at = secondsAgo(3);
    const coords = { latitude: 48.1, longitude: 11.5, speed: 8.5, heading: -1, accuracy: 6, altitude: 520 };
    const body = { location: { timestamp: at, coords, battery: { level: 0.42 } }, device_id: 'any' };
    expect(await nobody('POST', `ingest/traccar/${key}`, { body })).toMatchObject({
      status: 202,
      body: { accepted: 1 },
    });
    const latest = await eventually(
      () => ours<Position>('GET', `vehicles/${vehicleId}/position`),
      ({ status }) => status === 200,
    );
    expect(latest.body).toMatchObject({ at, lat: 48.1, speed: 8.5, altitude: 520, attributes: { batteryLevel: 42 } });
    expect(latest.body).not.toHaveProperty('heading');
  });

  it('keeps the good fixes of a batch, says what was wrong with the others, and pages through what it kept', async () => {
    const { vehicleId, deviceId } = await vehicleWithDevice(ours, 'Van 3');
    const good = Array.from({ length: 25 }, (_, index) => ({
      deviceId,
      at: secondsAgo(60 - index),
      lat: 50 + index / 10_000,
      lon: 7,
    }));
    const fixes = [
      ...good,
      { deviceId, at: secondsAgo(1), lat: 91, lon: 7 },
      { deviceId: 'unheard-of', at: secondsAgo(1), lat: 1, lon: 7 },
    ];
    const { status, body } = await ours<{ results: unknown[] }>('POST', 'ingest/batch', { body: { fixes } });
    expect({ status, body }).toMatchObject({ status: 202, body: { accepted: 25, rejected: 2 } });
    expect(body.results.slice(25)).toMatchObject([
      { index: 25, status: 'rejected', issues: [{ path: ['fixes', 25, 'lat'] }] },
      { index: 26, status: 'rejected', code: 'telemetry/unknown-device' },
    ]);

    const whole = await eventually(
      () => ours<List<Position>>('GET', `vehicles/${vehicleId}/positions?limit=10`),
      (page) => page.body.items.length === 10,
    );
    const pages = [whole.body];
    for (let { nextCursor } = whole.body; nextCursor; nextCursor = pages.at(-1)?.nextCursor)
      pages.push(
        (await ours<List<Position>>('GET', `vehicles/${vehicleId}/positions?limit=10&cursor=${nextCursor}`)).body,
      );
    expect(pages.map(({ items }) => items.length)).toEqual([10, 10, 5]);
    expect(pages.flatMap(({ items }) => items.map(({ at }) => at))).toEqual(good.map(({ at }) => at));
  });
});

describe('what is refused', () => {
  it('answers 401 to an unknown device, an unknown key and to nobody', async () => {
    expect((await nobody('GET', 'ingest/osmand/dk_unknown?lat=1&lon=1')).status).toBe(401);
    expect((await nobody('GET', 'vehicles')).status).toBe(401);
    expect((await apiClient(system.api, { 'x-api-key': 'wf_wrong' })('GET', 'vehicles')).status).toBe(401);
    const fixes = [{ deviceId: 'unheard-of', at: secondsAgo(1), lat: 1, lon: 7 }];
    expect((await ours('POST', 'ingest/batch', { body: { fixes } })).status).toBe(401);
  });

  it.each([
    ['lat', 'lat=91&lon=7'],
    ['lat', 'lat=NaN&lon=7'],
    ['lon', 'lat=50'],
    ['timestamp', 'lat=50&lon=7&timestamp=915148800'],
    ['timestamp', `lat=50&lon=7&timestamp=${Math.floor(Date.now() / 1000) + 86_400}`],
  ])('answers 400 and names %s: %s', async (field, query) => {
    const { key } = await vehicleWithDevice(ours, 'Van');
    const { status, body } = await nobody('GET', `ingest/osmand/${key}?${query}`);
    expect({ status, body }).toMatchObject({
      status: 400,
      body: { code: 'telemetry/invalid-fix', issues: [{ path: [field] }] },
    });
  });

  it('answers 413 to a body over 4 MiB, announced or not', async () => {
    const large = JSON.stringify({ fixes: [{ deviceId: 'x'.repeat(4_200_000) }] });
    expect((await ours('POST', 'ingest/batch', { body: large })).status).toBe(413);
    const chunked = await fetch(`${system.api}/api/v1/ingest/batch`, {
      method: 'POST',
      headers: { 'x-api-key': system.tenants[0]?.apiKey ?? '', 'content-type': 'application/json' },
      body: new Blob([large]).stream(),
      duplex: 'half',
    } as RequestInit);
    expect(chunked.status).toBe(413);
  });

  it('answers 404 to an unknown route and to what belongs to somebody else', async () => {
    const { vehicleId, deviceId } = await vehicleWithDevice(ours, 'Van');
    expect(await ours('GET', 'nothing-here')).toMatchObject({ status: 404, body: { code: 'route/unknown' } });
    for (const path of [
      `vehicles/${vehicleId}`,
      `vehicles/${vehicleId}/history`,
      `vehicles/${vehicleId}/position`,
      `vehicles/${vehicleId}/positions`,
    ])
      expect((await theirs('GET', path)).status).toBe(404);
    expect((await theirs('POST', `vehicles/${vehicleId}/rename`, { body: { name: 'Mine' } })).status).toBe(404);
    expect((await theirs('POST', `devices/${deviceId}/rotate-key`)).status).toBe(404);
    const stolen = { fixes: [{ deviceId, at: secondsAgo(1), lat: 1, lon: 1 }] };
    expect((await theirs('POST', 'ingest/batch', { body: stolen })).status).toBe(401);
  });

  it('believes nobody who claims to be signed in but the front door', async () => {
    const principal = {
      identityProvider: 'aad',
      userId: 'x',
      userDetails: system.tenants[0]?.users[0]?.email,
      userRoles: ['authenticated'],
    };
    const headers = { 'x-ms-client-principal': Buffer.from(JSON.stringify(principal)).toString('base64') };
    expect((await nobody('GET', 'me', { headers })).status).toBe(401);
    expect((await apiClient(system.web)('GET', 'me', { headers })).status).toBe(401);
  });
});

describe('people', () => {
  const signedIn = async (email: string): Promise<Call> => {
    const answer = await fetch(`${system.web}/.auth/login/aad?user=${email}`, { redirect: 'manual' });
    return apiClient(system.web, { cookie: answer.headers.getSetCookie()[0]?.split(';')[0] ?? '' });
  };
  const emailOf = (role: string, company = 0) =>
    system.tenants[company]?.users.find((user) => user.role === role)?.email ?? '';

  it('join another company by an invitation, and work for one at a time', async () => {
    const [first, second] = system.tenants;
    const [owner, guest] = [await signedIn(emailOf('owner')), await signedIn(emailOf('viewer', 1))];
    const invited = await owner('POST', 'invitations', { body: { email: emailOf('viewer', 1), role: 'technician' } });
    const { token } = invited.body;
    expect(await owner('POST', 'invitations/accept', { body: { token } })).toMatchObject({ status: 404 });
    expect(await guest('POST', 'invitations/accept', { body: { token } })).toMatchObject({
      status: 200,
      body: { tenant: { id: first?.id }, role: 'technician', current: false },
    });
    expect((await guest('GET', 'me')).body).toMatchObject({ tenant: { id: second?.id }, roles: ['viewer'] });
    expect((await guest('POST', 'me/company', { body: { tenantId: first?.id } })).status).toBe(200);
    expect((await guest('GET', 'me')).body).toMatchObject({ tenant: { id: first?.id }, roles: ['technician'] });
    await guest('POST', 'me/company', { body: { tenantId: second?.id } });
  });

  it('lose every session that has begun, and begin a new one', async () => {
    const [owner, viewer] = [await signedIn(emailOf('owner')), await signedIn(emailOf('viewer'))];
    expect((await viewer('GET', 'me')).status).toBe(200);
    const { body } = await owner<List<{ id: string }>>('GET', 'members?role=viewer');
    const ended = await owner('POST', `members/${body.items[0]?.id}/sign-out-everywhere`);
    expect(ended).toMatchObject({ status: 200, body: { email: emailOf('viewer') } });
    expect(await viewer('GET', 'me')).toMatchObject({ status: 401, body: { code: 'access/signed-out' } });
    expect((await owner('GET', 'me')).status).toBe(200);
    const again = await signedIn(emailOf('viewer'));
    expect((await again('GET', 'me')).status).toBe(200);
  });
});

describe('decisions about vehicles', () => {
  it('remembers them, refuses stale ones and can look back', async () => {
    const created = await ours<{ id: string }>('POST', 'vehicles', {
      body: { name: 'Old name', plate: 'W 1', kind: 'truck' },
    });
    const path = `vehicles/${created.body.id}`;
    expect(created).toMatchObject({ status: 201, body: { status: 'active', version: 1 } });
    expect(created.headers.get('location')).toBe(`/api/v1/${path}`);
    const before = new Date().toISOString();
    const headers = { 'if-match': '"1"' };
    expect(await ours('POST', `${path}/rename`, { headers, body: { name: 'New name' } })).toMatchObject({
      status: 200,
      body: { name: 'New name' },
    });
    expect(await ours('POST', `${path}/rename`, { headers, body: { name: 'Other' } })).toMatchObject({
      status: 412,
      body: { expected: 1, current: 2 },
    });
    expect((await ours('GET', path, { headers: { 'if-none-match': '"2"' } })).status).toBe(304);
    expect((await ours('GET', `${path}?asOf=${before}`)).body).toMatchObject({ name: 'Old name', version: 1 });
    expect(
      (await ours<List<{ name: string }>>('GET', 'vehicles?search=new%20NAME')).body.items.map(({ name }) => name),
    ).toEqual(['New name']);
    await ours('POST', `${path}/retire`, { body: { reason: 'sold' } });
    const history = await ours<List<{ type: string }>>('GET', `${path}/history`);
    expect(history.body.items.map(({ type }) => type)).toEqual([
      'VehicleRegistered',
      'VehicleRenamed',
      'VehicleRetired',
    ]);
  });

  it('stops believing a key once it is rotated', async () => {
    const { deviceId, key } = await vehicleWithDevice(ours, 'Van');
    const send = (deviceKey: string) => nobody('GET', `ingest/osmand/${deviceKey}?lat=1&lon=1`);
    expect((await send(key)).status).toBe(202);
    const rotated = await ours<{ key: string }>('POST', `devices/${deviceId}/rotate-key`);
    expect((await send(key)).status).toBe(401);
    expect((await send(rotated.body.key)).status).toBe(202);
  });
});
