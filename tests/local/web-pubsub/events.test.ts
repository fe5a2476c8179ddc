import { createHmac } from 'node:crypto';
import type { WebPubSubOptions } from '../../../local/web-pubsub/server.ts';
import { type CloudEvent, type EventHandlerServer, type HandlerReply, startEventHandler } from './event-handler.ts';
import { KEY, openWorld, until, type World } from './harness.ts';

const JSON_TYPE = { 'content-type': 'application/json' };
const base64 = (text: string) => Buffer.from(text).toString('base64');

/** The handler of most tests: lets everybody in, keeps state, echoes. */
const application = ({ name, headers, body }: CloudEvent): HandlerReply | undefined => {
  const state = Buffer.from(String(headers['ce-connectionstate'] ?? ''), 'base64').toString();
  switch (name) {
    case 'connect': {
      if (JSON.parse(body).query.deny) return { status: 403 };
      const decision = { groups: ['from-connect'], roles: ['webpubsub.sendToGroup'] };
      return {
        status: 200,
        headers: { ...JSON_TYPE, 'ce-connectionState': base64('t1') },
        body: JSON.stringify(decision),
      };
    }
    case 'echo':
      return { status: 200, headers: JSON_TYPE, body: JSON.stringify({ echoed: JSON.parse(body), state }) };
    case 'bytes':
      return { status: 200, headers: { 'content-type': 'application/octet-stream' }, body: Buffer.from([1, 2]) };
    case 'move':
      return { status: 204, headers: { 'ce-connectionState': base64('t2') } };
    case 'fail':
      return { status: 500 };
    case 'message':
      return { status: 200, headers: { 'content-type': 'text/plain' }, body: `you said ${body}` };
    default:
      return undefined;
  }
};

describe('event handlers', () => {
  let handler: EventHandlerServer;
  let world: World;
  beforeEach(async () => {
    handler = await startEventHandler(application);
    world = await openWorld({ hubs: handler.settings });
  });
  afterEach(async () => {
    await world.close();
    await handler.close();
  });

  it('are asked once for permission, then told of every step of a connection in order, signed', async () => {
    const { sdk, id, data } = await world.connect({ userId: 'eve' });
    await sdk.sendEvent('echo', { q: 1 }, 'json');
    await until(() => data().length === 1);
    expect(data()).toEqual([{ echoed: { q: 1 }, state: 't1' }]);
    sdk.stop();
    await until(() => handler.events.length === 4);

    expect(handler.types()).toEqual(['sys.connect', 'sys.connected', 'user.echo', 'sys.disconnected']);
    expect(handler.origins).toEqual([`127.0.0.1:${world.standIn.port}`]);
    const signature = `sha256=${createHmac('sha256', KEY).update(id).digest('hex')}`;
    for (const { headers } of handler.events)
      expect(headers).toMatchObject({
        'ce-specversion': '1.0',
        'ce-source': `/hubs/fleet/client/${id}`,
        'ce-connectionid': id,
        'ce-hub': 'fleet',
        'ce-userid': 'eve',
        'ce-signature': signature,
        'ce-awpsversion': '1.0',
        'webhook-request-origin': `127.0.0.1:${world.standIn.port}`,
      });
    expect(handler.events[0]?.headers).not.toHaveProperty('ce-subprotocol');
    expect(handler.events[3]?.headers).toMatchObject({
      'ce-subprotocol': 'json.reliable.webpubsub.azure.v1',
      'ce-connectionstate': base64('t1'),
    });
    expect(handler.events.map(({ body }) => JSON.parse(body)).slice(1)).toEqual([{}, { q: 1 }, { reason: '' }]);
  });

  it('see the claims, query, headers and subprotocols of who connects, but not the token', async () => {
    const { raw } = await world.socket({ userId: 'eve', roles: ['r'] }, ['json.webpubsub.azure.v1'], '&a=1&a=2');
    const body = JSON.parse(handler.events[0]?.body ?? '');
    expect(body).toMatchObject({
      claims: { sub: ['eve'], role: ['r'] },
      query: { a: ['1', '2'] },
      subprotocols: ['json.webpubsub.azure.v1'],
      clientCertificates: [],
    });
    expect(body.headers.upgrade).toEqual(['websocket']);
    expect(body.query).not.toHaveProperty('access_token');
    raw.terminate();
  });

  it('decide who comes in, into which groups, with which roles', async () => {
    await expect(world.socket({}, ['json.webpubsub.azure.v1'], '&deny=1')).rejects.toMatchObject({ status: 403 });
    const { sdk, data } = await world.connect();
    await sdk.sendToGroup('from-connect', 'x', 'text');
    await until(() => data().length === 1);
    expect(data()).toEqual(['x']);
  });

  it('change the state of a connection', async () => {
    const { sdk, data } = await world.connect();
    await sdk.sendEvent('move', '', 'text');
    await sdk.sendEvent('echo', {}, 'json');
    await until(() => data().length === 1);
    expect(data()).toEqual([{ echoed: {}, state: 't2' }]);
  });

  it('get the body as its data type says, and answer in theirs', async () => {
    const { sdk, data } = await world.connect();
    await sdk.sendEvent('text', 'plain', 'text');
    await sdk.sendEvent('binary', new Uint8Array([104, 105]).buffer, 'binary');
    await sdk.sendEvent('bytes', { a: 1 }, 'json');
    await until(() => data().length === 1);
    expect(data()).toEqual([[1, 2]]);
    const user = handler.events.filter(({ type }) => type.includes('.user.'));
    expect(user.map(({ headers, body }) => [headers['content-type'], body])).toEqual([
      ['text/plain; charset=utf-8', 'plain'],
      ['application/octet-stream', 'hi'],
      ['application/json; charset=utf-8', '{"a":1}'],
    ]);
  });

  it('get events of one connection one at a time, in order, and a repeated one once', async () => {
    const { send, json, frames, raw } = await world.socket({ roles: ['webpubsub.joinLeaveGroup'] });
    const event = { type: 'event', event: 'echo', dataType: 'json' };
    send({ ...event, data: 1, ackId: 1 });
    send({ ...event, data: 1, ackId: 1 });
    send({ type: 'joinGroup', group: 'g', ackId: 2 });
    await until(() => frames.length === 5);
    expect(json().slice(1)).toMatchObject([
      { ackId: 1, success: true },
      { type: 'message', from: 'server' },
      { ackId: 1, success: false, error: { name: 'Duplicate' } },
      { ackId: 2, success: true },
    ]);
    expect(handler.types().filter((type) => type === 'user.echo')).toHaveLength(1);
    raw.terminate();
  });

  it('answer invocations, which fail without ending the connection', async () => {
    const { sdk, id } = await world.connect();
    const { data } = await sdk.invokeEvent('echo', { q: 2 }, 'json');
    expect(data).toMatchObject({ echoed: { q: 2 } });
    await expect(sdk.invokeEvent('fail', '', 'text')).rejects.toMatchObject({
      errorDetail: { name: 'InternalServerError' },
    });
    expect(await world.service.connectionExists(id)).toBe(true);
  });

  it('talk with clients without a subprotocol through the event named message', async () => {
    const { raw, frames } = await world.socket({}, []);
    raw.send('hello');
    await until(() => frames.length === 1);
    expect(frames).toEqual(['you said hello']);
    raw.terminate();
  });

  it('end the connection when they fail on an event', async () => {
    const { json, send, closed } = await world.socket();
    send({ type: 'event', event: 'fail', dataType: 'text', data: '', ackId: 1 });
    expect(await closed).toBe(1011);
    expect(json().slice(1)).toMatchObject([
      { ackId: 1, success: false, error: { name: 'InternalServerError' } },
      { type: 'system', event: 'disconnected' },
    ]);
  });
});

describe('event handlers, configured and failing in every way', () => {
  const open: { close(): Promise<void> }[] = [];
  afterEach(async () => {
    for (const server of open.splice(0).reverse()) await server.close();
  });
  const startHandler: typeof startEventHandler = async (...settings) => {
    const handler = await startEventHandler(...settings);
    open.push(handler);
    return handler;
  };
  const worldWith = async (hubs: NonNullable<WebPubSubOptions['hubs']>) => {
    const world = await openWorld({ hubs });
    open.push(world);
    return world;
  };
  const socketTo = (world: World) => world.socket({ userId: 'ann' });

  it('are not called when they do not allow our origin, and are asked again next time', async () => {
    const handler = await startHandler(application, { allowedOrigin: 'elsewhere.example' });
    const world = await worldWith(handler.settings);
    for (const _ of [1, 2]) await expect(socketTo(world)).rejects.toMatchObject({ status: 500 });
    expect([handler.origins.length, handler.events.length]).toEqual([2, 0]);
    expect(world.logged.join()).toContain('WebHook-Allowed-Origin');
  });

  it('keep clients out while they are down, and let them in once they are back', async () => {
    const handler = await startHandler(application);
    const world = await worldWith(handler.settings);
    await handler.close();
    await expect(socketTo(world)).rejects.toMatchObject({ status: 500 });
    expect(world.logged.join()).toContain('ECONNREFUSED');
    await startHandler(application, { port: handler.port });
    (await socketTo(world)).raw.terminate();
  });

  it('hear of connected and disconnected later, in order, when they were down', async () => {
    const handler = await startHandler();
    const eventHandlers = [{ urlTemplate: handler.url, systemEvents: ['connected', 'disconnected'] as const }];
    const world = await worldWith({ fleet: { eventHandlers } });
    await handler.close();
    const { raw, closed } = await socketTo(world);
    raw.close();
    await closed;
    const back = await startHandler(undefined, { port: handler.port });
    await until(() => back.events.length === 2);
    expect(back.types()).toEqual(['sys.connected', 'sys.disconnected']);
  });

  it('get only what they asked for, at the address their template makes', async () => {
    const handler = await startHandler();
    const urlTemplate = `${handler.url}/{hub}/{event}`;
    const eventHandlers = [{ urlTemplate, userEventPattern: 'one, two', systemEvents: [] }];
    const world = await worldWith({ fleet: { eventHandlers } });
    const { sdk } = await world.connect();
    await sdk.sendEvent('two', '', 'text');
    await expect(sdk.sendEvent('three', '', 'text')).rejects.toMatchObject({ errorDetail: { name: 'NotFound' } });
    expect(handler.types()).toEqual(['user.two']);
  });

  it('choose a subprotocol of their own, but only one the client offers', async () => {
    const body = JSON.stringify({ subprotocol: 'own.v1', userId: 'renamed' });
    const handler = await startHandler(() => ({ status: 200, headers: JSON_TYPE, body }));
    const world = await worldWith(handler.settings);
    const { raw } = await world.socket({ userId: 'ann' }, ['other.v1', 'own.v1']);
    expect(raw.protocol).toBe('own.v1');
    expect([await world.service.userExists('renamed'), await world.service.userExists('ann')]).toEqual([true, false]);
    raw.terminate();
    await expect(world.socket({}, ['other.v1'])).rejects.toMatchObject({ status: 400 });
  });
});
