import { providerPayloads } from '../../../functions/telemetry/protocols/providers/payloads.ts';
import { type RawMessage, rawMessages } from '../../../functions/telemetry/raw-messages.ts';
import { replayRaw } from '../../../functions/telemetry/replay-raw.ts';
import { flushBehind } from '../../../shared/documents/write-behind.ts';
import type { World } from '../../../shared/testing/world.ts';
import { app, type Company, clientOf, found, itemsOf } from '../company.ts';
import { ago, flespiMessages, geotabPage, NOW, samsaraPing } from './payloads.ts';
import { playedGeotab } from './played.ts';
import { closePlayed, minute, momentsOf, polling } from './polling-scene.ts';
import { connect, reportingAs, signedBySamsara } from './scene.ts';

afterEach(closePlayed);
afterEach(() => jest.restoreAllMocks());

const span = { from: NOW - 3_600_000, to: NOW + 3_600_000 };
const FLESPI = 'flespi:352093081234567';

const drained = async (world: World) => {
  world.advance(2_000);
  await world.runQueues();
  await flushBehind(world.services);
};

const keptOf = async ({ services }: World, { tenantId }: Company) => {
  const all: RawMessage[] = [];
  for await (const messages of rawMessages(services.history, tenantId, span)) all.push(...messages);
  return all.map(({ protocol, devices, bytes }) => ({ protocol, devices, payload: JSON.parse(String(bytes)) }));
};

const shownOf = async (company: Company, deviceId: string) =>
  itemsOf(await company.as('viewer').get(`devices/${deviceId}/messages`)).map(({ data }) => JSON.parse(String(data)));

const pushing = async () => {
  const world = app();
  const acme = await found(world, 'acme');
  const { path, secret } = await connect(acme.as('owner'), { provider: 'flespi', mode: 'webhook' });
  return {
    ...{ world, acme },
    push: async (payload: unknown) =>
      (await clientOf(world).post(path, payload, { 'x-webhook-token': secret })).body.accepted,
    replay: () => replayRaw(world.services, acme.tenantId, { span }),
  };
};

describe('what a provider has sent', () => {
  it('is kept whole and once, whatever became of its records, and each device is shown its own', async () => {
    const { world, acme, push } = await pushing();
    await reportingAs(acme, FLESPI);
    await reportingAs(acme, 'flespi:8');
    const [message] = flespiMessages;
    const batch = [message, { ...message, ident: '8', timestamp: 'never' }, { ...message, ident: 'stranger' }, null];
    expect(await push(batch)).toBe(1);
    await drained(world);
    const devices = [FLESPI, 'flespi:8', 'flespi:stranger'];
    expect(await keptOf(world, acme)).toEqual([{ protocol: 'flespi', devices, payload: batch }]);
    expect(await shownOf(acme, FLESPI)).toEqual([[batch[0]]]);
    expect(await shownOf(acme, 'flespi:8')).toEqual([[batch[1]]]);
  });

  it('is kept also when it says nothing of a vehicle', async () => {
    const world = app();
    const acme = await found(world, 'acme');
    const key = Buffer.from('a key of thirty-two bytes, or so').toString('base64');
    const { path } = await connect(acme.as('owner'), { provider: 'samsara', mode: 'webhook', secret: key });
    const ping = JSON.stringify(samsaraPing);
    expect((await clientOf(world).post(path, ping, signedBySamsara(key, ping, NOW))).status).toBe(200);
    await drained(world);
    expect(await keptOf(world, acme)).toEqual([{ protocol: 'samsara', devices: [], payload: samsaraPing }]);
  });

  it('is read again by today’s decoder, and changes nothing that is known', async () => {
    const { world, acme, push, replay } = await pushing();
    const vehicleId = await reportingAs(acme, FLESPI);
    const [first] = flespiMessages;
    await push([first, { ...first, timestamp: NOW / 1_000 - 5 }, { ...first, timestamp: 'never' }]);
    await drained(world);
    const health = async () => (await acme.as('viewer').get(`devices/${FLESPI}/health`)).body;
    const [before, known] = [await momentsOf(world, acme, vehicleId), await health()];
    expect(await replay()).toEqual({ messages: 1, fixes: 2, dropped: 1, unknown: 0, unread: 0 });
    await drained(world);
    expect(await momentsOf(world, acme, vehicleId)).toEqual(before);
    expect([before.length, known.accepted, await health()]).toEqual([
      ...[2, 2],
      { ...known, heardAt: expect.any(String), dropped: { malformed: 1, duplicate: 2 } },
    ]);
  });

  it('is there for a decoder that understands more than the one of then', async () => {
    const { world, acme, push, replay } = await pushing();
    const vehicleId = await reportingAs(acme, FLESPI);
    jest.spyOn(providerPayloads, 'flespi').mockReturnValueOnce([]);
    expect(await push(flespiMessages)).toBe(0);
    await drained(world);
    expect(await momentsOf(world, acme, vehicleId)).toEqual([]);
    expect(await replay()).toMatchObject({ messages: 1, fixes: 1 });
    await drained(world);
    expect(await momentsOf(world, acme, vehicleId)).toEqual([new Date(NOW - 15_250).toISOString()]);
  });

  it('is a page when it was asked for: what its records say together is found again', async () => {
    const records = { LogRecord: geotabPage.logRecords, StatusData: geotabPage.statusData };
    const { world, acme } = await polling('geotab', playedGeotab(records, new Set()));
    await minute(world);
    await flushBehind(world.services);
    const vehicleId = await reportingAs(acme, 'geotab:b3F');
    expect(await replayRaw(world.services, acme.tenantId, { span })).toMatchObject({ fixes: 1, unknown: 2 });
    await drained(world);
    expect((await acme.integration.get(`vehicles/${vehicleId}/position`)).body).toMatchObject({
      at: ago(45),
      attributes: { fuelMillilitres: 55_500 },
    });
  });
});
