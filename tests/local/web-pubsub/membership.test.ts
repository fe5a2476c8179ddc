import { openWorld, until, type World } from './harness.ts';

describe('who is where', () => {
  let world: World;
  beforeEach(async () => {
    world = await openWorld();
  });
  afterEach(() => world.close());

  const listed = async (group: string, options = {}) => {
    const members = [];
    for await (const member of await world.service.group(group).listConnections(options)) members.push(member);
    return members;
  };

  it('knows which connections, users and groups exist', async () => {
    const { service } = world;
    const { id } = await world.connect({ userId: 'ann', groups: ['g'] });
    expect([await service.connectionExists(id), await service.connectionExists('nope')]).toEqual([true, false]);
    expect([await service.userExists('ann'), await service.userExists('zed')]).toEqual([true, false]);
    expect([await service.groupExists('g'), await service.groupExists('h')]).toEqual([true, false]);
  });

  it('moves connections and users in and out of groups', async () => {
    const { service } = world;
    const ann = await world.connect({ userId: 'ann' });
    await world.connect({ userId: 'bob' });
    await world.connect({ userId: 'bob' });
    const group = service.group('a/b c');

    await group.addConnection(ann.id);
    await group.addUser('bob');
    expect((await listed('a/b c')).map(({ userId }) => userId).sort()).toEqual(['ann', 'bob', 'bob']);
    await group.removeConnection(ann.id);
    await group.removeUser('bob');
    expect(await service.groupExists('a/b c')).toBe(false);

    await service.addConnectionsToGroups(['m', 'n'], "userId eq 'bob'");
    expect([(await listed('m')).length, (await listed('n')).length]).toEqual([2, 2]);
    await service.removeConnectionsFromGroups(['m'], "startswith(userId, 'b')");
    expect([await service.groupExists('m'), await service.groupExists('n')]).toEqual([false, true]);

    await group.addConnection(ann.id);
    await service.removeUserFromAllGroups('bob');
    await service.removeConnectionFromAllGroups(ann.id);
    expect((await world.counts()).groups).toEqual({});
  });

  it('lists a group in pages, each connection once, and stops at the limit', async () => {
    const ids = await Promise.all(
      [1, 2, 3, 4, 5].map(async (n) => (await world.connect({ userId: `u${n}`, groups: ['g'] })).id),
    );
    const members = await listed('g', { maxPageSize: 2 });
    expect(members.map(({ connectionId }) => connectionId)).toEqual([...ids].sort());
    expect(await listed('g', { maxPageSize: 2, top: 3 })).toEqual(members.slice(0, 3));
    const sizes = [];
    for await (const page of (await world.service.group('g').listConnections({ maxPageSize: 2 })).byPage())
      sizes.push(page.length);
    expect(sizes).toEqual([2, 2, 1]);
    expect(await listed('nobody here')).toEqual([]);
  });

  it('puts at most 200 connections on a page', async () => {
    const sockets = await Promise.all(Array.from({ length: 201 }, () => world.socket({ groups: ['crowd'] })));
    const pages = (await world.service.group('crowd').listConnections()).byPage();
    const sizes = [];
    for await (const page of pages) sizes.push(page.length);
    expect(sizes).toEqual([200, 1]);
    for (const { raw } of sockets) raw.terminate();
  });

  it('closes one connection, a user, a group or everybody, and tells them why', async () => {
    const { service } = world;
    const closing = async (close: (id: string) => Promise<unknown>, groups: string[] = []) => {
      const client = await world.connect({ userId: 'ann', groups });
      const bye = new Promise<string | undefined>((resolve) =>
        client.sdk.on('disconnected', ({ message }) => resolve(message?.message)),
      );
      await close(client.id);
      return bye;
    };
    expect(await closing((id) => service.closeConnection(id, { reason: 'policy' }))).toBe('policy');
    expect(await closing(() => service.closeUserConnections('ann', { reason: 'left' }))).toBe('left');
    expect(await closing(() => service.group('g').closeAllConnections({ reason: 'over' }), ['g'])).toBe('over');

    expect(await closing(() => service.closeAllConnections({ reason: 'bye' }))).toBe('bye');
    expect((await world.counts()).connections).toBe(0);

    const spared = await world.connect();
    const { closed } = await world.socket();
    await world.rest('/api/hubs/fleet/:closeConnections', { version: `?api-version=2024-12-01&excluded=${spared.id}` });
    expect(await closed).toBe(1000);
    expect(await service.connectionExists(spared.id)).toBe(true);
  });

  it('counts connections, members and deliveries', async () => {
    const client = await world.connect({ userId: 'ann', groups: ['g'] });
    await world.service.group('g').sendToAll(1);
    await world.service.group('empty').sendToAll(1);
    expect(await world.counts()).toEqual({ connections: 1, lost: 0, users: 1, groups: { g: 1 }, deliveries: 1 });
    client.sdk.stop();
    await until(async () => (await world.counts()).connections === 0);
    expect((await world.counts()).groups).toEqual({});
  });
});
