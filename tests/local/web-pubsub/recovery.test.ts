import { manualClock } from '../../../local/shared/clock.ts';
import { startWebPubSub } from '../../../local/web-pubsub/server.ts';
import { covered } from '../conformance.ts';
import { HUB, KEY, openSocket, openWorld, until, type World } from './harness.ts';

const RELIABLE = ['json.reliable.webpubsub.azure.v1'];

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
const isGone = async (id: string) => !(await world.service.connectionExists(id));
const isLost = async () => (await world.counts()).lost === 1;
const hangUp = async ({ raw, closed }: Awaited<ReturnType<typeof openSocket>>) => {
  raw.close();
  await closed;
};

describe(covered('Reliable: sequence numbers, and what is not acknowledged is sent again'), () => {
  it('only that, after a reconnect', async () => {
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
    await hangUp(second);
  });

  it('through the client library nothing is missed and nothing comes twice', async () => {
    const { id, data, received } = await world.connect({ groups: ['g'] });
    const group = world.service.group('g');
    await group.sendToAll(1);
    await until(() => data().length === 1);
    await world.steer('POST', 'faults', { kind: 'drop' });
    await group.sendToAll(2);
    await group.sendToAll(3);
    await until(() => data().length === 3);
    expect(data()).toEqual([1, 2, 3]);
    expect(received.map(({ sequenceId }) => sequenceId)).toEqual([1, 2, 3]);
    expect(await isGone(id)).toBe(false);
  });
});

describe(covered('Reliable: recovery by connection id and reconnection token within the window'), () => {
  it('keeps groups and id, and replaces a socket the service still believes to be open', async () => {
    const first = await open();
    const second = await resume(first.id, first.token);
    await first.closed;
    await world.service.sendToConnection(first.id, 'here');
    await world.service.group('g').sendToAll('still in the group');
    await until(() => second.frames.length === 3);
    expect(second.json().map(({ data }) => data)).toEqual([undefined, 'here', 'still in the group']);
    await hangUp(second);
  });

  it('closes 1008 for a wrong token, and when a minute has passed', async () => {
    const { id, token, raw } = await open();
    expect(await (await resume(id, 'guess')).closed).toBe(1008);
    raw.terminate();
    await until(isLost);
    clock.advance(59_000);
    expect(await isGone(id)).toBe(false);
    clock.advance(2_000);
    await until(() => isGone(id));
    expect(await (await resume(id, token)).closed).toBe(1008);
  });

  it('is not waited for when the client says goodbye, or speaks the plain subprotocol', async () => {
    const polite = await open();
    polite.raw.close(1000);
    await until(() => isGone(polite.id));
    const plain = await world.connect({}, 'json');
    await world.steer('POST', 'faults', { kind: 'drop' });
    await until(() => isGone(plain.id));
  });

  it('is impossible after a restart: clients come back by themselves, as new connections in their old groups', async () => {
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

describe(covered('Reliable: clients that acknowledge too little are cut off'), () => {
  it('when more than 10,000 messages are not acknowledged', async () => {
    const { closed, id } = await open();
    const sender = await world.socket({ roles: ['webpubsub.sendToGroup'] });
    const frame = JSON.stringify({ type: 'sendToGroup', group: 'g', dataType: 'text', data: '' });
    for (let n = 0; n <= 10_000; n++) sender.raw.send(frame);
    await closed;
    expect(await isGone(id)).toBe(true);
    await hangUp(sender);
  });
});
