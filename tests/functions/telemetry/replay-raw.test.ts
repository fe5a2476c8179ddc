import { rawKeeper } from '../../../functions/telemetry/raw-messages.ts';
import { replayRaw } from '../../../functions/telemetry/replay-raw.ts';
import { flushBehind } from '../../../shared/documents/write-behind.ts';
import { app, clientOf, found, itemsOf, reportingVehicle } from '../company.ts';

const IMEI = '356307042441013';
const NOON = Date.parse('2026-03-02T12:00:00Z');
const span = { from: Date.parse('2026-03-02T07:00:00Z'), to: NOON };
const secondsBefore = (seconds: number) => new Date(Date.parse('2026-03-02T08:00:00Z') - seconds * 1_000).toISOString();

const open = async () => {
  const world = app();
  const { services } = world;
  const acme = await found(world, 'acme');
  const van = await reportingVehicle(acme);
  const drained = async () => {
    world.advance(2_000);
    await world.runQueues();
    await flushBehind(services);
  };
  return {
    ...{ world, services, acme, van, drained },
    replay: (more = {}) => replayRaw(services, acme.tenantId, { span, ...more }),
    kept: async (vehicleId = van.vehicleId) =>
      itemsOf(await acme.as('viewer').get(`vehicles/${vehicleId}/positions`)).map(({ at }) => at),
  };
};

describe('reading once more what devices have sent', () => {
  it('brings what was sent before the device was registered', async () => {
    const { acme, drained, replay, kept } = await open();
    const fix = { deviceId: IMEI, at: secondsBefore(30), lat: 49, lon: 8 };
    expect((await acme.integration.post('ingest/batch', { fixes: [fix] })).status).toBe(401);
    await drained();
    const { body: bus } = await acme.integration.post('vehicles', { name: 'Bus', kind: 'bus' });
    await acme.integration.post(`quarantined-devices/${IMEI}/adopt`, { vehicleId: bus.id });
    expect(await replay()).toEqual({ messages: 1, fixes: 1, dropped: 0, unknown: 0, unread: 0 });
    await drained();
    expect(await kept(String(bus.id))).toEqual([fix.at]);
  });

  it('changes nothing of what was taken already', async () => {
    const { world, van, drained, replay, kept } = await open();
    const report = (query: string) => clientOf(world).get(`ingest/osmand/${van.key}?${query}`);
    await report(`lat=49&lon=8&timestamp=${secondsBefore(60)}`);
    await report(`lat=49.001&lon=8&timestamp=${secondsBefore(30)}`);
    await report('lat=nowhere');
    await drained();
    const before = await kept();
    expect(await replay()).toEqual({ messages: 3, fixes: 2, dropped: 1, unknown: 0, unread: 0 });
    await drained();
    expect([before.length, await kept()]).toEqual([2, before]);
  });

  it('is of a device, of a protocol and of a span', async () => {
    const { world, acme, van, drained, replay } = await open();
    const other = await reportingVehicle(acme, 'Van 8');
    for (const { key } of [van, van, other]) await clientOf(world).get(`ingest/osmand/${key}?lat=49&lon=8`);
    await drained();
    expect(await replay({ deviceId: van.deviceId })).toMatchObject({ messages: 2, fixes: 2 });
    expect(await replay({ protocol: 'osmand' })).toMatchObject({ messages: 3 });
    expect(await replay({ protocol: 'gt06' })).toMatchObject({ messages: 0 });
    expect(await replay({ span: { from: NOON, to: NOON + 1 } })).toMatchObject({ messages: 0 });
  });

  it('passes over what nobody reads any more, who is unknown, and who is out of service', async () => {
    const { services, acme, van, drained, replay } = await open();
    const raw = {
      receivedAt: NOON - 1_000,
      bytes: JSON.stringify({ deviceId: IMEI, at: secondsBefore(9), lat: 1, lon: 2 }),
    };
    rawKeeper(services)(acme.tenantId, { ...raw, protocol: 'klingon' });
    rawKeeper(services)(acme.tenantId, { ...raw, protocol: 'batch' });
    rawKeeper(services)(acme.tenantId, { ...raw, protocol: 'batch', deviceId: van.deviceId });
    rawKeeper(services)(acme.tenantId, { ...raw, protocol: 'batch', bytes: 'no JSON' });
    await acme.integration.post(`vehicles/${van.vehicleId}/retire`, { reason: 'sold' });
    await drained();
    expect(await replay()).toEqual({ messages: 4, fixes: 0, dropped: 1, unknown: 2, unread: 1 });
  });
});
