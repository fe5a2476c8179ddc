import { createHmac } from 'node:crypto';
import type { WebPubSubOptions } from '../../../local/web-pubsub/server.ts';
import { covered, differs } from '../conformance.ts';
import { type CloudEvent, type HandlerReply, startEventHandler } from './event-handler.ts';
import { KEY, openWorld, SECONDARY_KEY, until, type World } from './harness.ts';

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
    default:
      return undefined;
  }
};

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
/** A stand-in whose events go to `application`. */
const start = async () => {
  const handler = await startHandler(application);
  return { handler, world: await worldWith(handler.settings) };
};
const socketTo = (world: World) => world.socket({ userId: 'ann' });

describe(covered('Event handlers: connect, connected, user events, disconnected, as CloudEvents in order'), () => {
  it('every step of a connection is told', async () => {
    const { handler, world } = await start();
    const { sdk, id, data } = await world.connect({ userId: 'eve é' });
    // Nothing waits for `connected`, so a user event might overtake it.
    await until(() => handler.events.length === 2);
    await sdk.sendEvent('echo', { q: 1 }, 'json');
    await until(() => data().length === 1);
    sdk.stop();
    await until(() => handler.events.length === 4);

    expect(handler.types()).toEqual(['sys.connect', 'sys.connected', 'user.echo', 'sys.disconnected']);
    for (const { headers } of handler.events)
      expect(headers).toMatchObject({
        'ce-specversion': '1.0',
        'ce-source': `/hubs/fleet/client/${id}`,
        'ce-connectionid': id,
        'ce-hub': 'fleet',
        'ce-userid': 'eve%20%C3%A9',
        'ce-awpsversion': '1.0',
        'webhook-request-origin': `127.0.0.1:${world.standIn.port}`,
      });
    expect(handler.events[0]?.headers).not.toHaveProperty('ce-subprotocol');
    expect(handler.events[3]?.headers).toMatchObject({ 'ce-subprotocol': 'json.reliable.webpubsub.azure.v1' });
    expect(handler.events.map(({ body }) => JSON.parse(body)).slice(1)).toEqual([{}, { q: 1 }, { reason: '' }]);
  });

  it('a handler gets only what it asked for, at the address its template makes', async () => {
    const handler = await startHandler();
    const urlTemplate = `${handler.url}/{hub}/{event}`;
    const eventHandlers = [{ urlTemplate, userEventPattern: 'one, two', systemEvents: [] }];
    const world = await worldWith({ fleet: { eventHandlers } });
    const { sdk } = await world.connect();
    await sdk.sendEvent('two', '', 'text');
    await expect(sdk.sendEvent('three', '', 'text')).rejects.toMatchObject({ errorDetail: { name: 'NotFound' } });
    expect(handler.types()).toEqual(['user.two']);
    expect(handler.events[0]?.path).toBe('/runtime/webhooks/webpubsub/fleet/two');
  });
});

describe(covered('Event handlers: ce-signature, an HMAC-SHA256 of the connection id with each key'), () => {
  it('on every event', async () => {
    const { handler, world } = await start();
    const { sdk, id } = await world.connect();
    await sdk.sendEvent('move', '', 'text');
    const [primary, secondary] = [KEY, SECONDARY_KEY].map((key) => createHmac('sha256', key).update(id).digest('hex'));
    await until(() => handler.events.length === 3);
    const signatures = handler.events.map(({ headers }) => headers['ce-signature']);
    expect(new Set(signatures)).toEqual(new Set([`sha256=${primary},sha256=${secondary}`]));
  });
});

describe(covered('Event handlers: abuse protection (OPTIONS with WebHook-Request-Origin)'), () => {
  it('an address is asked once for permission', async () => {
    const { handler, world } = await start();
    for (const _ of [1, 2]) (await socketTo(world)).raw.terminate();
    expect(handler.origins).toEqual([`127.0.0.1:${world.standIn.port}`]);
  });

  it('an address that does not allow our origin gets no event, and is asked again next time', async () => {
    const handler = await startHandler(application, { allowedOrigin: 'elsewhere.example' });
    const world = await worldWith(handler.settings);
    for (const _ of [1, 2]) await expect(socketTo(world)).rejects.toMatchObject({ status: 500 });
    expect([handler.origins.length, handler.events.length]).toEqual([2, 0]);
    expect(world.logged.join()).toContain('WebHook-Allowed-Origin');
  });
});

describe(covered('Event handlers: connect decides who comes in, as whom, into which groups, with which roles'), () => {
  it('and sees claims, query, headers and subprotocols, but not the token', async () => {
    const { handler, world } = await start();
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

  it('a refusal is what the client gets; groups and roles are what it has', async () => {
    const { world } = await start();
    await expect(world.socket({}, ['json.webpubsub.azure.v1'], '&deny=1')).rejects.toMatchObject({ status: 403 });
    const { sdk, data } = await world.connect();
    await sdk.sendToGroup('from-connect', 'x', 'text');
    await until(() => data().length === 1);
    expect(data()).toEqual(['x']);
  });

  it('it may rename the user and choose among the subprotocols, but invent none', async () => {
    const plain = 'json.webpubsub.azure.v1';
    const body = JSON.stringify({ subprotocol: plain, userId: 'renamed' });
    const handler = await startHandler(() => ({ status: 200, headers: JSON_TYPE, body }));
    const world = await worldWith(handler.settings);
    const { raw } = await world.socket({ userId: 'ann' }, ['json.reliable.webpubsub.azure.v1', plain]);
    expect(raw.protocol).toBe(plain);
    expect([await world.service.userExists('renamed'), await world.service.userExists('ann')]).toEqual([true, false]);
    raw.terminate();
    const reliable = world.socket({}, ['json.reliable.webpubsub.azure.v1']);
    await expect(reliable).rejects.toMatchObject({ status: 501 });
  });

  it('while it is down nobody comes in', async () => {
    const { handler, world } = await start();
    await handler.close();
    await expect(socketTo(world)).rejects.toMatchObject({ status: 500 });
    expect(world.logged.join()).toContain('ECONNREFUSED');
    await startHandler(application, { port: handler.port });
    (await socketTo(world)).raw.terminate();
  });
});

describe(covered('Event handlers: answers to user events, in their own data type'), () => {
  it('bodies are what their data type says', async () => {
    const { handler, world } = await start();
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

  it('events of one connection come one at a time, in order, and a repeated one once', async () => {
    const { handler, world } = await start();
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

  it('a handler that fails ends the connection', async () => {
    const { world } = await start();
    const { json, send, closed } = await world.socket();
    send({ type: 'event', event: 'fail', dataType: 'text', data: '', ackId: 1 });
    expect(await closed).toBe(1011);
    expect(json().slice(1)).toMatchObject([
      { ackId: 1, success: false, error: { name: 'InternalServerError' } },
      { type: 'system', event: 'disconnected' },
    ]);
  });
});

describe(covered('Event handlers: ce-connectionState, kept from one blocking event to the next'), () => {
  it('is set by connect and changed by user events', async () => {
    const { world } = await start();
    const { sdk, data } = await world.connect();
    await sdk.sendEvent('echo', 1, 'json');
    await sdk.sendEvent('move', '', 'text');
    await sdk.sendEvent('echo', 2, 'json');
    await until(() => data().length === 2);
    expect(data()).toEqual([
      { echoed: 1, state: 't1' },
      { echoed: 2, state: 't2' },
    ]);
  });
});

describe(differs('Event handlers: a connected or disconnected that fails', 'is logged and not sent again'), () => {
  it('and the next one is sent all the same', async () => {
    const handler = await startHandler(({ name }) => (name === 'connected' ? { status: 500 } : undefined));
    const world = await worldWith(handler.settings);
    const { raw } = await socketTo(world);
    raw.close();
    await until(() => handler.events.length === 3);
    expect(handler.types()).toEqual(['sys.connect', 'sys.connected', 'sys.disconnected']);
    expect(world.logged.join()).toContain('it answered 500');
  });
});
