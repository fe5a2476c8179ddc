import { manualClock } from '../../../local/shared/clock.ts';
import { startWebPubSub } from '../../../local/web-pubsub/server.ts';
import { HUB, KEY, openSocket, openWorld, until, type World } from './harness.ts';

const RELIABLE = ['json.reliable.webpubsub.azure.v1'];

describe('reliable connections', () => {
  const clock = manualClock(Date.now());
  let world: World;
  beforeEach(async () => {
    world = await openWorld({ clock });
  });
  afterEach(() => world.close());

  const open = async () => {
    const socket = await world.socket({ userId: 'ann', groups: ['g'] }, RELIABLE);
    await until(() => socket.frames.length === 1);
    const [{ connectionId, reconnectionToken } = {}] = socket.json();
    return { ...socket, id: String(connectionId), token: String(reconnectionToken) };
  };
  const resume = (id: string, token: string) =>
    openSocket(
      `ws://127.0.0.1:${world.standIn.port}/client/hubs/${HUB}?awps_connection_id=${id}&awps_reconnection_token=${token}`,
      RELIABLE,
    );
  const isLost = async (id: string) => !(await world.service.connectionExists(id));

  it('keep what is sent while they are away, and get it once: through the client library', async () => {
    const { sdk, id, data } = await world.connect({ groups: ['g'] });
    const group = world.service.group('g');
    await group.sendToAll(1);
    await until(() => data().length === 1);

    // The library has no way to lose its socket on purpose, so the socket is cut from the outside.
    const sockets = Reflect.get(Reflect.get(sdk, '_wsClient'), '_socket');
    sockets.terminate();
    await group.sendToAll(2);
    await group.sendToAll(3);
    await until(() => data().length === 3);
    expect(data()).toEqual([1, 2, 3]);
    expect(Reflect.get(sdk, '_connectionId')).toBe(id);
  });

  it('get again only what they have not acknowledged', async () => {
    const first = await open();
    const group = world.service.group('g');
    for (const n of [1, 2, 3]) await group.sendToAll(n);
    await until(() => first.frames.length === 4);
    first.send({ type: 'sequenceAck', sequenceId: 2 });
    first.send({ type: 'ping' });
    await until(() => first.frames.length === 5);
    first.raw.terminate();

    const second = await resume(first.id, first.token);
    await until(() => second.frames.length === 2);
    expect(second.json()).toMatchObject([
      { event: 'connected', connectionId: first.id, userId: 'ann' },
      { sequenceId: 3, group: 'g', data: 3 },
    ]);
    await group.sendToAll(4);
    await until(() => second.frames.length === 3);
    expect(second.json()[2]).toMatchObject({ sequenceId: 4, data: 4 });
    second.raw.close();
    await second.closed;
  });

  it('do not get what expired meanwhile', async () => {
    const first = await open();
    first.raw.terminate();
    await until(async () => (await world.counts()).lost === 1);
    await world.service.sendToAll('short', { messageTtlSeconds: 10 });
    await world.service.sendToAll('long', { messageTtlSeconds: 60 });
    clock.advance(11_000);
    const second = await resume(first.id, first.token);
    await until(() => second.frames.length === 2);
    expect(second.json()[1]).toMatchObject({ data: 'long' });
    second.raw.close();
    await second.closed;
  });

  it('replace a socket the service still believes to be open', async () => {
    const first = await open();
    const second = await resume(first.id, first.token);
    await first.closed;
    await world.service.sendToConnection(first.id, 'here');
    await until(() => second.frames.length === 2);
    expect(second.json()[1]).toMatchObject({ data: 'here' });
    second.raw.close();
    await second.closed;
  });

  it('cannot be taken over with a wrong token, nor after a minute', async () => {
    const { id, token, raw } = await open();
    expect(await (await resume(id, 'guess')).closed).toBe(1008);
    raw.terminate();
    await until(async () => (await world.counts()).lost === 1);
    clock.advance(59_000);
    expect(await world.service.connectionExists(id)).toBe(true);
    clock.advance(2_000);
    await until(() => isLost(id));
    expect(await (await resume(id, token)).closed).toBe(1008);
  });

  it('are gone at once when the client says goodbye, or speaks the plain subprotocol', async () => {
    const polite = await open();
    polite.raw.close(1000);
    await until(() => isLost(polite.id));
    const plain = await world.connect({}, 'json');
    Reflect.get(Reflect.get(plain.sdk, '_wsClient'), '_socket').terminate();
    await until(() => isLost(plain.id));
  });

  it('are cut off when too much is unacknowledged', async () => {
    const { closed, id } = await open();
    const { port } = world.standIn;
    const { token } = await world.service.getClientAccessToken({ roles: ['webpubsub.sendToGroup'] });
    const sender = await openSocket(`ws://127.0.0.1:${port}/client/hubs/${HUB}?access_token=${token}`, [
      'json.webpubsub.azure.v1',
    ]);
    const frame = JSON.stringify({ type: 'sendToGroup', group: 'g', dataType: 'text', data: '' });
    for (let n = 0; n <= 10_000; n++) sender.send(frame);
    await closed;
    expect(await isLost(id)).toBe(true);
    sender.raw.close();
    await sender.closed;
  });
});

describe('after a restart of the service', () => {
  it('clients come back by themselves, as new connections in their old groups', async () => {
    const world = await openWorld();
    const roles = ['webpubsub.joinLeaveGroup'];
    const { sdk, id, data } = await world.connect({ userId: 'ann', roles }, 'reliable', { autoReconnect: true });
    await sdk.joinGroup('g');
    const again = new Promise<string>((resolve) => sdk.on('connected', ({ connectionId }) => resolve(connectionId)));

    await world.standIn.close();
    const restarted = await startWebPubSub({ port: world.standIn.port, key: KEY });
    expect(await again).not.toBe(id);
    await until(() => world.service.groupExists('g'));
    await world.service.group('g').sendToAll('welcome back');
    await until(() => data().length === 1);

    await world.close();
    await restarted.close();
  });
});
