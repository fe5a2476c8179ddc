import type { World } from '../../../shared/testing/world.ts';
import { app, type Client, type Company, clientOf, found, itemsOf } from '../company.ts';
import { ago, flespiMessages, motiveLocation, NOW, samsaraPing } from './payloads.ts';
import { connect, reportingAs, signedByMotive, signedBySamsara } from './scene.ts';

const KEY = Buffer.from('a key of thirty-two bytes, or so').toString('base64');
const OTHER_KEY = Buffer.from('another key of thirty-two bytes!').toString('base64');

const text = (value: unknown) => JSON.stringify(value);

const drained = async (world: World) => {
  world.advance(2_000);
  await world.runQueues();
};

const atTenPast = async () => {
  const world = app();
  const acme = await found(world, 'acme');
  return { world, acme, owner: acme.as('owner'), nobody: clientOf(world) };
};

const positionOf = async ({ integration }: Company, vehicleId: string) =>
  (await integration.get(`vehicles/${vehicleId}/position`)).body;

const samsaraEvent = (vehicle: string) => ({
  eventId: 'e-7',
  eventTime: ago(3),
  eventType: 'SevereSpeedingStarted',
  data: {
    vehicle: { id: vehicle },
    startTime: ago(4),
    location: { latitude: 49.5, longitude: 8.5, speedMilesPerHour: 90 },
  },
});

describe('a webhook', () => {
  it('of Samsara takes what is signed, once its secret is set', async () => {
    const { world, acme, owner, nobody } = await atTenPast();
    const vehicleId = await reportingAs(acme, 'samsara:55');
    const { connectionId, path } = await connect(owner, { provider: 'samsara', mode: 'webhook' });
    const body = text(samsaraEvent('55'));
    const signed = signedBySamsara(KEY, body, NOW);
    expect((await nobody.post(path, body, signed)).status).toBe(401);

    const set = await owner.post(`provider-connections/${connectionId}/secret`, { secret: KEY });
    expect(set.body).toMatchObject({ secretSetAt: expect.any(String), webhookPath: `/api/v1/${path}` });
    expect(set.text).not.toContain(KEY);
    const answer = await nobody.post(path, body, signed);
    expect([answer.status, answer.body]).toEqual([200, { accepted: 1, rejected: 0, quarantined: 0 }]);
    await drained(world);
    expect(await positionOf(acme, vehicleId)).toMatchObject({
      ...{ lat: 49.5, lon: 8.5, speed: 40.234, at: ago(4) },
      attributes: { event: 'severe-speeding-started' },
    });

    const ping = text(samsaraPing);
    const pinged = await nobody.post(path, ping, signedBySamsara(KEY, ping, NOW + 2_000));
    expect([pinged.status, pinged.body.accepted]).toEqual([200, 0]);
  });

  it('of Motive takes what is signed with the secret that was made for it', async () => {
    const { world, acme, owner, nobody } = await atTenPast();
    const vehicleId = await reportingAs(acme, 'motive:3142');
    const { path, secret } = await connect(owner, { provider: 'motive', mode: 'webhook' });
    expect(secret).toHaveLength(20);
    const test = text(['vehicle_location_updated']);
    expect((await nobody.post(path, test, signedByMotive(secret, test))).status).toBe(200);
    const body = text(motiveLocation);
    expect((await nobody.post(path, body, signedByMotive(secret, body))).body).toMatchObject({ accepted: 1 });
    await drained(world);
    expect(await positionOf(acme, vehicleId)).toMatchObject({ lat: 35.11684, lon: -80.72371 });
  });

  it('of Flespi takes a batch with the token, good ones whatever the others are', async () => {
    const { world, acme, owner, nobody } = await atTenPast();
    const vehicleId = await reportingAs(acme, 'flespi:352093081234567');
    const { path, secret } = await connect(owner, { provider: 'flespi', mode: 'webhook' });
    const [message] = flespiMessages;
    const batch = [message, { ...message, timestamp: 'never' }, { ...message, ident: '999' }, null];
    const answer = await nobody.post(path, batch, { 'x-webhook-token': secret });
    expect(answer.body).toEqual({ accepted: 1, rejected: 2, quarantined: 1 });
    await drained(world);
    expect(await positionOf(acme, vehicleId)).toMatchObject({ lat: 49.069782, altitude: 273.61 });
  });

  it('is refused in the same words whatever is wrong: the signature, its age, the body, the secret, the connection', async () => {
    const { world, acme, owner, nobody } = await atTenPast();
    await reportingAs(acme, 'samsara:55');
    const ours = await connect(owner, { provider: 'samsara', mode: 'webhook', secret: KEY });
    await connect(owner, { provider: 'samsara', mode: 'webhook', secret: OTHER_KEY });
    const polled = await connect(owner, { provider: 'samsara', mode: 'poll', secret: 'a token of some length' });
    const body = text(samsaraEvent('55'));
    const signed = signedBySamsara(KEY, body, NOW);
    const refused = [
      await nobody.post(ours.path, body),
      await nobody.post(ours.path, body, signedBySamsara(OTHER_KEY, body, NOW)),
      await nobody.post(ours.path, body, signedBySamsara(KEY, body, NOW - 301_000)),
      await nobody.post(ours.path, `${body} `, signed),
      await nobody.post(polled.path, body, signed),
      await nobody.post('ingest/providers/con_00000000000000000000000000', body, signed),
      await nobody.post('ingest/providers/anything', body, signed),
      // Nothing of the body may be looked at for whoever is nobody.
      await nobody.post(ours.path, '{"broken": '),
    ];
    const said = refused.map(({ status, body: { correlationId: _, ...rest } }) => ({ status, ...rest }));
    expect(new Set(said.map(text)).size).toBe(1);
    expect(said[0]).toMatchObject({ status: 401, code: 'providers/not-proven' });
    expect(world.bus.waiting('telemetry')).toBe(0);
    expect((await nobody.post(ours.path, body, signed)).status).toBe(200);
  });

  it('takes nothing while it is paused, so that the provider sends it again, and nothing ever once it is ended', async () => {
    const { world, acme, owner, nobody } = await atTenPast();
    await reportingAs(acme, 'flespi:352093081234567');
    const { path, secret, connectionId } = await connect(owner, { provider: 'flespi', mode: 'webhook' });
    const send = () => nobody.post(path, flespiMessages, { 'x-webhook-token': secret });
    await owner.post(`provider-connections/${connectionId}/pause`);
    expect(await send()).toMatchObject({ status: 409, body: { code: 'providers/paused' } });
    await owner.post(`provider-connections/${connectionId}/resume`);
    expect((await send()).status).toBe(200);
    await owner.post(`provider-connections/${connectionId}/disconnect`);
    await world.runEvents();
    expect((await send()).status).toBe(401);
    expect(await world.services.secrets.in(acme.tenantId).names()).toEqual([]);
  });

  it('is signed with the new secret from when that is set', async () => {
    const { owner, nobody } = await atTenPast();
    const { path, secret, connectionId } = await connect(owner, { provider: 'flespi', mode: 'webhook' });
    const { body } = await owner.post(`provider-connections/${connectionId}/secret`, {});
    expect(body.secret).not.toBe(secret);
    expect((await nobody.post(path, [], { 'x-webhook-token': secret })).status).toBe(401);
    expect((await nobody.post(path, [], { 'x-webhook-token': String(body.secret) })).status).toBe(200);
  });

  it('speaks for the vehicles of its own company only, and of its group when it has one', async () => {
    const { world, acme, owner, nobody } = await atTenPast();
    const globex = await found(world, 'globex');
    await reportingAs(globex, 'flespi:352093081234567');
    const north = String((await owner.post('groups', { name: 'North' })).body.id);
    const all = await connect(owner, { provider: 'flespi', mode: 'webhook' });
    const some = await connect(owner, { provider: 'flespi', mode: 'webhook', groupId: north });
    const send = async ({ path, secret }: typeof all) =>
      (await nobody.post(path, flespiMessages, { 'x-webhook-token': secret })).body.accepted;
    expect(await send(all)).toBe(0);
    const vehicleId = await reportingAs(acme, 'flespi:352093081234567');
    world.advance(2_000);
    expect([await send(all), await send(some)]).toEqual([1, 0]);
    await owner.post(`vehicles/${vehicleId}/move`, { groupId: north });
    expect(await send(some)).toBe(1);
  });

  it('asks the store for nothing once its connection, its secret and its devices are known', async () => {
    const asked: string[] = [];
    const world = app(({ operations, views, streams, live }) => {
      const noting = <Port extends object>(name: string, port: Port): Port =>
        new Proxy(port, {
          get: (target, member) => {
            asked.push(name);
            return Reflect.get(target, member);
          },
        });
      return {
        ...{ operations: noting('operations', operations), views: noting('views', views) },
        ...{ streams: noting('streams', streams), live: noting('live', live) },
      };
    });
    const acme = await found(world, 'acme');
    await reportingAs(acme, 'flespi:352093081234567');
    const { path, secret } = await connect(acme.as('owner'), { provider: 'flespi', mode: 'webhook' });
    const directory = jest.spyOn(world.directory, 'in');
    const many = jest.spyOn(world.directory, 'getMany');
    const send = () => clientOf(world).post(path, flespiMessages, { 'x-webhook-token': secret });
    await send();
    asked.length = 0;
    for (const spy of [directory, many]) spy.mockClear();
    expect((await send()).body).toMatchObject({ accepted: 1 });
    expect([asked, directory.mock.calls, many.mock.calls]).toEqual([[], [], []]);
  });
});

describe('connections', () => {
  let owner: Client;
  beforeAll(async () => {
    ({ owner } = await atTenPast());
  });

  const REFUSED: readonly (readonly [what: string, body: Readonly<Record<string, unknown>>, field: string])[] = [
    ['Geotab, which pushes nothing', { provider: 'geotab', mode: 'webhook' }, 'mode'],
    [
      'Geotab without a database',
      { provider: 'geotab', mode: 'poll', secret: 'password', settings: { userName: 'us' } },
      'settings.database',
    ],
    ['Samsara without a token', { provider: 'samsara', mode: 'poll' }, 'secret'],
    ['Flespi without a channel', { provider: 'flespi', mode: 'poll', secret: 'a token of ours' }, 'settings.channelId'],
    [
      'a setting of another provider',
      { provider: 'samsara', mode: 'webhook', settings: { channelId: 1 } },
      'settings.channelId',
    ],
    ['a key that is no key', { provider: 'samsara', mode: 'webhook', secret: '!!!!!!!!!!' }, 'secret'],
    ...[
      'http://api.samsara.com',
      'https://169.254.169.254',
      'https://10.0.0.1',
      'https://[::1]',
      'https://localhost',
      'https://samsara.com.evil.example',
      'https://evilsamsara.com',
      'https://api.samsara.com:8443',
      'https://us:them@api.samsara.com',
      'https://api.samsara.com/elsewhere',
      'https://api.geotab.com',
    ].map(
      (server) =>
        [
          `a server of somebody else: ${server}`,
          { provider: 'samsara', mode: 'poll', secret: 'a token of ours', settings: { server } },
          'settings.server',
        ] as const,
    ),
  ];

  it.each(REFUSED)('are refused: %s', async (_, body, field) => {
    const answer = await owner.post('provider-connections', { name: 'Ours', ...body });
    expect([answer.status, answer.body.code]).toEqual([400, 'providers/incomplete']);
    expect((answer.body.issues as { path: string[] }[]).map(({ path }) => path.join('.'))).toEqual([field]);
  });

  it('may be on a server of the provider in another region', async () => {
    const settings = { server: 'https://api.eu.samsara.com' };
    await connect(owner, { provider: 'samsara', mode: 'poll', secret: 'a token of ours', settings });
  });

  it('are shown, but never their secrets: not in lists, not in histories, not in the trail', async () => {
    const { world, owner } = await atTenPast();
    const password = 'correct horse battery staple';
    const settings = { database: 'acme', userName: 'sync@acme.example' };
    const { connectionId } = await connect(owner, { provider: 'geotab', mode: 'poll', secret: password, settings });
    await owner.post(`provider-connections/${connectionId}/secret`, { secret: `${password}, again` });
    await world.runEvents();
    const list = await owner.get('provider-connections?provider=geotab');
    expect(itemsOf(list)).toMatchObject([{ id: connectionId, settings, status: 'active', health: 'ok', mode: 'poll' }]);
    const answers = [
      list,
      await owner.get(`provider-connections/${connectionId}`),
      await owner.get(`provider-connections/${connectionId}/history`),
      await owner.get('audit'),
    ];
    for (const answer of answers) expect([answer.status, answer.text.includes(password)]).toEqual([200, false]);
    expect(world.log.filter((line) => text(line).includes(password))).toEqual([]);
  });
});
