import { flushBehind } from '../../../shared/documents/write-behind.ts';
import { app, clientOf, found, itemsOf, reportingVehicle } from '../company.ts';

const open = async () => {
  const world = app();
  const acme = await found(world, 'acme');
  const van = await reportingVehicle(acme);
  const phone = clientOf(world);
  return {
    world,
    acme,
    van,
    report: (query: string) => phone.get(`ingest/osmand/${van.key}?${query}`),
    async drained() {
      world.advance(2_000);
      await world.runQueues();
      await flushBehind(world.services);
    },
    health: async () => (await acme.as('viewer').get(`devices/${van.deviceId}/health`)).body,
    messages: async (query = '') => acme.as('viewer').get(`devices/${van.deviceId}/messages${query}`),
  };
};

describe('how a device does', () => {
  it('is told from the first fix on: what was kept, what was dropped and why, and what its clock says', async () => {
    const { van, report, drained, health } = await open();
    expect(await health()).toEqual({ deviceId: van.deviceId, accepted: 0, late: 0, dropped: {} });
    await report('lat=49&lon=8&timestamp=2026-03-02T07:59:58Z');
    await report('lat=91&lon=8');
    await report('lat=49&lon=8&timestamp=2030-01-01T00:00:00Z');
    await drained();
    expect(await health()).toEqual({
      ...{ deviceId: van.deviceId, accepted: 1, late: 0, dropped: { invalid: 1, future: 1 } },
      ...{ since: '2026-03-02T08:00:00.000Z', heardAt: '2026-03-02T08:00:00.000Z' },
      ...{ fixAt: '2026-03-02T07:59:58.000Z', clockOffsetSeconds: -2 },
    });
  });

  it('is in the list for whoever asks for it', async () => {
    const { acme, van, report, drained } = await open();
    const silent = await reportingVehicle(acme, 'Van 8');
    await report('lat=49&lon=8');
    await drained();
    const list = async (query = '') => itemsOf(await acme.as('viewer').get(`devices${query}`));
    expect((await list()).every((device) => !('health' in device))).toBe(true);
    const health = new Map((await list('?with=health')).map((device) => [device.id, device.health]));
    expect(health.get(van.deviceId)).toMatchObject({ accepted: 1 });
    expect(health.get(silent.deviceId)).toMatchObject({ accepted: 0 });
  });

  it('is not told of a device of another company', async () => {
    const { world, van } = await open();
    const globex = await found(world, 'globex');
    expect((await globex.as('viewer').get(`devices/${van.deviceId}/health`)).status).toBe(404);
    expect((await globex.as('viewer').get(`devices/${van.deviceId}/messages`)).status).toBe(404);
  });
});

describe('the messages of a device', () => {
  it('are shown as they came, newest first, also what could not be used', async () => {
    const { world, report, drained, messages } = await open();
    await report('lat=49&lon=8');
    world.advance(1_000);
    await report('lat=nowhere');
    await drained();
    expect((await messages()).body.items).toEqual([
      {
        ...{ receivedAt: '2026-03-02T08:00:01.000Z', protocol: 'osmand' },
        ...{ encoding: 'text', data: 'lat=nowhere', truncated: false },
      },
      expect.objectContaining({ receivedAt: '2026-03-02T08:00:00.000Z', data: 'lat=49&lon=8' }),
    ]);
    expect((await messages('?limit=1')).body.items).toHaveLength(1);
    expect((await messages('?to=2026-03-02T08:00:00Z')).body.items).toEqual([]);
  });

  it('are shown as far as they are not too long, and as base64 when they are no text', async () => {
    const { world, acme, van, drained, messages } = await open();
    const device = clientOf(world);
    await device.post(`ingest/frames/teltonika/${van.key}`, Buffer.alloc(10_000, 0xff));
    await drained();
    const [item] = itemsOf(await messages());
    expect(item).toMatchObject({ protocol: 'teltonika', encoding: 'base64', truncated: true });
    expect(Buffer.from(String(item?.data), 'base64')).toEqual(Buffer.alloc(8_192, 0xff));
    expect((await acme.as('driver').get(`devices/${van.deviceId}/messages`)).status).toBe(403);
  });

  it('of a batch are kept when they could not be used, and only then', async () => {
    const { acme, van, drained, messages } = await open();
    const fix = { deviceId: van.deviceId, at: '2026-03-02T07:59:58Z', lat: 49, lon: 8 };
    await acme.integration.post('ingest/batch', { fixes: [fix, { ...fix, lat: 91 }] });
    await drained();
    expect(itemsOf(await messages()).map(({ data }) => JSON.parse(String(data)).lat)).toEqual([91]);
  });
});
