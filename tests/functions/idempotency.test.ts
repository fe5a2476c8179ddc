import { scene } from './assignments/scene.ts';
import { app, clientOf, found, reportingVehicle } from './company.ts';

const once = { 'idempotency-key': '4f6c1f3e' };

/** The next write of an answer is lost, as when the process is killed before it; the attempt then looks cut off. */
const losing = () => {
  let isLost = false;
  return {
    replace: ({ operations }: ReturnType<typeof app>['services']) => ({
      operations: {
        ...operations,
        in(tenantId: string, ...path: string[]) {
          const partition = operations.in(tenantId, ...path);
          if (path[0] !== 'idempotency') return partition;
          const put: typeof partition.put = async (id, doc, options) => {
            if (isLost && options?.ifMatch) throw new Error('Killed.');
            return partition.put(id, doc, options);
          };
          return { ...partition, put };
        },
      },
    }),
    lose(lost: boolean) {
      isLost = lost;
    },
  };
};

describe('secrets that are shown once', () => {
  it('are shown again to whoever asked for them, under the same key', async () => {
    const world = app();
    const acme = await found(world, 'acme');
    const { vehicleId } = await reportingVehicle(acme);
    const first = await acme.integration.post('devices', { vehicleId }, once);
    const second = await acme.integration.post('devices', { vehicleId }, once);
    expect(second.text).toBe(first.text);
    expect(String(first.body.key)).toMatch(/^dk_/);
    const owner = await acme.as('owner').post('devices', { vehicleId }, once);
    expect(owner.body.id).not.toBe(first.body.id);
  });

  it('are the same when the first attempt was cut off after its work', async () => {
    const { replace, lose } = losing();
    const world = app(replace);
    const acme = await found(world, 'acme');
    const { vehicleId } = await reportingVehicle(acme);
    lose(true);
    const first = await acme.integration.post('devices', { vehicleId }, once);
    lose(false);
    world.advance(60_000);
    const second = await acme.integration.post('devices', { vehicleId }, once);
    expect(second.headers.get('idempotent-replayed')).toBeNull();
    expect(second.text).toBe(first.text);
    expect((await acme.integration.get('devices')).body.items).toHaveLength(2);
    const { status } = await clientOf(world).get(`ingest/osmand/${second.body.key}?lat=49&lon=8`);
    expect(status).toBe(202);
  });
});

describe('a vehicle that is registered', () => {
  it('is registered once, also when the first attempt was cut off after its work', async () => {
    const { replace, lose } = losing();
    const world = app(replace);
    const { integration } = await found(world, 'acme');
    lose(true);
    const first = await integration.post('vehicles', { name: 'Van 7' }, once);
    lose(false);
    world.advance(60_000);
    const second = await integration.post('vehicles', { name: 'Van 7' }, once);
    expect([second.status, second.text]).toEqual([201, first.text]);
    expect((await integration.get('vehicles')).body.items).toHaveLength(1);
  });
});

describe('a hand-over', () => {
  it('is started once', async () => {
    const { world, dispatcher, van, bob, driverOf } = await scene();
    const body = { toDriver: bob.email, deviceId: van.deviceId };
    const handOver = () => dispatcher.post(`vehicles/${van.vehicleId}/hand-over`, body, once);
    const first = await handOver();
    await world.sagas.run();
    const second = await handOver();
    expect([second.status, second.text]).toEqual([202, first.text]);
    expect(await driverOf()).toBe(bob.email);
  });

  it('that was started before the attempt was cut off is answered with the same saga and key', async () => {
    const { replace, lose } = losing();
    const { world, acme, dispatcher, van, bob, send } = await scene(replace);
    const body = { toDriver: bob.email, deviceId: van.deviceId };
    const handOver = () => dispatcher.post(`vehicles/${van.vehicleId}/hand-over`, body, once);
    lose(true);
    const first = await handOver();
    lose(false);
    await world.sagas.run();
    world.advance(60_000);
    const second = await handOver();
    expect([second.status, second.text]).toEqual([202, first.text]);
    expect((await acme.as('owner').get('ops/sagas')).body.items).toHaveLength(1);
    expect((await send(second.body.deviceKey)).status).toBe(202);
  });
});
