import { app, found, reportingVehicle } from '../company.ts';
import { open, register } from './scene.ts';

const at = '2026-03-02T07:59:30.000Z';
const VIN = '1HGCM82633A004352';

describe('the status of a vehicle', () => {
  it('is shown with its reason, and without what was true before', async () => {
    const { mia } = await open();
    const id = await register(mia, 'Van 7');
    const post = async (command: string, body: object) => (await mia.post(`vehicles/${id}/${command}`, body)).body;
    expect(await post('status', { status: 'in-shop', reason: 'Brakes' })).toMatchObject({ statusReason: 'Brakes' });
    expect(await post('retire', { reason: 'Worn out' })).toMatchObject({ status: 'retired', statusReason: 'Worn out' });
    const price = { amount: 100, currency: 'EUR' };
    expect(await post('sell', { soldOn: '2026-03-01', price, buyer: 'Bob' })).toMatchObject({
      status: 'sold',
      soldOn: '2026-03-01',
      salePrice: price,
      retiredAt: '2026-03-02T08:00:00.000Z',
    });
    const back = await post('reinstate', { reason: 'Not paid' });
    expect(back).toMatchObject({ status: 'active', statusReason: 'Not paid', version: 5 });
    for (const gone of ['soldOn', 'salePrice', 'retiredAt']) expect(back).not.toHaveProperty(gone);
  });

  it('is for the workshop to change, and nothing else is', async () => {
    const { acme, mia } = await open();
    const { client: tom } = await acme.join('tom', 'technician');
    const id = await register(mia, 'Van 7');
    expect((await tom.post(`vehicles/${id}/status`, { status: 'out-of-service' })).status).toBe(200);
    expect((await tom.post(`vehicles/${id}/retire`, { reason: 'Worn out' })).status).toBe(403);
    expect((await tom.patch(`vehicles/${id}`, { make: 'Ford' })).status).toBe(403);
    expect((await acme.as('viewer').post(`vehicles/${id}/status`, { status: 'active' })).status).toBe(403);
  });

  it.each(['active', 'in-shop', 'out-of-service'])(
    'lets a vehicle that is %s report, be driven and take a device',
    async (status) => {
      const acme = await found(app(), 'acme');
      const { vehicleId, deviceId } = await reportingVehicle(acme);
      const owner = acme.as('owner');
      await owner.post(`vehicles/${vehicleId}/status`, { status });
      const fixes = [{ deviceId, at, lat: 49, lon: 8 }];
      expect((await acme.integration.post('ingest/batch', { fixes })).status).toBe(202);
      expect((await owner.post('devices', { vehicleId })).status).toBe(201);
      expect((await owner.post(`vehicles/${vehicleId}/driver`, { driver: 'driver@acme.example' })).status).toBe(200);
    },
  );

  it.each([
    ['retire', { reason: 'Worn out' }],
    ['sell', { soldOn: '2026-03-01' }],
  ])('lets a vehicle do nothing of that after %s', async (command, body) => {
    const acme = await found(app(), 'acme');
    const { vehicleId, deviceId } = await reportingVehicle(acme);
    const owner = acme.as('owner');
    await owner.post(`vehicles/${vehicleId}/${command}`, body);
    const fixes = [{ deviceId, at, lat: 49, lon: 8 }];
    expect((await acme.integration.post('ingest/batch', { fixes })).status).toBe(400);
    expect((await owner.post('devices', { vehicleId })).status).toBe(400);
    expect((await owner.post(`vehicles/${vehicleId}/driver`, { driver: 'driver@acme.example' })).status).toBe(409);
  });
});

describe('a VIN', () => {
  it('is one vehicle’s alone while it is in use', async () => {
    const { mia } = await open();
    const first = await register(mia, 'Van 7', { vin: VIN });
    const refused = await mia.post('vehicles', { name: 'Van 8', vin: VIN.toLowerCase() });
    expect(refused).toMatchObject({ status: 409, body: { code: 'vehicles/vin-taken' } });
    expect(refused.text).not.toContain(first);
    const second = await register(mia, 'Van 8');
    expect((await mia.patch(`vehicles/${second}`, { vin: VIN })).body.code).toBe('vehicles/vin-taken');
    expect((await mia.patch(`vehicles/${first}`, { vin: VIN, make: 'Honda' })).status).toBe(200);
  });

  it.each([
    ['sold', 'sell', { soldOn: '2026-03-01' }],
    ['retired', 'retire', { reason: 'Worn out' }],
  ])('is free again when its vehicle is %s, which then cannot come back with it', async (_, command, body) => {
    const { mia } = await open();
    const first = await register(mia, 'Van 7', { vin: VIN });
    await mia.post(`vehicles/${first}/${command}`, body);
    const second = await register(mia, 'Van 8', { vin: VIN });
    const refused = await mia.post(`vehicles/${first}/reinstate`, { reason: 'Bought back' });
    expect(refused.body.code).toBe('vehicles/vin-taken');
    await mia.patch(`vehicles/${second}`, { vin: null });
    expect((await mia.post(`vehicles/${first}/reinstate`, { reason: 'Bought back' })).status).toBe(200);
  });

  it('is free at once when it was taken off the wrong vehicle', async () => {
    const { mia } = await open();
    const wrong = await register(mia, 'Van 7', { vin: VIN });
    await mia.patch(`vehicles/${wrong}`, { vin: null });
    await register(mia, 'Van 8', { vin: VIN });
  });

  it('goes to one of those who ask for it at once', async () => {
    const { mia } = await open();
    const names = ['a', 'b', 'c', 'd', 'e', 'f'];
    const answers = await Promise.all(names.map((name) => mia.post('vehicles', { name, vin: VIN })));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409, 409]);
  });

  it('is held for a minute by a request that did not come to its end, and is free then', async () => {
    const { world, mia } = await open();
    const first = await register(mia, 'Van 7');
    await mia.post(`vehicles/${first}/retire`, { reason: 'Worn out' });
    expect((await mia.patch(`vehicles/${first}`, { vin: VIN })).body.code).toBe('vehicles/retired');
    expect((await mia.post('vehicles', { name: 'Van 8', vin: VIN })).status).toBe(409);
    world.advance(61_000);
    await register(mia, 'Van 8', { vin: VIN });
  });

  it('may be the same in two companies', async () => {
    const { world, mia } = await open();
    await register(mia, 'Van 7', { vin: VIN });
    await register((await found(world, 'globex')).as('owner'), 'Van 7', { vin: VIN });
  });
});
