import { createHash } from 'node:crypto';
import { authenticate } from '../../../functions/access/authenticate.ts';
import { areas } from '../../../functions/index.ts';
import { seedFleet, vehicleNumber } from '../../../local/seed/fleet.ts';
import { newKey } from '../../../shared/identity/keys.ts';
import { type World, world } from '../../../shared/testing/world.ts';

const keysFrom = (secret: string) => (prefix: string, owner: string) =>
  newKey(prefix, createHash('sha256').update(`${secret} ${owner}`).digest());

describe('seeding a fleet', () => {
  let app: World;

  beforeEach(() => {
    app = world({ areas, authenticate });
  });

  const seed = (secret = 'secret') =>
    seedFleet(app.services, { id: 'ten_demo1', series: 'rhine', vehicles: 5 }, keysFrom(secret));
  const send = (key: string) => app.ask('GET', `ingest/osmand/${key}?lat=50.94&lon=6.96`);

  test('gives every vehicle a device that can report for it, the free one first', async () => {
    const devices = await seed();

    expect(devices).toHaveLength(5);
    for (const { key } of devices) expect((await send(key)).status).toBe(202);
    const cards = await Promise.all(
      devices.map(({ vehicleId }) => app.services.views.in('ten_demo1', 'vehicles').get<{ name: string }>(vehicleId)),
    );
    expect(cards.map((card) => card?.doc.name)).toEqual(['Test vehicle', 'Van 02', 'Van 03', 'Car 04', 'Truck 05']);
  });

  test('changes nothing on the next start', async () => {
    const first = await seed();
    const version = async () =>
      (await app.services.streams.read({ tenantId: 'ten_demo1', streamId: 'device-dev_rhine_1' })).version;
    const before = await version();

    expect(await seed()).toEqual(first);
    expect(await version()).toBe(before);
  });

  test('replaces the keys when the secret they were made from is lost', async () => {
    const [lost] = await seed('lost');
    const [found] = await seed('new');

    expect(found?.deviceId).toBe(lost?.deviceId);
    expect((await send(lost?.key ?? '')).status).toBe(401);
    expect((await send(found?.key ?? '')).status).toBe(202);
  });
});

test('Names and plates of a fleet are unique, and the same at every start', () => {
  const fleet = (series: string) => Array.from({ length: 200 }, (_, index) => vehicleNumber(index + 1, series));

  expect(fleet('rhine')).toEqual(fleet('rhine'));
  expect(new Set(fleet('rhine').map(({ name }) => name)).size).toBe(200);
  expect(new Set(fleet('rhine').map(({ plate }) => plate)).size).toBe(200);
  expect(new Set(fleet('rhine').map(({ kind }) => kind))).toEqual(new Set(['van', 'truck', 'car', 'bus']));
  const plates = fleet('baltic').map(({ plate }) => plate);
  expect(fleet('rhine').filter(({ plate }) => plates.includes(plate))).toEqual([]);
});
