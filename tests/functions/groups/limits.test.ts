import { idOf } from '../access/scene.ts';
import { app, type Client, type Company, clientOf, found, itemsOf } from '../company.ts';

const at = '2026-03-02T07:59:30.000Z';

/** A company with a depot in the north and one in the south, a vehicle with a device in each, and one that belongs to neither. */
const open = async () => {
  const world = app();
  const acme = await found(world, 'acme');
  const owner = acme.as('owner');
  const idFrom = async (path: string, body: object) => String((await owner.post(path, body)).body.id);
  const north = await idFrom('groups', { name: 'North' });
  const depot = await idFrom('groups', { name: 'Depot', parentId: north });
  const south = await idFrom('groups', { name: 'South' });
  const vehicle = async (name: string, groupId?: string) => {
    const vehicleId = await idFrom('vehicles', { name, ...(groupId && { groupId }) });
    const { body } = await owner.post('devices', { vehicleId });
    return { vehicleId, deviceId: String(body.id), key: String(body.key) };
  };
  const vans = {
    north: await vehicle('N 1', depot),
    south: await vehicle('S 1', south),
    company: await vehicle('C 1'),
  };
  const report = (key: string, timestamp = at) =>
    world.ask('GET', `ingest/osmand/${key}?lat=49.01&lon=8.43&timestamp=${timestamp}`);
  for (const { key } of Object.values(vans)) await report(key);
  world.advance(2_000);
  await world.runQueues();
  return { world, acme, owner, north, depot, south, vans, report, sees: limiter(acme, owner) };
};

/** Members of a role who are limited to groups. */
const limiter =
  (acme: Company, owner: Client) =>
  async (role: 'admin' | 'dispatcher' | 'viewer', ...groups: string[]): Promise<Client> => {
    const { client } = await acme.join(`limited-${role}`, role);
    await owner.post(`members/${idOf(`limited-${role}`)}/limit`, { groups });
    return client;
  };

describe('whoever is limited to a branch', () => {
  it('sees its vehicles, and no others', async () => {
    const { sees, north, vans } = await open();
    const zoe = await sees('viewer', north);
    expect(itemsOf(await zoe.get('vehicles')).map(({ name }) => name)).toEqual(['N 1']);
    expect((await zoe.get(`vehicles/${vans.north.vehicleId}`)).status).toBe(200);
    for (const { vehicleId } of [vans.south, vans.company])
      for (const path of ['', '/history', '/position', '/positions', '/driver', '/meters'])
        expect([path, await zoe.get(`vehicles/${vehicleId}${path}`)]).toMatchObject([
          path,
          { status: 404, body: { code: 'vehicles/not-found' } },
        ]);
  });

  it('sees where these are and have been', async () => {
    const { sees, north, vans } = await open();
    const zoe = await sees('viewer', north);
    expect(itemsOf(await zoe.get('vehicles/positions')).map(({ vehicleId }) => vehicleId)).toEqual([
      vans.north.vehicleId,
    ]);
    expect((await zoe.get(`vehicles/${vans.north.vehicleId}/position`)).status).toBe(200);
    expect(itemsOf(await zoe.get(`vehicles/${vans.north.vehicleId}/positions`)).length).toBe(1);
  });

  it('sees their devices', async () => {
    const { sees, north, vans } = await open();
    const ada = await sees('admin', north);
    expect(itemsOf(await ada.get('devices')).map(({ id }) => id)).toEqual([vans.north.deviceId]);
    expect(itemsOf(await ada.get(`devices?vehicleId=${vans.south.vehicleId}`))).toEqual([]);
    expect((await ada.post(`devices/${vans.south.deviceId}/rotate-key`)).body.code).toBe('devices/not-found');
    expect((await ada.post(`devices/${vans.north.deviceId}/rotate-key`)).status).toBe(200);
    const elsewhere = await ada.post('devices', { vehicleId: vans.south.vehicleId });
    expect([elsewhere.status, elsewhere.body.code]).toEqual([400, 'devices/unknown-vehicle']);
    expect((await ada.post('devices', { vehicleId: vans.north.vehicleId })).status).toBe(201);
  });

  it('changes nothing elsewhere', async () => {
    const { sees, north, south, vans } = await open();
    const ada = await sees('admin', north);
    const { vehicleId } = vans.south;
    for (const [path, body] of [
      [`vehicles/${vehicleId}/rename`, { name: 'Mine' }],
      [`vehicles/${vehicleId}/retire`, { reason: 'Mine' }],
      [`vehicles/${vehicleId}/move`, { groupId: north }],
      [`vehicles/${vehicleId}/meters`, { meter: 'odometer', value: 1, at }],
      [`vehicles/${vehicleId}/driver`, { driver: 'driver@acme.example' }],
      [`vehicles/${vehicleId}/driver/end`, {}],
      [`vehicles/${vehicleId}/hand-over`, { toDriver: 'driver@acme.example', deviceId: vans.north.deviceId }],
    ] as const)
      expect([path, (await ada.post(path, body)).status]).toEqual([path, 404]);
    const move = await ada.post(`vehicles/${vans.north.vehicleId}/move`, { groupId: south });
    expect(move.body.code).toBe('groups/unknown');
    expect((await ada.post('vehicles', { name: 'N 2' })).body.code).toBe('groups/unknown');
    expect((await ada.post('vehicles', { name: 'N 2', groupId: north })).status).toBe(201);
  });

  it('sees a vehicle come and go', async () => {
    const { sees, owner, north, south, vans } = await open();
    const zoe = await sees('viewer', north);
    await owner.post(`vehicles/${vans.north.vehicleId}/move`, { groupId: south });
    await owner.post(`vehicles/${vans.company.vehicleId}/move`, { groupId: north });
    expect(itemsOf(await zoe.get('vehicles')).map(({ name }) => name)).toEqual(['C 1']);
    expect(itemsOf(await zoe.get('vehicles/positions')).map(({ vehicleId }) => vehicleId)).toEqual([
      vans.company.vehicleId,
    ]);
  });

  it('sees what is done about these vehicles, and takes no device from others', async () => {
    const { world, acme, owner, sees, north, vans } = await open();
    const { body: bob } = await owner.post('drivers', { name: 'Bob', groupId: north });
    const handOver = (vehicleId: string, deviceId: string, client = owner) =>
      client.post(`vehicles/${vehicleId}/hand-over`, { toDriverId: bob.id, deviceId });
    for (const { vehicleId } of [vans.north, vans.south]) {
      const { client: _, ...driver } = await acme.join(`first-${vehicleId}`, 'driver');
      await owner.post(`vehicles/${vehicleId}/driver`, { driver: driver.email });
    }
    const there = String((await handOver(vans.south.vehicleId, vans.south.deviceId)).body.sagaId);
    await world.sagas.run();
    const ada = await sees('admin', north);
    expect(itemsOf(await ada.get('ops/sagas'))).toEqual([]);
    expect((await ada.get(`ops/sagas/${there}`)).body.code).toBe('sagas/not-found');
    expect((await ada.post(`ops/sagas/${there}/retry`)).body.code).toBe('sagas/not-found');
    expect((await ada.post(`ops/sagas/${there}/terminate`, { reason: 'x' })).body.code).toBe('sagas/not-found');
    expect(itemsOf(await ada.get('assignments')).map(({ vehicleId }) => vehicleId)).toEqual([vans.north.vehicleId]);
    expect((await handOver(vans.north.vehicleId, vans.south.deviceId, ada)).body.code).toBe(
      'assignments/unknown-device',
    );
  });
});

describe('the live channel of whoever is limited to a branch', () => {
  const watch = async ({ world }: Awaited<ReturnType<typeof open>>, client: Client) => {
    const { body } = await client.post('live/negotiate');
    return world.push.connect(String(body.url));
  };
  const until = async (condition: () => boolean) => {
    const end = Date.now() + 20_000;
    while (!condition()) {
      if (Date.now() > end) throw new Error(`Never came true: ${condition}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };
  const idsIn = (received: readonly unknown[]) =>
    received.flatMap((message) =>
      (message as { vehicles: { vehicleId: string }[] }).vehicles.map((one) => one.vehicleId),
    );

  it('shows these vehicles move, and no others', async () => {
    const scene = await open();
    const { vans, north, south, sees, acme, report } = scene;
    const inNorth = await watch(scene, await sees('viewer', north));
    const inSouth = await watch(scene, await sees('dispatcher', south));
    const everywhere = await watch(scene, acme.as('viewer'));
    const later = '2026-03-02T08:00:01.000Z';
    for (const { key } of Object.values(vans)) await report(key, later);
    await until(
      () => idsIn(everywhere.received).length === 3 && inNorth.received.length > 0 && inSouth.received.length > 0,
    );
    expect(idsIn(inNorth.received)).toEqual([vans.north.vehicleId]);
    expect(idsIn(inSouth.received)).toEqual([vans.south.vehicleId]);
  });

  it('joins the branches themselves and not all that is below them', async () => {
    const { sees, north } = await open();
    const zoe = await sees('viewer', north);
    const url = new URL(String((await zoe.post('live/negotiate')).body.url));
    expect(url.searchParams.getAll('group')).toEqual([
      't:ten_acme:g',
      `t:ten_acme:g:${north}`,
      `u:ten_acme:${idOf('limited-viewer')}`,
    ]);
  });

  it('is not asked for branches while nobody who is limited is there', async () => {
    const asked: string[] = [];
    const world = app(({ push }) => ({
      push: {
        ...push,
        isWatched(group) {
          asked.push(group);
          return push.isWatched(group);
        },
      },
    }));
    const acme = await found(world, 'acme');
    const owner = acme.as('owner');
    const { body: group } = await owner.post('groups', { name: 'North' });
    const { body: van } = await owner.post('vehicles', { name: 'N 1', groupId: group.id });
    const { body: device } = await owner.post('devices', { vehicleId: van.id });
    await world.ask('GET', `ingest/osmand/${device.key}?lat=49.01&lon=8.43`);
    await until(() => asked.length >= 2);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(asked.sort()).toEqual(['t:ten_acme', 't:ten_acme:g']);
  });
});

it('A group to which a vehicle belongs is not archived', async () => {
  const { owner, south, vans } = await open();
  expect((await owner.post(`groups/${south}/archive`)).body).toMatchObject({ views: ['vehicles'] });
  await owner.post(`vehicles/${vans.south.vehicleId}/move`, { groupId: null });
  expect((await owner.post(`groups/${south}/archive`)).status).toBe(200);
});

it('An integration that is limited to a branch sees its vehicles', async () => {
  const { world, owner, north, vans } = await open();
  const { body } = await owner.post('api-clients', { name: 'Map', scopes: ['vehicles:read'], groups: [north] });
  const map = clientOf(world, { 'x-api-key': String(body.key) });
  expect(itemsOf(await map.get('vehicles')).map(({ id }) => id)).toEqual([vans.north.vehicleId]);
});

it('An integration that is limited to a branch sends positions of its vehicles, and of no others', async () => {
  const { world, owner, north, vans } = await open();
  const given = { name: 'Trackers', scopes: ['telemetry:ingest'], groups: [north] };
  const integration = clientOf(world, { 'x-api-key': String((await owner.post('api-clients', given)).body.key) });
  const send = (...deviceIds: string[]) =>
    integration.post('ingest/batch', { fixes: deviceIds.map((deviceId) => ({ deviceId, at, lat: 1, lon: 2 })) });
  expect((await send(vans.north.deviceId, vans.south.deviceId)).body).toMatchObject({ accepted: 1, rejected: 1 });
  expect((await send(vans.south.deviceId)).body).toMatchObject({ status: 401, code: 'telemetry/unknown-device' });
});

it('The feed of what does not say to which branch it belongs is empty for whoever is limited to one', async () => {
  const { owner, sees, north, vans } = await open();
  const subject = { kind: 'vehicle', id: vans.south.vehicleId };
  await owner.post('renewals', { subject, kind: 'permit', title: 'Permit', dueOn: '2026-12-31' });
  expect(itemsOf(await owner.get('feed/renewals'))).toHaveLength(1);
  expect(itemsOf(await (await sees('viewer', north)).get('feed/renewals'))).toEqual([]);
});
