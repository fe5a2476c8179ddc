import { FleetError } from '../../../shared/kernel/errors.ts';
import { app, type Client, clientOf, found, itemsOf, reportingVehicle } from '../company.ts';
import { takeQueued } from './queued.ts';

const at = '2026-03-02T07:59:30.000Z';
const place = { lat: 49.0123, lon: 8.4321 };

const open = async () => {
  const world = app();
  const acme = await found(world, 'acme');
  const van = await reportingVehicle(acme);
  return {
    world,
    acme,
    van,
    device: clientOf(world),
    /** What the vehicle's history is once everything has been drained. */
    async kept(vehicleId = van.vehicleId) {
      world.advance(2_000);
      await world.runQueues();
      return itemsOf(await acme.as('viewer').get(`vehicles/${vehicleId}/positions`));
    },
  };
};

const nothingQueued = (world: ReturnType<typeof app>) =>
  expect([world.bus.waiting('telemetry'), world.bus.waiting('telemetry-wakeups')]).toEqual([0, 0]);

describe('ingest/osmand/{deviceKey}', () => {
  it.each<[string, (device: Client, key: string) => ReturnType<Client['get']>]>([
    ['a query', (device, key) => device.get(`ingest/osmand/${key}?lat=49.0123&lon=8.4321&timestamp=${at}&speed=10`)],
    [
      'a query that is posted',
      (device, key) => device.post(`ingest/osmand/${key}?lat=49.0123&lon=8.4321&timestamp=${at}&speed=10`),
    ],
    [
      'a form',
      (device, key) =>
        device.post(`ingest/osmand/${key}`, `lat=49.0123&lon=8.4321&timestamp=${at}&speed=10`, {
          'content-type': 'application/x-www-form-urlencoded',
        }),
    ],
  ])('takes a fix in %s', async (_, send) => {
    const { device, van, kept } = await open();
    expect(await send(device, van.key)).toMatchObject({ status: 202, body: { accepted: 1 } });
    expect(await kept()).toEqual([
      { vehicleId: van.vehicleId, at, receivedAt: '2026-03-02T08:00:00.000Z', ...place, speed: 5.144 },
    ]);
  });

  it('answers 400, names what is wrong, and counts it', async () => {
    const { world, device, van } = await open();
    expect(await device.get(`ingest/osmand/${van.key}?lat=91&lon=8`)).toMatchObject({
      status: 400,
      body: { code: 'telemetry/invalid-fix', issues: [{ path: ['lat'] }], detail: 'The fix cannot be used: lat.' },
    });
    expect(await takeQueued(world)).toEqual({ fixes: 0, drops: [[van.deviceId, 'invalid', 1]] });
  });

  it('answers 401 to a key that is not known, and looks at nothing', async () => {
    const { world, device } = await open();
    expect(await device.get('ingest/osmand/dk_guess?lat=91')).toMatchObject({
      status: 401,
      body: { code: 'telemetry/unknown-key' },
    });
    nothingQueued(world);
  });

  it('does not take an integration for a device', async () => {
    const { acme } = await open();
    expect((await acme.integration.get('ingest/osmand/dk_guess?lat=49&lon=8')).status).toBe(401);
  });

  it('takes the JSON of newer phone apps, with one location or several', async () => {
    const { device, van, kept } = await open();
    const location = { timestamp: at, coords: { latitude: place.lat, longitude: place.lon } };
    const early = { ...location, timestamp: '2026-03-02T07:00:00.000Z' };
    const send = (body: unknown) => device.post(`ingest/osmand/${van.key}`, body);
    expect(await send({ location, device_id: '12345' })).toMatchObject({ status: 202, body: { accepted: 1 } });
    const bad = { ...location, coords: {} };
    expect(await send({ location: [early, bad] })).toMatchObject({ status: 202, body: { accepted: 1, rejected: 1 } });
    expect(await send({ location: bad })).toMatchObject({ status: 422, body: { code: 'telemetry/nothing-usable' } });
    expect(await kept()).toMatchObject([{ at: early.timestamp }, { at, ...place }]);
  });

  it('answers 413 to a form that is too large', async () => {
    const { device, van } = await open();
    expect((await device.post(`ingest/osmand/${van.key}`, `lat=49&x=${'x'.repeat(1024 * 1024)}`)).status).toBe(413);
  });
});

describe('ingest/traccar/{deviceKey}', () => {
  const location = (timestamp: string, latitude: number = place.lat) => ({
    timestamp,
    coords: { latitude, longitude: place.lon },
  });

  it('takes one location', async () => {
    const { device, van, kept } = await open();
    const answer = await device.post(`ingest/traccar/${van.key}`, { location: location(at), device_id: '12345' });
    expect(answer).toMatchObject({ status: 202, body: { accepted: 1, rejected: 0 } });
    expect(await kept()).toMatchObject([{ at, ...place }]);
  });

  it('takes those a phone has kept while it had no network, and says which it could not use', async () => {
    const { device, van, kept } = await open();
    const early = '2026-03-02T07:00:00.000Z';
    const { status, body } = await device.post(`ingest/traccar/${van.key}`, {
      location: [location(at), location(at, 91), location(early)],
    });
    expect([status, body.accepted, body.rejected]).toEqual([202, 2, 1]);
    expect(body.issues).toMatchObject([{ path: ['location', 1, 'coords', 'latitude'] }]);
    expect(await kept()).toMatchObject([{ at: early }, { at }]);
  });

  it('answers 400 and names the fields when none can be used', async () => {
    const { world, device, van } = await open();
    const one = await device.post(`ingest/traccar/${van.key}`, { location: location(at, 91) });
    expect([one.status, one.body.issues]).toMatchObject([400, [{ path: ['location', 'coords', 'latitude'] }]]);
    const all = await device.post(`ingest/traccar/${van.key}`, { location: [location(at, 91), {}] });
    expect(all.status).toBe(400);
    expect(await takeQueued(world)).toEqual({
      fixes: 0,
      drops: [1, 2].map((times) => [van.deviceId, 'invalid', times]),
    });
  });

  it.each([
    ['nothing', {}],
    ['an empty list', { location: [] }],
    ['more than it takes at once', { location: Array.from({ length: 1_001 }, () => ({})) }],
  ])('answers 400 and names the field for %s', async (_, body) => {
    const { device, van } = await open();
    expect(await device.post(`ingest/traccar/${van.key}`, body)).toMatchObject({
      status: 400,
      body: { code: 'body/invalid', issues: [{ path: ['location'] }] },
    });
  });

  it('answers 401 to a key that is not known', async () => {
    const { device } = await open();
    expect((await device.post('ingest/traccar/dk_guess', { location: location(at) })).status).toBe(401);
  });
});

describe('ingest/batch', () => {
  it('gives every fix its own result, and keeps the good ones whatever the others are', async () => {
    const { acme, van, kept } = await open();
    const good = { deviceId: van.deviceId, at, ...place };
    const { status, body } = await acme.integration.post('ingest/batch', {
      fixes: [
        good,
        { ...good, lat: 91, lon: 'x' },
        { ...good, deviceId: 'dev_0' },
        'fix',
        { ...good, at: '2026-03-02T07:59:40Z' },
      ],
    });
    expect([status, body.accepted, body.rejected]).toEqual([202, 2, 3]);
    expect(body.results).toEqual([
      { index: 0, status: 'accepted' },
      {
        index: 1,
        status: 'rejected',
        code: 'telemetry/invalid-fix',
        issues: [
          { path: ['fixes', 1, 'lat'], message: expect.any(String) },
          { path: ['fixes', 1, 'lon'], message: expect.any(String) },
        ],
      },
      {
        index: 2,
        status: 'rejected',
        code: 'telemetry/unknown-device',
        issues: [{ path: ['fixes', 2, 'deviceId'], message: expect.any(String) }],
      },
      {
        index: 3,
        status: 'rejected',
        code: 'telemetry/invalid-fix',
        issues: [{ path: ['fixes', 3], message: expect.any(String) }],
      },
      { index: 4, status: 'accepted' },
    ]);
    expect(await kept()).toHaveLength(2);
  });

  it('keeps everything a fix may say', async () => {
    const { acme, van, kept } = await open();
    const fix = {
      at,
      ...place,
      speed: 13.889,
      heading: 270.25,
      accuracy: 4.5,
      altitude: 115.2,
      attributes: { ignition: true, fuel: 41.5, driver: 'Mia' },
    };
    await acme.integration.post('ingest/batch', { fixes: [{ deviceId: van.deviceId, ...fix }] });
    expect(await kept()).toEqual([{ vehicleId: van.vehicleId, receivedAt: '2026-03-02T08:00:00.000Z', ...fix }]);
  });

  it('answers 401 when it knows none of the devices', async () => {
    const { world, acme } = await open();
    const globex = await reportingVehicle(await found(world, 'globex'));
    const { status, body } = await acme.integration.post('ingest/batch', {
      fixes: [{ deviceId: globex.deviceId, at, ...place }],
    });
    expect([status, body.code]).toEqual([401, 'telemetry/unknown-device']);
    nothingQueued(world);
  });

  it('answers 400 when none can be used', async () => {
    const { world, acme, van } = await open();
    const { status, body } = await acme.integration.post('ingest/batch', {
      fixes: [
        { deviceId: van.deviceId, at, ...place, lat: 91 },
        { deviceId: 'dev_0', at, ...place },
      ],
    });
    expect([status, body.code]).toEqual([400, 'telemetry/invalid-fix']);
    expect(body.results).toMatchObject([{ code: 'telemetry/invalid-fix' }, { code: 'telemetry/unknown-device' }]);
    expect(await takeQueued(world)).toEqual({ fixes: 0, drops: [[van.deviceId, 'invalid', 1]] });
  });

  it.each([{}, { fixes: [] }, { fixes: 'many' }, { fixes: Array.from({ length: 5_001 }, () => 0) }])(
    'answers 400 when there are none, or too many',
    async (body) => {
      const { acme } = await open();
      expect(await acme.integration.post('ingest/batch', body)).toMatchObject({
        status: 400,
        body: { issues: [{ path: ['fixes'] }] },
      });
    },
  );

  it('is for integrations, not for people', async () => {
    const { acme, van } = await open();
    const body = { fixes: [{ deviceId: van.deviceId, at, ...place }] };
    expect((await acme.as('owner').post('ingest/batch', body)).status).toBe(403);
  });

  it('keeps every fix of a large batch whose fixes say a lot', async () => {
    const { acme, van, kept } = await open();
    const attributes = Object.fromEntries(Array.from({ length: 8 }, (_, index) => [`io${index}`, '€'.repeat(64)]));
    const start = Date.parse('2026-03-02T07:00:00Z');
    const fixes = Array.from({ length: 480 }, (_, index) => ({
      deviceId: van.deviceId,
      at: new Date(start + index * 1_000).toISOString(),
      ...place,
      attributes,
    }));
    expect(await acme.integration.post('ingest/batch', { fixes })).toMatchObject({
      status: 202,
      body: { accepted: 480 },
    });
    expect(await kept()).toHaveLength(480);
  });
});

describe('what the broker does not take', () => {
  it('is not accepted: the device is told to send it again', async () => {
    let down = false;
    const world = app(({ bus }) => ({
      bus: {
        ...bus,
        send: (...send) =>
          down ? Promise.reject(new FleetError('upstream', 'bus/unavailable', 'No answer.')) : bus.send(...send),
      },
    }));
    const { key } = await reportingVehicle(await found(world, 'acme'));
    down = true;
    const { status, headers } = await world.ask('GET', `ingest/osmand/${key}?lat=49&lon=8`);
    expect([status, headers.get('retry-after')]).toEqual([503, '1']);
  });
});
