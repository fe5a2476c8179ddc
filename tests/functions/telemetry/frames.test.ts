import { gzipSync } from 'node:zlib';
import { authenticate } from '../../../functions/access/authenticate.ts';
import { areas } from '../../../functions/index.ts';
import { world } from '../../../shared/testing/world.ts';
import { clientOf, found, reportingVehicle } from '../company.ts';
import { plainArea } from './plain-protocol.ts';
import { takeQueued } from './queued.ts';

const at = '2026-03-02T07:59:30.000Z';

const open = async () => {
  const app = world({ areas: [...areas, plainArea], authenticate });
  const acme = await found(app, 'acme');
  const van = await reportingVehicle(acme);
  return { app, acme, van, device: clientOf(app) };
};

describe('frames of one device', () => {
  it('are taken as of the device whose key it is, whoever they name', async () => {
    const { app, van, device } = await open();
    const body = `- ${at} 49 8\nsomebody ${at} 49 8\nsomebody ${at}`;
    expect(await device.post(`plain/frames/plain/${van.key}`, body)).toMatchObject({
      status: 202,
      body: { accepted: 2, rejected: 1, issues: [{ message: 'It is cut off.' }] },
    });
    expect(await takeQueued(app)).toEqual({ fixes: 2, drops: [[van.deviceId, 'truncated', 1]] });
  });

  it.each([
    ['plain', 'text/plain; charset=utf-8', 'OK'],
    ['binary', 'application/octet-stream', '\0\0\0ÿ'],
  ])('are acknowledged as the protocol does it: %s', async (protocol, type, answer) => {
    const { van, device } = await open();
    const { status, headers, text } = await device.post(`plain/frames/${protocol}/${van.key}`, `- ${at} 49 8?`);
    expect([status, headers.get('content-type'), text]).toEqual([202, type, answer]);
  });

  it('are acknowledged also when nothing can be used: the device would send it for ever', async () => {
    const { app, van, device } = await open();
    const answer = await device.post(`plain/frames/plain/${van.key}`, `- ${at} 0 8?`);
    expect([answer.status, answer.text]).toEqual([202, 'OK']);
    expect(await takeQueued(app)).toEqual({ fixes: 0, drops: [[van.deviceId, 'zero', 1]] });
  });

  it('are refused when nothing can be used and the protocol has no answer; it is counted all the same', async () => {
    const { app, van, device } = await open();
    expect(await device.post(`plain/frames/plain/${van.key}`, `- ${at} 0 8`)).toMatchObject({
      status: 422,
      body: { code: 'telemetry/nothing-usable', issues: [{ path: ['lat'] }] },
    });
    expect(await takeQueued(app)).toEqual({ fixes: 0, drops: [[van.deviceId, 'zero', 1]] });
    expect((await device.post(`plain/frames/plain/${van.key}`, '')).status).toBe(422);
  });

  it('are not acknowledged before the broker has them', async () => {
    const { app, van, device } = await open();
    const down = world({ areas: [...areas, plainArea], authenticate }, () => ({
      ...app.services,
      bus: { ...app.services.bus, send: () => Promise.reject(new Error('No answer.')) },
    }));
    const send = (to: typeof device) => to.post(`plain/frames/binary/${van.key}`, `- ${at} 49 8`);
    expect((await send(clientOf(down))).status).toBe(500);
    expect((await send(device)).status).toBe(202);
  });

  it('are answered 401 without a key, and 404 in a protocol that nobody speaks', async () => {
    const { van, device } = await open();
    expect((await device.post('plain/frames/plain/dk_guess', 'x')).status).toBe(401);
    expect(await device.post(`plain/frames/klingon/${van.key}`, 'x')).toMatchObject({
      status: 404,
      body: { code: 'telemetry/unknown-protocol', protocols: ['plain', 'binary'] },
    });
  });

  it('are counted as out of service when the vehicle is', async () => {
    const { app, acme, van, device } = await open();
    await acme.integration.post(`vehicles/${van.vehicleId}/retire`, { reason: 'sold' });
    expect((await device.post(`plain/frames/plain/${van.key}`, `- ${at} 49 8`)).status).toBe(422);
    expect(await takeQueued(app)).toEqual({ fixes: 0, drops: [[van.deviceId, 'out-of-service', 1]] });
  });
});

describe('frames of a gateway', () => {
  it('are taken device by device, with a result of each', async () => {
    const { app, acme, van } = await open();
    const [known, stranger] = [van.deviceId, '356307042441013'];
    const body = [
      ...[`${known} ${at} 49 8`, `${known} ${at} 0 8`, `${known}`],
      ...[`${stranger} ${at} 49.5 8.5`, '- garbage'],
    ].join('\n');
    expect(await acme.integration.post('plain/frames/plain', body)).toMatchObject({
      status: 202,
      body: {
        ...{ accepted: 1, rejected: 4, nameless: { truncated: 1 } },
        devices: [
          { deviceId: known, status: 'known', accepted: 1, dropped: { zero: 1, truncated: 1 } },
          { deviceId: stranger, status: 'unknown' },
        ],
      },
    });
    expect(await takeQueued(app)).toEqual({
      fixes: 1,
      drops: [
        [known, 'zero', 1],
        [known, 'truncated', 1],
      ],
    });
  });

  it('are of who said hello, where a frame does not name its device; the answer is handed back for the device', async () => {
    const { acme, van } = await open();
    expect(await acme.integration.post('plain/frames/plain', `hello ${van.deviceId}\n- ${at} 49 8?`)).toMatchObject({
      status: 202,
      body: { accepted: 1, answer: Buffer.from('OK').toString('base64') },
    });
    expect(await acme.integration.post('plain/frames/plain', `hello ${van.deviceId}?`)).toMatchObject({
      status: 202,
      body: { accepted: 0, answer: Buffer.from('OK').toString('base64') },
    });
  });

  it('are refused when nothing can be used, with the reasons', async () => {
    const { acme } = await open();
    expect(await acme.integration.post('plain/frames/plain', `stranger ${at} 49 8\n- garbage`)).toMatchObject({
      status: 422,
      body: {
        code: 'telemetry/nothing-usable',
        devices: [{ deviceId: 'stranger', status: 'unknown' }],
        nameless: { truncated: 1 },
        issues: [{ message: 'It is cut off.' }],
      },
    });
  });

  it('of a company are not those of another: its devices are unknown', async () => {
    const { app, acme } = await open();
    const globex = await reportingVehicle(await found(app, 'globex'));
    const { status, body } = await acme.integration.post('plain/frames/plain', `${globex.deviceId} ${at} 49 8`);
    expect([status, body.devices]).toEqual([422, [{ deviceId: globex.deviceId, status: 'unknown' }]]);
  });

  it('are taken compressed, 5,000 at once and no more', async () => {
    const { app, acme, van } = await open();
    const many = (count: number) =>
      Array.from(
        { length: count },
        (_, index) => `${van.deviceId} ${new Date(Date.parse(at) - index).toISOString()} 49 8`,
      );
    const send = (lines: readonly string[]) =>
      acme.integration.post('plain/frames/plain', gzipSync(lines.join('\n')), { 'content-encoding': 'gzip' });
    expect(await send(many(5_000))).toMatchObject({ status: 202, body: { accepted: 5_000 } });
    expect((await takeQueued(app)).fixes).toBe(5_000);
    expect(await send(many(5_001))).toMatchObject({ status: 413, body: { code: 'telemetry/too-many-fixes' } });
  });

  it('are for integrations, not for people', async () => {
    const { acme } = await open();
    expect((await acme.as('owner').post('plain/frames/plain', 'x')).status).toBe(403);
  });
});

it('a batch of 5,000 fixes that say a lot fits', async () => {
  const { app, acme, van } = await open();
  const attributes = { ignition: true, odometer: 123_456_789, batteryLevel: 97, power: 13.8, event: 'harsh-brake' };
  const fixes = Array.from({ length: 5_000 }, (_, index) => ({
    ...{
      deviceId: van.deviceId,
      at: new Date(Date.parse(at) - index * 1_000).toISOString(),
      lat: 49.0123456,
      lon: 8.1,
    },
    ...{ speed: 13.889, heading: 270.25, accuracy: 4.5, altitude: 115.2, attributes },
  }));
  expect(JSON.stringify({ fixes }).length).toBeGreaterThan(1024 * 1024);
  expect(await acme.integration.post('ingest/batch', { fixes })).toMatchObject({
    status: 202,
    body: { accepted: 5_000 },
  });
  expect((await takeQueued(app)).fixes).toBe(5_000);
});
