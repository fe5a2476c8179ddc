import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { WebSocket } from 'ws';
import type { StandIn } from '../../../local/shared/stand-in.ts';
import { startWebPubSub } from '../../../local/web-pubsub/server.ts';
import type { SpawnedHost } from '../../load/spawn-host.ts';
import { covered } from '../conformance.ts';
import { appDir, cleanUp, eventually, seenBy, start, written } from './support.ts';

const KEY = Buffer.from('the key of the local service').toString('base64');
const PATH = '/runtime/webhooks/webpubsub';
let host: SpawnedHost;
let service: StandIn;

beforeAll(async () => {
  // The service has to know the host's address and the host the service's, so the host takes the port of a trial run.
  const trial = await startWebPubSub({ key: KEY });
  await trial.close();
  const connection = trial.connection;
  host = await start(appDir('web-pubsub'), { env: { PUBSUB: connection, HUB: 'fleet' } });
  service = await startWebPubSub({
    key: KEY,
    port: trial.port,
    log: () => undefined,
    hubs: {
      fleet: {
        eventHandlers: [
          {
            urlTemplate: host.url + PATH,
            userEventPattern: '*',
            systemEvents: ['connect', 'connected', 'disconnected'],
          },
        ],
      },
    },
  });
});
afterAll(async () => {
  await cleanUp();
  await service.close();
});

interface Frame {
  readonly type: string;
  readonly [key: string]: unknown;
}

/** A JSON client of the service, and the frames it has been sent. */
const join = async (user: string) => {
  const { url } = Object(await (await fetch(`${host.url}/api/negotiate-${user}`)).json());
  const socket = new WebSocket(String(url), 'json.webpubsub.azure.v1');
  const frames: Frame[] = [];
  socket.on('message', (data) => frames.push(JSON.parse(String(data))));
  await once(socket, 'open');
  return { socket, frames, send: (frame: Frame) => socket.send(JSON.stringify(frame)) };
};

const sign = (connectionId: string) => `sha256=${createHmac('sha256', KEY).update(connectionId).digest('hex')}`;

const post = (headers: Record<string, string>, body = '"hi"') =>
  fetch(host.url + PATH, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      'ce-type': 'azure.webpubsub.user.echo',
      'ce-hub': 'fleet',
      'ce-eventName': 'echo',
      'ce-connectionId': 'c1',
      'ce-signature': sign('c1'),
      ...headers,
    },
  });

it(
  covered('Web PubSub trigger: connect, connected, disconnected and user events, and the connection input'),
  async () => {
    const ann = await join('ann');
    await eventually(async () => expect(await seenBy(host, 'connected')).not.toEqual([]));
    ann.send({ type: 'event', event: 'echo', ackId: 1, dataType: 'json', data: { q: 1 } });
    await eventually(() => {
      expect(ann.frames).toContainEqual(expect.objectContaining({ from: 'server', data: { got: '{"q":1}' } }));
      expect(ann.frames).toContainEqual(
        expect.objectContaining({ from: 'group', group: 'fleet', data: { said: '{"q":1}' } }),
      );
    });
    ann.socket.close();
    await eventually(async () => expect(await seenBy(host, 'disconnected')).not.toEqual([]));

    const [connect] = await seenBy<{ message: Record<string, unknown>; metadata: Record<string, unknown> }>(
      host,
      'connect',
    );
    expect(connect?.message).toMatchObject({
      connectionContext: { eventType: 'System', eventName: 'connect', hub: 'fleet', userId: 'ann' },
      subprotocols: ['json.webpubsub.azure.v1'],
      claims: { sub: ['ann'] },
    });
    const [echo] = await seenBy<{ message: Record<string, unknown>; metadata: Record<string, unknown> }>(host, 'echo');
    expect(echo?.message).toMatchObject({
      connectionContext: { eventType: 'User', eventName: 'echo', userId: 'ann', states: { seat: 7 } },
      data: '{"q":1}',
      dataType: 'json',
    });
    expect(echo?.metadata).toMatchObject({ connectionContext: { userId: 'ann' }, data: { q: 1 }, dataType: 'json' });
  },
);

it(covered('Web PubSub trigger: a connect that is refused'), async () => {
  await expect(join('mallory')).rejects.toThrow(/401/);
});

it('validates the address for the service', async () => {
  const response = await fetch(host.url + PATH, { method: 'OPTIONS', headers: { 'webhook-request-origin': 'x' } });
  expect([response.status, response.headers.get('webhook-allowed-origin')]).toEqual([200, '*']);
});

it('accepts an event signed with either key', async () => {
  const signature = `sha256=${'0'.repeat(64)},${sign('c1')}`;
  expect(await (await post({ 'ce-signature': signature })).json()).toEqual({ got: '"hi"' });
});

describe(covered('Web PubSub trigger: signatures, and 4xx for what is no event'), () => {
  it.each([
    ['a wrong signature', { 'ce-signature': sign('c2') }, 401],
    ['no signature', { 'ce-signature': '' }, 401],
    ['an event without a function', { 'ce-type': 'azure.webpubsub.user.other', 'ce-eventName': 'other' }, 404],
    ['a hub without a function', { 'ce-hub': 'other' }, 404],
    ['an unknown event type', { 'ce-type': 'something.else' }, 400],
    ['a missing connection id', { 'ce-connectionId': '' }, 400],
    ['an unknown content type', { 'content-type': 'image/png' }, 400],
  ])('refuses %s', async (_, headers, status) => {
    expect((await post(headers)).status).toBe(status);
  });
});

it('answers 500 without the reason when the function throws', async () => {
  const response = await post({}, '"fail"');
  expect([response.status, await response.text()]).toEqual([500, '']);
  await written(host, /error echo {2}Error: the secret reason/);
});

it('answers 200 to an event nobody waits for, whatever the function makes of it', async () => {
  const headers = { 'ce-type': 'azure.webpubsub.sys.disconnected', 'ce-eventName': 'disconnected' };
  expect((await post(headers, '{"reason":"gone"}')).status).toBe(200);
  await written(host, /error disconnected {2}Error: nobody is waiting for this/);
});

it('gives a function just the part its binding names', async () => {
  await post({ 'ce-type': 'azure.webpubsub.user.data', 'ce-eventName': 'data' }, 'some words').catch(() => undefined);
  await post({ 'ce-type': 'azure.webpubsub.user.data', 'ce-eventName': 'data', 'content-type': 'text/plain' }, 'words');
  expect(await seenBy(host, 'data')).toEqual(['some words', 'words']);
});

it(covered('Web PubSub output: send, groups, close; text and JSON'), async () => {
  const bob = await join('bob');
  await eventually(() => expect(bob.frames).toContainEqual(expect.objectContaining({ event: 'connected' })));
  const connectionId = bob.frames.find(({ event }) => event === 'connected')?.connectionId;
  const act = async (body: unknown) =>
    (await fetch(`${host.url}/api/act`, { method: 'POST', body: JSON.stringify(body) })).status;
  const actions = [
    { actionName: 'sendToAll', data: 'to all', dataType: 'text' },
    { actionName: 'sendToUser', userId: 'bob', data: { to: 'bob' }, dataType: 'json' },
    { actionName: 'sendToConnection', connectionId, data: [1, 2], dataType: 'json' },
    { actionName: 'addUserToGroup', userId: 'bob', group: 'g' },
    { actionName: 'sendToGroup', group: 'g', data: 'to g', dataType: 'text' },
    { actionName: 'removeUserFromGroup', userId: 'bob', group: 'g' },
    { actionName: 'addConnectionToGroup', connectionId, group: 'h' },
    { actionName: 'removeConnectionFromGroup', connectionId, group: 'h' },
    { actionName: 'closeClientConnection', connectionId, reason: 'enough' },
  ];
  expect(await act(actions)).toBe(200);
  if (bob.socket.readyState !== WebSocket.CLOSED) await once(bob.socket, 'close');
  const messages = bob.frames.filter(({ type }) => type === 'message').map(({ data }) => data);
  expect(messages).toEqual(['to all', { to: 'bob' }, [1, 2], 'to g']);
  expect(await act([{ actionName: 'dance' }])).toBe(500);
  expect(await act([{ actionName: 'sendToAll', data: 'AQI=', dataType: 'binary' }])).toBe(500);
  expect(await act([{ actionName: 'sendToGroup', data: 'x' }])).toBe(500);
  await written(host, /sendToGroup: "group" is missing/);
});
