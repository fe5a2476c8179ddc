import { app, found, itemsOf, reportingVehicle } from '../company.ts';

const open = async () => {
  const world = app();
  const acme = await found(world, 'acme');
  const van = await reportingVehicle(acme);
  const fix = 'lat=49.01&lon=8.43';
  return { world, acme, van, owner: acme.as('owner'), fix };
};

describe('POST devices', () => {
  it('answers 201 with a key that is shown this once', async () => {
    const { owner, van } = await open();
    const { status, headers, body } = await owner.post('devices', { vehicleId: van.vehicleId, name: 'Phone' });
    expect([status, headers.get('cache-control')]).toEqual([201, 'no-store']);
    expect(body).toEqual({
      id: expect.stringMatching(/^dev_[0-9a-z]{26}$/),
      vehicleId: van.vehicleId,
      name: 'Phone',
      registeredAt: '2026-03-02T08:00:00.000Z',
      version: 1,
      key: expect.stringMatching(/^dk_[0-9a-z]{26}$/),
    });
    expect((await owner.get('devices')).text).not.toContain(String(body.key));
  });

  it("takes the maker's own id", async () => {
    const { owner, van } = await open();
    const { body } = await owner.post('devices', { vehicleId: van.vehicleId, deviceId: '356938035643809' });
    expect(body.id).toBe('356938035643809');
  });

  it('answers 409 for an id that is taken, and keeps the first key', async () => {
    const { world, owner, van, fix } = await open();
    const again = await owner.post('devices', { vehicleId: van.vehicleId, deviceId: van.deviceId });
    expect([again.status, again.body.code]).toEqual([409, 'devices/exists']);
    expect((await world.ask('GET', `ingest/osmand/${van.key}?${fix}`)).status).toBe(202);
  });

  it('lets two companies use the same id', async () => {
    const { world, van } = await open();
    const globex = await found(world, 'globex');
    const vehicle = await globex.integration.post('vehicles', { name: 'Van 7' });
    const theirs = await globex.integration.post('devices', { vehicleId: vehicle.body.id, deviceId: van.deviceId });
    expect(theirs.status).toBe(201);
  });

  it('refuses a vehicle that never was, that is retired, or that belongs to somebody else', async () => {
    const { world, owner, van } = await open();
    const theirs = await reportingVehicle(await found(world, 'globex'));
    await owner.post(`vehicles/${van.vehicleId}/retire`, { reason: 'Sold' });
    for (const vehicleId of ['veh_0', van.vehicleId, theirs.vehicleId])
      expect(await owner.post('devices', { vehicleId })).toMatchObject({
        status: 400,
        body: { code: 'devices/unknown-vehicle', issues: [{ path: ['vehicleId'] }] },
      });
  });

  it.each(['', 'with space', 'a/b', 'x'.repeat(65)])('refuses the device id %j', async (deviceId) => {
    const { owner, van } = await open();
    expect(await owner.post('devices', { vehicleId: van.vehicleId, deviceId })).toMatchObject({
      status: 400,
      body: { issues: [{ path: ['deviceId'] }] },
    });
  });

  it('is not for dispatchers', async () => {
    const { acme, van } = await open();
    expect((await acme.as('dispatcher').post('devices', { vehicleId: van.vehicleId })).status).toBe(403);
  });
});

describe('POST devices/{deviceId}/rotate-key', () => {
  it('gives a new key; the old one stops working at once', async () => {
    const { world, owner, van, fix } = await open();
    const { status, body } = await owner.post(`devices/${van.deviceId}/rotate-key`);
    expect([status, body.id, body.version]).toEqual([200, van.deviceId, 2]);
    expect((await world.ask('GET', `ingest/osmand/${van.key}?${fix}`)).status).toBe(401);
    expect((await world.ask('GET', `ingest/osmand/${body.key}?${fix}`)).status).toBe(202);
  });

  it('keeps the device in its company: what the new key sends arrives there', async () => {
    const { world, acme, owner, van, fix } = await open();
    const { body } = await owner.post(`devices/${van.deviceId}/rotate-key`);
    await world.ask('GET', `ingest/osmand/${body.key}?${fix}`);
    world.advance(2_000);
    await world.runQueues();
    expect((await acme.as('viewer').get(`vehicles/${van.vehicleId}/position`)).body).toMatchObject({ lat: 49.01 });
  });

  it('answers 404 for a device that never was and for one of another company', async () => {
    const { world, owner } = await open();
    const theirs = await reportingVehicle(await found(world, 'globex'));
    for (const deviceId of ['dev_0', theirs.deviceId])
      expect(await owner.post(`devices/${deviceId}/rotate-key`)).toMatchObject({
        status: 404,
        body: { code: 'devices/not-found' },
      });
  });

  it('answers 412 to who looked at an older version', async () => {
    const { owner, van } = await open();
    await owner.post(`devices/${van.deviceId}/rotate-key`);
    expect((await owner.post(`devices/${van.deviceId}/rotate-key`, undefined, { 'if-match': '"1"' })).status).toBe(412);
  });
});

describe('GET devices', () => {
  it("lists the company's devices, or one vehicle's", async () => {
    const { world, acme, owner, van } = await open();
    world.advance(1_000);
    const other = await reportingVehicle(acme, 'Van 8');
    const ids = async (path: string) => itemsOf(await owner.get(path)).map(({ id }) => id);
    expect(await ids('devices')).toEqual([van.deviceId, other.deviceId]);
    expect(await ids(`devices?vehicleId=${other.vehicleId}`)).toEqual([other.deviceId]);
    expect(await ids('devices?vehicleId=veh_0')).toEqual([]);
  });

  it('never lists a key, nor its hash', async () => {
    const { owner } = await open();
    const [device] = itemsOf(await owner.get('devices'));
    expect(Object.keys(device ?? {}).sort()).toEqual(['id', 'registeredAt', 'vehicleId', 'version']);
  });
});

describe('the shard of a vehicle', () => {
  it('is the same for all of its devices', async () => {
    const { world, acme, van } = await open();
    await acme.integration.post('devices', { vehicleId: van.vehicleId, deviceId: 'second' });
    const entries = await Promise.all(
      [van.deviceId, 'second'].map((id) => world.services.lookups.find<{ shard: number }>('device:ten_acme', id)),
    );
    expect(entries.map((entry) => entry?.shard)).toEqual([0, 0]);
  });

  it('is the next one when this one is full', async () => {
    const { world, acme } = await open();
    const cards = world.services.views.in(acme.tenantId, 'devices');
    for (let index = 1; index < 512; index++) await cards.put(`filler-${index}`, { vehicleId: `veh_${index}` });
    const next = await reportingVehicle(acme, 'Van 257');
    expect(await world.services.lookups.find(`vehicle-shard:${acme.tenantId}`, next.vehicleId)).toEqual({ shard: 1 });
  });
});
