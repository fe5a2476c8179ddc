import { covered, refused } from '../conformance.ts';
import { openWorld, protocols, until, type World } from './harness.ts';

const forbidden = { errorDetail: { name: 'Forbidden' } };

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

describe(covered('Subprotocols json.webpubsub.azure.v1 and json.reliable.webpubsub.azure.v1'), () => {
  it.each(Object.keys(protocols) as (keyof typeof protocols)[])(
    'clients join, publish and leave as their roles allow: %s',
    async (protocol) => {
      const roles = ['webpubsub.joinLeaveGroup.g', 'webpubsub.sendToGroup.g'];
      const ann = await world.connect({ userId: 'ann', roles }, protocol);
      const bob = await world.connect({ userId: 'bob', roles: ['webpubsub.joinLeaveGroup'] }, protocol);
      expect([ann.userId, bob.userId]).toEqual(['ann', 'bob']);

      await ann.sdk.joinGroup('g');
      await bob.sdk.joinGroup('g');
      await ann.sdk.sendToGroup('g', { hi: 1 }, 'json');
      await ann.sdk.sendToGroup('g', 'text', 'text', { noEcho: true });
      await ann.sdk.sendToGroup('g', new Uint8Array([1, 2]).buffer, 'binary', { noEcho: true });
      await until(() => bob.received.length === 3);
      expect(bob.data()).toEqual([{ hi: 1 }, 'text', [1, 2]]);
      expect(bob.received[0]).toMatchObject({ from: 'group', group: 'g', fromUserId: 'ann' });
      expect(ann.data()).toEqual([{ hi: 1 }]);

      await bob.sdk.leaveGroup('g');
      await ann.sdk.sendToGroup('g', 'unheard', 'text');
      await world.service.sendToUser('bob', 'last');
      await until(() => bob.data().includes('last'));
      expect(bob.data()).not.toContain('unheard');
    },
  );

  it('a client with several subprotocols gets the first one that is known', async () => {
    const { raw } = await world.socket({}, ['own.v1', 'json.webpubsub.azure.v1', 'json.reliable.webpubsub.azure.v1']);
    expect(raw.protocol).toBe('json.webpubsub.azure.v1');
    raw.terminate();
  });

  it('a ping is answered', async () => {
    const { send, json, frames, raw } = await world.socket();
    send({ type: 'ping' });
    await until(() => frames.length === 2);
    expect(json()[1]).toEqual({ type: 'pong' });
    raw.terminate();
  });
});

describe(covered('Roles joinLeaveGroup and sendToGroup, for one group or for all'), () => {
  it('what no role allows is refused with Forbidden', async () => {
    const { sdk } = await world.connect({ roles: ['webpubsub.joinLeaveGroup.mine', 'webpubsub.sendToGroup.mine'] });
    await expect(sdk.joinGroup('other')).rejects.toMatchObject(forbidden);
    await expect(sdk.leaveGroup('other')).rejects.toMatchObject(forbidden);
    await expect(sdk.sendToGroup('other', 'x', 'text')).rejects.toMatchObject(forbidden);
    await expect(sdk.sendToGroup('mine.too', 'x', 'text')).rejects.toMatchObject(forbidden);
    await sdk.joinGroup('mine');
    expect([await world.service.groupExists('mine'), await world.service.groupExists('other')]).toEqual([true, false]);
  });

  it('a role without a group is good for all of them', async () => {
    const { sdk, data } = await world.connect({ roles: ['webpubsub.joinLeaveGroup', 'webpubsub.sendToGroup'] });
    for (const group of ['a', 'b']) {
      await sdk.joinGroup(group);
      await sdk.sendToGroup(group, group, 'text');
    }
    await until(() => data().length === 2);
    expect(data()).toEqual(['a', 'b']);
  });

  it('one permission is not the other', async () => {
    const { sdk } = await world.connect({ roles: ['webpubsub.joinLeaveGroup'] });
    await sdk.joinGroup('g');
    await expect(sdk.sendToGroup('g', 'x', 'text')).rejects.toMatchObject(forbidden);
  });
});

describe(refused('Permissions granted, checked and revoked while connected'), () => {
  it('rather than ignored', async () => {
    const { id } = await world.connect();
    await expect(world.service.grantPermission(id, 'sendToGroup')).rejects.toMatchObject({ statusCode: 501 });
    await expect(world.service.revokePermission(id, 'sendToGroup')).rejects.toMatchObject({ statusCode: 501 });
  });
});

describe(covered('Acks: a repeated ack id takes effect once and is answered Duplicate'), () => {
  it('a message is published once even if the client repeats itself', async () => {
    const listener = await world.connect({ groups: ['g'] });
    const { sdk } = await world.connect({ roles: ['webpubsub.sendToGroup'] });
    expect(await sdk.sendToGroup('g', 'first', 'text', { ackId: 7 })).toMatchObject({ isDuplicated: false });
    expect(await sdk.sendToGroup('g', 'again', 'text', { ackId: 7 })).toMatchObject({ isDuplicated: true });
    await sdk.sendToGroup('g', 'second', 'text', { ackId: 8 });
    await until(() => listener.received.length === 2);
    expect(listener.data()).toEqual(['first', 'second']);
  });

  it('the ack id of a message that was refused may be used again', async () => {
    const { sdk } = await world.connect({ roles: ['webpubsub.sendToGroup.mine'] });
    await expect(sdk.sendToGroup('other', 'x', 'text', { ackId: 1 })).rejects.toMatchObject(forbidden);
    expect(await sdk.sendToGroup('mine', 'x', 'text', { ackId: 1 })).toMatchObject({ isDuplicated: false });
  });

  it('mistakes are named', async () => {
    const { send, json, frames, raw } = await world.socket({ roles: ['webpubsub.sendToGroup'] });
    const mistakes = [
      { type: 'joinGroup', group: '', ackId: 1 },
      { type: 'sendToGroup', group: 'g', dataType: 'protobuf', data: '', ackId: 2 },
      { type: 'sendToGroup', group: 'g', dataType: 'text', data: { not: 'text' }, ackId: 3 },
      { type: 'event', dataType: 'text', data: 'x', ackId: 4 },
      { type: 'event', event: 'nobody-listens', dataType: 'text', data: 'x', ackId: 5 },
    ];
    for (const frame of mistakes) send(frame);
    await until(() => frames.length === 1 + mistakes.length);
    const names = json().map(({ ackId, error }) => [ackId, Object(error).name]);
    expect(names.slice(1)).toEqual([
      [1, 'BadRequest'],
      [2, 'BadRequest'],
      [3, 'BadRequest'],
      [4, 'BadRequest'],
      [5, 'NotFound'],
    ]);
    raw.terminate();
  });
});

describe(covered('Frames that are none, and frames over 1 MiB, end the connection'), () => {
  it.each([
    ['is not JSON', 'nonsense', 1003],
    ['has no type', '{}', 1003],
    ['is null', 'null', 1003],
    ['is larger than 1 MiB', JSON.stringify({ type: 'ping', pad: 'x'.repeat(1024 * 1024) }), 1009],
  ])('when a frame %s', async (_, frame, code) => {
    const { send, closed } = await world.socket();
    send(frame);
    expect(await closed).toBe(code);
    await until(async () => (await world.counts()).connections === 0);
  });
});

describe(refused('Invocations, streams and group state'), () => {
  it('are answered with NotSimulated', async () => {
    const { send, json, frames, raw } = await world.socket();
    send({ type: 'setGroupState', group: 'g', state: {}, ackId: 1 });
    await until(() => frames.length === 2);
    expect(json()[1]).toMatchObject({ type: 'ack', ackId: 1, success: false, error: { name: 'NotSimulated' } });
    raw.terminate();
  });

  it.each([
    { type: 'invoke', invocationId: 'i', target: 'event', event: 'echo', dataType: 'text', data: '' },
    { type: 'sendToGroup', group: 'g', stream: { streamId: 's' }, streamId: 's' },
  ])('end the connection when they wait for no ack: $type', async (frame) => {
    const { send, closed, json } = await world.socket();
    send(frame);
    expect(await closed).toBe(1003);
    expect(json()[1]).toMatchObject({ event: 'disconnected', message: expect.stringContaining('is not simulated') });
  });
});

describe(refused('Protobuf, MQTT and Socket.IO clients, and clients without a subprotocol'), () => {
  it.each([[['protobuf.webpubsub.azure.v1']], [['protobuf.reliable.webpubsub.azure.v1']], [['mqtt']], [['own']], [[]]])(
    'a client that offers %j is told so',
    async (offered) => {
      const refusal = expect(world.socket({}, offered)).rejects;
      await refusal.toMatchObject({ status: 501, message: expect.stringContaining('local/web-pubsub') });
    },
  );

  it.each(['/clients/mqtt/hubs/fleet', '/clients/socketio/hubs/fleet', '/client?hub=fleet'])('at %s', async (path) => {
    const { port } = world.standIn;
    await expect(world.open(`ws://127.0.0.1:${port}${path}`)).rejects.toMatchObject({ status: 501 });
  });
});
