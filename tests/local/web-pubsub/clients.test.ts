import { openWorld, protocols, until, type World } from './harness.ts';

const forbidden = { errorDetail: { name: 'Forbidden' } };

describe('what clients can do', () => {
  let world: World;
  beforeEach(async () => {
    world = await openWorld();
  });
  afterEach(() => world.close());

  it.each(Object.keys(protocols) as (keyof typeof protocols)[])(
    'join, publish and leave as their roles allow: %s',
    async (protocol) => {
      const roles = ['webpubsub.joinLeaveGroup.g', 'webpubsub.sendToGroup.g'];
      const ann = await world.connect({ userId: 'ann', roles }, protocol);
      const bob = await world.connect({ userId: 'bob', roles: ['webpubsub.joinLeaveGroup'] }, protocol);
      expect([ann.userId, bob.userId]).toEqual(['ann', 'bob']);

      await ann.sdk.joinGroup('g');
      await bob.sdk.joinGroup('g');
      await expect(ann.sdk.joinGroup('other')).rejects.toMatchObject(forbidden);
      await expect(bob.sdk.sendToGroup('g', 'x', 'text')).rejects.toMatchObject(forbidden);

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

  it('gain and lose permissions while connected', async () => {
    const { service } = world;
    const { sdk, id } = await world.connect();
    const target = { targetName: 'g' };
    const hasIt = () => service.hasPermission(id, 'joinLeaveGroup', target);

    await expect(sdk.joinGroup('g')).rejects.toMatchObject(forbidden);
    expect(await hasIt()).toBe(false);
    await service.grantPermission(id, 'joinLeaveGroup', target);
    expect(await hasIt()).toBe(true);
    await sdk.joinGroup('g');
    await service.revokePermission(id, 'joinLeaveGroup', target);
    expect(await hasIt()).toBe(false);
    await expect(sdk.leaveGroup('g')).rejects.toMatchObject(forbidden);

    await service.grantPermission(id, 'sendToGroup');
    expect(await service.hasPermission(id, 'sendToGroup', { targetName: 'any' })).toBe(true);
    await sdk.sendToGroup('any', 'x', 'text');
  });

  it('publish once even if they repeat themselves', async () => {
    const listener = await world.connect({ groups: ['g'] });
    const { sdk } = await world.connect({ roles: ['webpubsub.sendToGroup'] });
    expect(await sdk.sendToGroup('g', 'first', 'text', { ackId: 7 })).toMatchObject({ isDuplicated: false });
    expect(await sdk.sendToGroup('g', 'again', 'text', { ackId: 7 })).toMatchObject({ isDuplicated: true });
    await sdk.sendToGroup('g', 'second', 'text', { ackId: 8 });
    await until(() => listener.received.length === 2);
    expect(listener.data()).toEqual(['first', 'second']);
  });

  it('may try again with the ack id of a message that was refused', async () => {
    const { sdk, id } = await world.connect({});
    await expect(sdk.sendToGroup('g', 'x', 'text', { ackId: 1 })).rejects.toMatchObject(forbidden);
    await world.service.grantPermission(id, 'sendToGroup');
    expect(await sdk.sendToGroup('g', 'x', 'text', { ackId: 1 })).toMatchObject({ isDuplicated: false });
  });

  it('speak no subprotocol and get bare payloads', async () => {
    const { frames, raw } = await world.socket({ userId: 'simple' }, []);
    await world.service.sendToUser('simple', { a: 1 });
    await world.service.sendToUser('simple', 'text', { contentType: 'text/plain' });
    await until(() => frames.length === 2);
    expect(frames).toEqual(['{"a":1}', 'text']);
    const binary = new Promise((resolve) => raw.on('message', (data, isBinary) => resolve([data, isBinary])));
    await world.service.sendToUser('simple', Buffer.from([7]));
    expect(await binary).toEqual([Buffer.from([7]), true]);
    raw.terminate();
  });

  it('are answered when they ping, and told which frames are not understood', async () => {
    const { send, json, frames, raw } = await world.socket();
    const mistakes = [
      { type: 'joinGroup', group: '', ackId: 1 },
      { type: 'setGroupState', group: 'g', state: {}, ackId: 2 },
      { type: 'event', event: 'nobody-listens', dataType: 'text', data: 'x', ackId: 3 },
      { type: 'sendToGroup', group: 'g', stream: { streamId: 's' }, streamId: 's' },
      { type: 'ping' },
    ];
    for (const frame of mistakes) send(frame);
    await until(() => frames.length === 1 + mistakes.length);
    expect(json().slice(1)).toMatchObject([
      { type: 'ack', ackId: 1, success: false, error: { name: 'BadRequest' } },
      { type: 'ack', ackId: 2, success: false, error: { name: 'NotSimulated' } },
      { type: 'streamNack', streamId: 's', name: 'NotSimulated' },
      { type: 'pong' },
      { type: 'ack', ackId: 3, success: false, error: { name: 'NotFound' } },
    ]);
    raw.terminate();
  });

  it.each([
    ['is not JSON', 'nonsense', 1003],
    ['has no type', '{}', 1003],
    ['is larger than 1 MiB', JSON.stringify({ type: 'ping', pad: 'x'.repeat(1024 * 1024) }), 1009],
  ])('are cut off when a frame %s', async (_, frame, code) => {
    const { send, closed } = await world.socket();
    send(frame);
    expect(await closed).toBe(code);
    await until(async () => (await world.counts()).connections === 0);
  });
});
