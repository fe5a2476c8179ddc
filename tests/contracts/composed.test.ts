import { Readable } from 'node:stream';
import { authenticate } from '../../functions/access/authenticate.ts';
import { areas, projections } from '../../functions/index.ts';
import { drainShard } from '../../functions/telemetry/drain-shard.ts';
import { type Cloud, startCloud } from '../../local/cloud.ts';
import { composeServices } from '../../shared/compose.ts';
import { readConfig } from '../../shared/config.ts';
import type { Services } from '../../shared/services.ts';
import { type World, world } from '../../shared/testing/world.ts';
import { clientOf, found, itemsOf, reportingVehicle } from '../functions/company.ts';

let cloud: Cloud;
let services: Services;
let app: World;

beforeAll(async () => {
  cloud = await startCloud();
  services = await composeServices(readConfig(cloud.settings), { projections, authenticate });
  // Sagas are played by the functions host, which is not here.
  app = world({ areas, authenticate }, ({ sagas }) => ({ ...services, sagas }));
});
afterAll(async () => {
  await services.close();
  await cloud.close();
});

const drain = (tenantId: string) => drainShard.handler(services)({ tenantId, shard: 0 });
const secondsAgo = (seconds: number) => new Date(Date.now() - seconds * 1_000).toISOString();

describe('the app as it is composed for Azure', () => {
  it('answers that it is well', async () =>
    expect((await clientOf(app).get('health')).body).toMatchObject({
      status: 'ok',
      checks: { store: 'ok', live: 'ok' },
    }));

  it('takes a fix from a device, and shows where the vehicle is and has been', async () => {
    const acme = await found(app, 'acme');
    const { vehicleId, deviceId, key } = await reportingVehicle(acme);
    const at = secondsAgo(30);
    const device = clientOf(app);
    expect((await device.get(`ingest/osmand/${key}?lat=49.0123&lon=8.4321&timestamp=${at}`)).status).toBe(202);
    const fixes = [{ deviceId, at: secondsAgo(20), lat: 49.02, lon: 8.44, attributes: { ignition: true } }];
    expect((await acme.integration.post('ingest/batch', { fixes })).status).toBe(202);
    await drain(acme.tenantId);

    const viewer = acme.as('viewer');
    expect((await viewer.get(`vehicles/${vehicleId}/position`)).body).toMatchObject({
      lat: 49.02,
      attributes: { ignition: true },
    });
    expect(itemsOf(await viewer.get(`vehicles/${vehicleId}/positions`))).toMatchObject([
      { at, lat: 49.0123 },
      { lat: 49.02 },
    ]);
    expect(itemsOf(await viewer.get('vehicles/positions'))).toHaveLength(1);
  });

  it('keeps a device in its company when its key changes', async () => {
    const hooli = await found(app, 'hooli');
    const { vehicleId, deviceId, key } = await reportingVehicle(hooli);
    const rotated = await hooli.as('owner').post(`devices/${deviceId}/rotate-key`);
    expect((await app.ask('GET', `ingest/osmand/${key}?lat=49&lon=8`)).status).toBe(401);
    expect((await app.ask('GET', `ingest/osmand/${rotated.body.key}?lat=49&lon=8`)).status).toBe(202);
    await drain(hooli.tenantId);
    expect((await hooli.as('viewer').get(`vehicles/${vehicleId}/position`)).status).toBe(200);
  });

  it('shows a company nothing of another, and no document more than the API promises', async () => {
    const globex = await found(app, 'globex');
    const owner = globex.as('owner');
    expect((await owner.get('vehicles')).body).toEqual({ items: [] });
    expect((await owner.get('vehicles/positions')).body).toEqual({ items: [] });
    const { body } = await owner.post('vehicles', { name: 'Van 7' });
    expect(Object.keys(body).sort()).toEqual([
      'customFields',
      'id',
      'kind',
      'meters',
      'name',
      'registeredAt',
      'status',
      'tags',
      'version',
    ]);
    expect((await owner.get(`vehicles/${body.id}`)).body).toEqual(body);
    expect(itemsOf(await owner.get('vehicles'))).toEqual([body]);
    await owner.post('devices', { vehicleId: body.id });
    const [device] = itemsOf(await owner.get('devices'));
    expect(Object.keys(device ?? {}).sort()).toEqual(['id', 'registeredAt', 'vehicleId', 'version']);
  });

  it('hands a vehicle over, and shows how it went and who was told', async () => {
    const tyrell = await found(app, 'tyrell');
    const [ann, bob] = [await tyrell.join('ann', 'driver'), await tyrell.join('bob', 'driver')];
    const { vehicleId, deviceId } = await reportingVehicle(tyrell);
    const owner = tyrell.as('owner');
    await owner.post(`vehicles/${vehicleId}/driver`, { driver: ann.email });
    const handOver = async (toDriver: string) => {
      const { body } = await owner.post(`vehicles/${vehicleId}/hand-over`, { toDriver, deviceId });
      await app.sagas.run();
      return body;
    };
    const first = await handOver(bob.email);
    app.sagas.fault('devices-replace-key', 'fails after its work');
    const second = await handOver(ann.email);
    app.sagas.fault('devices-replace-key');

    expect(itemsOf(await owner.get('ops/sagas'))).toMatchObject([
      { id: second.sagaId, state: 'undone' },
      { id: first.sagaId, state: 'completed' },
    ]);
    expect(itemsOf(await owner.get('assignments'))).toMatchObject([{ vehicleId, driver: { email: bob.email } }]);
    expect(itemsOf(await bob.client.get('me/notifications')).map(({ what }) => what)).toEqual(['vehicle-taken-over']);
    const send = (key: unknown) => app.ask('GET', `ingest/osmand/${key}?lat=49&lon=8`);
    expect([(await send(first.deviceKey)).status, (await send(second.deviceKey)).status]).toEqual([202, 401]);
  });

  it('pages through the fleet with cursors of the store', async () => {
    const initech = (await found(app, 'initech')).integration;
    for (const name of ['c', 'a', 'B']) await initech.post('vehicles', { name });
    const names: unknown[] = [];
    let cursor = '';
    do {
      const page = await initech.get(`vehicles?limit=2${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
      names.push(...itemsOf(page).map(({ name }) => name));
      cursor = String(page.body.nextCursor ?? '');
    } while (cursor);
    expect(names).toEqual(['a', 'B', 'c']);
    expect(await initech.get('vehicles?cursor=nonsense')).toMatchObject({
      status: 400,
      body: { code: 'paging/bad-cursor' },
    });
  });

  it('hands out an address of its own live channel', async () => {
    const umbrella = await found(app, 'umbrella');
    const { body } = await umbrella.as('viewer').post('live/negotiate');
    expect(String(body.url)).toMatch(/^ws:\/\/127\.0\.0\.1:\d+\/client\/hubs\/fleet\?access_token=/);
  });

  it('keeps secrets in the vault of its settings', async () => {
    const secrets = services.secrets.in('ten_acme');
    const { version } = await secrets.set('webhooks/signing', 'one');
    await secrets.rotate('webhooks/signing', () => 'two');
    expect((await secrets.get('webhooks/signing'))?.reveal()).toBe('two');
    expect((await secrets.get('webhooks/signing', version))?.reveal()).toBe('one');
    expect(await services.secrets.in('ten_globex').get('webhooks/signing')).toBeUndefined();
  });

  it('keeps files and exports, each in a container of its own, and hands out links', async () => {
    const [files, exports] = [services.files.in('ten_acme'), services.exports.in('ten_acme')];
    await files.write('a.txt', Buffer.from('file'), { contentType: 'text/plain' });
    await exports.write('a.txt', Readable.from([Buffer.from('export')]), { contentType: 'text/plain' });
    const texts = [files, exports].map(async (blobs) => {
      const { url } = await blobs.linkFor('a.txt', { access: 'read', forMinutes: 1 });
      return (await fetch(url)).text();
    });
    expect(await Promise.all(texts)).toEqual(['file', 'export']);
  });
});
