import { once } from 'node:events';
import { createConnection } from 'node:net';
import { AzureKeyCredential, WebPubSubServiceClient } from '@azure/web-pubsub';
import { signToken } from '../../../local/web-pubsub/token.ts';
import { HUB, KEY, openSocket, openWorld, type World } from './harness.ts';

const JSON_PROTOCOL = ['json.webpubsub.azure.v1'];

describe('what the service refuses', () => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld();
  });
  afterAll(() => world.close());

  const seconds = () => Math.floor(Date.now() / 1000);
  const endpoint = () => `127.0.0.1:${world.standIn.port}`;

  const rest: World['rest'] = (path, init) => world.rest(path, init);
  const json = { headers: { 'content-type': 'application/json' } };

  it('answers 401 to a service client with the wrong key', async () => {
    const credential = new AzureKeyCredential('wrong');
    const intruder = new WebPubSubServiceClient(`http://${endpoint()}`, credential, HUB, {
      allowInsecureConnection: true,
    });
    await expect(intruder.sendToAll(1)).rejects.toMatchObject({ statusCode: 401, code: 'Unauthorized' });
  });

  it('answers 401 to a token that is expired, for another address, unsigned, or no token at all', async () => {
    const aud = `http://${endpoint()}/api/hubs/fleet/:send`;
    const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from('{}').toString('base64url')}.`;
    const tokens = [
      signToken({ aud, exp: seconds() - 1 }, KEY),
      signToken({ aud: aud.replace('fleet', 'other'), exp: seconds() + 60 }, KEY),
      signToken({ aud }, KEY),
      unsigned,
      'nonsense',
    ];
    const answers = await Promise.all(tokens.map((token) => rest('/api/hubs/fleet/:send', { ...json, token })));
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401]);
    expect((await rest('/api/hubs/fleet/:send', json)).status).toBe(202);
  });

  it('names the mistake in a request', async () => {
    const mistakes: [Promise<Response>, number, string][] = [
      [rest('/api/hubs/fleet/:send', { ...json, body: '{' }), 400, 'not JSON'],
      [rest('/api/hubs/fleet/:send', { headers: { 'content-type': 'image/png' } }), 415, 'image/png'],
      [rest('/api/hubs/fleet/:send', { ...json, version: '' }), 400, 'api-version'],
      [rest('/api/hubs/1fleet/:send', json), 400, "Hub name '1fleet'"],
      [rest('/api/hubs/fleet/groups/%20/:send', json), 400, 'group name'],
      [rest(`/api/hubs/fleet/groups/${'g'.repeat(1025)}/:send`, json), 400, '1024 characters'],
      [rest('/api/hubs/fleet/groups/%E0%A4%A/:send', json), 400, 'percent-encoded'],
      [rest('/api/hubs/fleet/:addToGroups', { ...json, body: '{"groups":[]}' }), 400, "'groups'"],
      [rest('/api/hubs/fleet/permissions/fly/connections/c', { method: 'PUT' }), 400, "'fly'"],
      [rest('/api/hubs/fleet/:teleport', json), 501, 'README'],
      [rest('/elsewhere'), 404, '/elsewhere'],
    ];
    for (const [request, status, text] of mistakes) {
      const response = await request;
      expect([response.status, await response.text()]).toEqual([status, expect.stringContaining(text)]);
    }
  });

  it('answers 400 to a filter it cannot read and to options out of range', async () => {
    const { service } = world;
    await expect(service.sendToAll(1, { filter: 'bogus eq 1' })).rejects.toMatchObject({ statusCode: 400 });
    const version = '?api-version=2024-12-01&messageTtlSeconds=301';
    expect((await rest('/api/hubs/fleet/:send', { ...json, version })).status).toBe(400);
  });

  it('takes a message of 1 MiB and answers 413 to one byte more', async () => {
    const { service } = world;
    const largest = Buffer.alloc(1024 * 1024);
    await service.sendToAll(largest);
    await expect(service.sendToAll(Buffer.alloc(largest.length + 1))).rejects.toMatchObject({ statusCode: 413 });
  });

  it('answers 404 to whatever needs a connection that is not there', async () => {
    const { service } = world;
    await expect(service.sendToConnection('nobody', 1)).rejects.toMatchObject({ statusCode: 404 });
    await expect(service.group('g').addConnection('nobody')).rejects.toMatchObject({ statusCode: 404 });
    await expect(service.grantPermission('nobody', 'sendToGroup')).rejects.toMatchObject({ statusCode: 404 });
  });

  it('lets no client in without a valid token for this very hub', async () => {
    const url = `ws://${endpoint()}/client/hubs/${HUB}`;
    const other = new WebPubSubServiceClient(world.standIn.connection, 'other');
    const { token: forOther } = await other.getClientAccessToken();
    const expired = signToken({ aud: url.replace('ws', 'http'), exp: seconds() - 1 }, KEY);
    for (const query of ['', '?access_token=a.b.c', `?access_token=${forOther}`, `?access_token=${expired}`])
      await expect(openSocket(`${url}${query}`, JSON_PROTOCOL)).rejects.toMatchObject({ status: 401 });
    await expect(openSocket(url.replace('client', 'clients'), JSON_PROTOCOL)).rejects.toMatchObject({ status: 501 });
    await expect(openSocket(url.replace('fleet', '%E0'), JSON_PROTOCOL)).rejects.toMatchObject({ status: 400 });
    await expect(openSocket(url.replace('client', 'klient'), JSON_PROTOCOL)).rejects.toMatchObject({ status: 404 });
  });

  it('stays up when clients hang up in the middle of being refused', async () => {
    const hangUp = async () => {
      const socket = createConnection(world.standIn.port, '127.0.0.1');
      await once(socket, 'connect');
      const lines = ['GET /client/hubs/fleet HTTP/1.1', 'Host: x', 'Connection: Upgrade', 'Upgrade: websocket', '', ''];
      socket.write(lines.join('\r\n'), () => socket.resetAndDestroy());
      await once(socket, 'close');
    };
    await Promise.all(Array.from({ length: 20 }, hangUp));
    await world.service.sendToAll('still here');
  });

  it('makes tokens a client can use over REST, but none for protocols it does not speak', async () => {
    const version = '?api-version=2024-12-01&userId=ann&role=webpubsub.joinLeaveGroup&group=g&minutesToExpire=5';
    const response = await rest(`/api/hubs/${HUB}/:generateToken`, { version });
    const { token } = (await response.json()) as { token: string };
    const socket = await openSocket(`ws://${endpoint()}/client/hubs/${HUB}?access_token=${token}`, JSON_PROTOCOL);
    expect(await world.service.groupExists('g')).toBe(true);
    expect(await world.service.userExists('ann')).toBe(true);
    socket.raw.close();
    await socket.closed;
    const mqtt = await rest(`/api/hubs/${HUB}/:generateToken`, { version: `${version}&clientType=mqtt` });
    expect(mqtt.status).toBe(501);
  });

  it('refuses to start on a port that is taken', async () => {
    await expect(openWorld({ port: world.standIn.port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});
