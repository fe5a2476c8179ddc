import { app, found, reportingVehicle } from '../company.ts';

const START = Date.parse('2026-03-02T07:00:00.000Z');

const open = async () => {
  const world = app();
  const acme = await found(world, 'acme');
  await acme.as('owner').post('geofences', {
    name: 'Yard',
    shape: { type: 'circle', center: { lat: 49, lon: 8 }, radiusMetres: 500 },
    rules: { speedLimit: 8 },
  });
  const van = await reportingVehicle(acme);
  return {
    world,
    acme,
    van,
    /** Parks for two minutes, then goes north at 10 m/s. */
    async drive(seconds: number) {
      const fixes = Array.from({ length: Math.floor(seconds / 10) }, (_, index) => {
        const second = index * 10;
        const isDriving = second >= 120;
        return {
          deviceId: van.deviceId,
          at: new Date(START + second * 1_000).toISOString(),
          ...{ lat: 49 + (Math.max(0, second - 120) * 10) / 111_195, lon: 8, speed: isDriving ? 10 : 0, accuracy: 5 },
          attributes: { ignition: isDriving, fuelLevel: 50, stateOfCharge: 80 },
        };
      });
      await acme.integration.post('ingest/batch', { fixes });
      world.advance(4_000);
      await world.runQueues();
    },
    /** Stands, and tells this at a second of the day. */
    async tell(second: number, attributes: Readonly<Record<string, string | number>>) {
      const at = new Date(START + second * 1_000).toISOString();
      await acme.integration.post('ingest/batch', {
        fixes: [{ deviceId: van.deviceId, at, ...{ lat: 49, lon: 8, speed: 0 }, attributes }],
      });
      world.advance(4_000);
      await world.runQueues();
    },
    activity: async () => acme.as('viewer').get(`vehicles/${van.vehicleId}/activity`),
  };
};

describe('GET vehicles/{vehicleId}/activity', () => {
  it('shows a vehicle that stands in a geofence', async () => {
    const { drive, activity } = await open();
    await drive(120);
    const { body } = await activity();
    expect(body).toMatchObject({
      state: 'parked',
      geofenceIds: [expect.any(String)],
      speedLimit: 8,
      odometerMetres: 0,
    });
    expect(body.trip).toBeUndefined();
  });

  it('shows the trip that it is on', async () => {
    const { drive, activity } = await open();
    await drive(720);
    const { body } = await activity();
    expect(body).toMatchObject({
      ...{ state: 'driving', geofenceIds: [], odometerBy: 'positions', engineBy: 'ignition' },
      trip: { startedAt: '2026-03-02T07:02:00.000Z', speedingSeconds: expect.any(Number) },
      position: { speed: 10 },
    });
    expect(Number(body.odometerMetres)).toBeGreaterThan(5_800);
  });

  it('shows the trouble codes told last, until there are none any more', async () => {
    const { tell, activity } = await open();
    await tell(0, { fuelLevel: 50 });
    expect((await activity()).body.troubleCodes).toEqual([]);
    await tell(60, { obd: '43 01 03 01', j1939: '18FECA00#FFFF6E000005FFFF' });
    await tell(120, { fuelLevel: 50 });
    const { body } = await activity();
    expect(body.troubleCodes).toEqual([
      { code: 'P0301', text: 'Misfire in cylinder 1', system: 'powertrain' },
      { code: 'SPN110/FMI0', text: 'Coolant temperature: far too high' },
    ]);
    expect(body.position).toMatchObject({ attributes: { fuelLevel: 50 } });
    await tell(180, { dtcs: 'P0420' });
    expect((await activity()).body.troubleCodes).toMatchObject([{ code: 'P0420' }]);
    await tell(240, { obd: '43 00' });
    expect((await activity()).body.troubleCodes).toEqual([]);
    await tell(300, { dtcs: 'P0420' });
    await tell(360, { dtcs: '' });
    expect((await activity()).body.troubleCodes).toEqual([]);
  });

  it('answers 404 while nothing was heard, and for a vehicle that is not there', async () => {
    const { acme, activity } = await open();
    expect(await activity()).toMatchObject({ status: 404, body: { code: 'telemetry/no-position' } });
    expect((await acme.as('viewer').get('vehicles/veh_nowhere/activity')).body.code).toBe('vehicles/not-found');
  });
});
