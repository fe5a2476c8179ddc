import { app, clientOf, found, itemsOf, reportingVehicle } from '../company.ts';
import { takeQueued } from './queued.ts';

const at = '2026-03-02T07:59:30.000Z';

const open = async () => {
  const world = app();
  const acme = await found(world, 'acme');
  const [sold, kept] = [await reportingVehicle(acme, 'Van 7'), await reportingVehicle(acme, 'Van 8')];
  const fixOf = ({ deviceId }: { deviceId: string }, time = at) => ({ deviceId, at: time, lat: 49, lon: 8 });
  await acme.integration.post('ingest/batch', { fixes: [fixOf(sold), fixOf(kept)] });
  world.advance(2_000);
  await world.runQueues();
  await acme.integration.post(`vehicles/${sold.vehicleId}/retire`, { reason: 'sold' });
  return { world, acme, sold, kept, fixOf };
};

describe('a vehicle out of service', () => {
  it('is on the map no more', async () => {
    const { acme, kept } = await open();
    const positions = itemsOf(await acme.as('viewer').get('vehicles/positions'));
    expect(positions.map(({ vehicleId }) => vehicleId)).toEqual([kept.vehicleId]);
  });

  it('is not tracked: its device is refused', async () => {
    const { world, sold } = await open();
    const device = clientOf(world);
    const refusal = { status: 409, body: { code: 'telemetry/vehicle-retired' } };
    expect(await device.get(`ingest/osmand/${sold.key}?lat=49&lon=8`)).toMatchObject(refusal);
    const location = { timestamp: at, coords: { latitude: 49, longitude: 8 } };
    expect(await device.post(`ingest/traccar/${sold.key}`, { location })).toMatchObject(refusal);
    const drop = [sold.deviceId, 'out-of-service', 1];
    expect(await takeQueued(world)).toEqual({ fixes: 0, drops: [drop, drop] });
  });

  it('costs the other fixes of a batch nothing', async () => {
    const { acme, sold, kept, fixOf } = await open();
    const later = '2026-03-02T08:00:00.000Z';
    const answer = await acme.integration.post('ingest/batch', { fixes: [fixOf(sold, later), fixOf(kept, later)] });
    expect(answer).toMatchObject({
      status: 202,
      body: {
        accepted: 1,
        results: [{ status: 'rejected', code: 'telemetry/vehicle-retired' }, { status: 'accepted' }],
      },
    });
  });

  it('keeps the history it has', async () => {
    const { acme, sold } = await open();
    expect(itemsOf(await acme.as('viewer').get(`vehicles/${sold.vehicleId}/positions`))).toHaveLength(1);
  });
});
