import { once } from 'node:events';
import { createConnection } from 'node:net';
import { AzureKeyCredential, WebPubSubServiceClient } from '@azure/web-pubsub';
import { covered, refused } from '../conformance.ts';
import { HUB, KEY, openSocket, openWorld, SECONDARY_KEY, signToken, type World } from './harness.ts';

const JSON_PROTOCOL = ['json.webpubsub.azure.v1'];

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const inAMinute = () => Math.floor(Date.now() / 1000) + 60;
const endpoint = () => `127.0.0.1:${world.standIn.port}`;
const rest: World['rest'] = (path, init) => world.rest(path, init);
const json = { headers: { 'content-type': 'application/json' } };
const serviceWith = (key: string) =>
  new WebPubSubServiceClient(`http://${endpoint()}`, new AzureKeyCredential(key), HUB, {
    allowInsecureConnection: true,
  });

describe(
  covered('Access keys: tokens of service clients, signed with either key, for the address they are used at'),
  () => {
    it('both keys are good, a wrong one is a 401', async () => {
      await serviceWith(KEY).sendToAll(1);
      await serviceWith(SECONDARY_KEY).sendToAll(1);
      const refusal = expect(serviceWith('wrong').sendToAll(1)).rejects;
      await refusal.toMatchObject({ statusCode: 401, code: 'Unauthorized' });
    });

    it('a token that is expired, for another address or unsigned is a 401, and so is none at all', async () => {
      const aud = `http://${endpoint()}/api/hubs/fleet/:send`;
      const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from('{}').toString('base64url')}.`;
      const tokens = [
        signToken({ aud, exp: inAMinute() - 61 }, KEY),
        signToken({ aud: aud.replace('fleet', 'other'), exp: inAMinute() }, KEY),
        signToken({ aud }, KEY),
        unsigned,
        'nonsense',
      ];
      const answers = await Promise.all(tokens.map((token) => rest('/api/hubs/fleet/:send', { ...json, token })));
      expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401]);
      expect((await rest('/api/hubs/fleet/:send', json)).status).toBe(202);
      expect((await fetch(`${aud}?api-version=2024-12-01`, { method: 'POST' })).status).toBe(401);
    });
  },
);

describe(covered('Client access tokens: user, groups and roles, in the query or as a bearer token'), () => {
  it('let a client in', async () => {
    const url = `http://${endpoint()}/client/hubs/${HUB}`;
    const claims = { aud: url, exp: inAMinute(), sub: 'ann', 'webpubsub.group': 'single' };
    const headers = { authorization: `Bearer ${signToken(claims, SECONDARY_KEY)}` };
    const { raw, closed } = await openSocket(url.replace('http', 'ws'), JSON_PROTOCOL, { headers });
    expect(await world.service.userExists('ann')).toBe(true);
    expect(await world.service.groupExists('single')).toBe(true);
    raw.close();
    await closed;
  });

  it('are for this very hub, and end', async () => {
    const url = `ws://${endpoint()}/client/hubs/${HUB}`;
    const other = new WebPubSubServiceClient(world.standIn.connection, 'other');
    const { token: forOther } = await other.getClientAccessToken();
    const expired = signToken({ aud: url.replace('ws', 'http'), exp: inAMinute() - 61 }, KEY);
    for (const query of ['', '?access_token=a.b.c', `?access_token=${forOther}`, `?access_token=${expired}`])
      await expect(openSocket(`${url}${query}`, JSON_PROTOCOL)).rejects.toMatchObject({ status: 401 });
  });

  it('clients that hang up in the middle of being refused do no harm', async () => {
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
});

describe(covered('Limits: messages of 1 MiB, names of hubs and groups'), () => {
  it('a message of 1 MiB is taken, one byte more is a 413', async () => {
    const largest = Buffer.alloc(1024 * 1024);
    await world.service.sendToAll(largest);
    const refusal = expect(world.service.sendToAll(Buffer.alloc(largest.length + 1))).rejects;
    await refusal.toMatchObject({ statusCode: 413 });
  });

  it('other mistakes are named', async () => {
    const mistakes: [Promise<Response>, number, string][] = [
      [rest('/api/hubs/fleet/:send', { ...json, body: '{' }), 400, 'JSON'],
      [rest('/api/hubs/fleet/:send', { headers: { 'content-type': 'image/png' } }), 415, 'image/png'],
      [rest('/api/hubs/fleet/:send', { ...json, version: '' }), 400, 'api-version'],
      [rest('/api/hubs/1fleet/:send', json), 400, "Hub name '1fleet'"],
      [rest('/api/hubs/fleet/groups/%20/:send', json), 400, 'group name'],
      [rest(`/api/hubs/fleet/groups/${'g'.repeat(1025)}/:send`, json), 400, '1024 characters'],
      [rest('/api/hubs/fleet/groups/%E0%A4%A/:send', json), 400, 'URI malformed'],
      [rest('/elsewhere'), 404, '/elsewhere'],
    ];
    for (const [request, status, text] of mistakes) {
      const response = await request;
      expect([response.status, await response.text()]).toEqual([status, expect.stringContaining(text)]);
    }
  });

  it('a port that is taken keeps it from starting', async () => {
    await expect(openWorld({ port: world.standIn.port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});

describe(refused('REST: other operations, :generateToken among them'), () => {
  it.each([':generateToken', ':teleport', 'groups/g/:teleport'])('%s', async (operation) => {
    const response = await rest(`/api/hubs/${HUB}/${operation}`);
    expect([response.status, await response.text()]).toEqual([501, expect.stringContaining('local/web-pubsub')]);
  });
});
