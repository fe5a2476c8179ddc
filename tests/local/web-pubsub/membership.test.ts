import { covered, refused } from '../conformance.ts';
import { openWorld, until, type World } from './harness.ts';

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

const pageSizes = async (group: string, options = {}) => {
  const sizes = [];
  for await (const page of (await world.service.group(group).listConnections(options)).byPage())
    sizes.push(page.length);
  return sizes;
};

describe(covered('Existence of connections, users and groups'), () => {
  it('as long as somebody is there', async () => {
    const { service } = world;
    const { id, sdk } = await world.connect({ userId: 'ann', groups: ['g'] });
    const all = (connection: string, user: string, group: string) =>
      Promise.all([service.connectionExists(connection), service.userExists(user), service.groupExists(group)]);
    expect(await all(id, 'ann', 'g')).toEqual([true, true, true]);
    expect(await all('nope', 'zed', 'h')).toEqual([false, false, false]);
    sdk.stop();
    await until(async () => (await all(id, 'ann', 'g')).every((exists) => !exists));
  });
});

describe(covered('Presence: the connections of a group with their users, in pages of up to 200'), () => {
  it('each connection once, whatever the size of a page', async () => {
    const ids = await Promise.all(
      [1, 2, 3, 4, 5].map(async (n) => (await world.connect({ userId: `u${n}`, groups: ['g'] })).id),
    );
    await world.connect({ userId: 'elsewhere', groups: ['h'] });
    const members = await listed('g', { maxPageSize: 2 });
    expect(members.map(({ connectionId }) => connectionId)).toEqual([...ids].sort());
    expect(members.map(({ userId }) => userId).sort()).toEqual(['u1', 'u2', 'u3', 'u4', 'u5']);
    expect(await pageSizes('g', { maxPageSize: 2 })).toEqual([2, 2, 1]);
    expect(await listed('nobody here')).toEqual([]);
  });

  it('who leaves between two pages shifts nobody', async () => {
    await Promise.all([1, 2, 3, 4].map(() => world.connect({ groups: ['g'] })));
    const [first, ...others] = (await listed('g')).map(({ connectionId }) => connectionId);
    const seen: string[] = [];
    for await (const page of (await world.service.group('g').listConnections({ maxPageSize: 2 })).byPage()) {
      seen.push(...page.map(({ connectionId }) => connectionId));
      if (first) await world.service.group('g').removeConnection(first);
    }
    expect(seen).toEqual([first, ...others]);
  });

  it('a page has at most 200 connections', async () => {
    const sockets = await Promise.all(Array.from({ length: 201 }, () => world.socket({ groups: ['crowd'] })));
    expect(await pageSizes('crowd')).toEqual([200, 1]);
    await expect(listed('crowd', { maxPageSize: 201 })).rejects.toMatchObject({ statusCode: 400 });
    for (const { raw } of sockets) raw.terminate();
  });
});

describe(refused('Presence: a limit for the whole listing (top)'), () => {
  it('rather than listing too many', async () => {
    await expect(listed('g', { top: 3 })).rejects.toMatchObject({ statusCode: 501 });
  });
});

describe(covered('Group membership of connections and users'), () => {
  it('in and out, one by one', async () => {
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
  });

  it('a connection that is gone cannot join, and has left already', async () => {
    const { service } = world;
    await expect(service.group('g').addConnection('nobody')).rejects.toMatchObject({ statusCode: 404 });
    await expect(service.sendToConnection('nobody', 1)).rejects.toMatchObject({ statusCode: 404 });
    await service.group('g').removeConnection('nobody');
    await service.closeConnection('nobody');
  });
});

describe(refused('Group membership by filter, and leaving all groups at once'), () => {
  it('is not done silently', async () => {
    const { service } = world;
    await expect(service.addConnectionsToGroups(['g'], 'true')).rejects.toMatchObject({ statusCode: 501 });
    await expect(service.removeConnectionsFromGroups(['g'], 'true')).rejects.toMatchObject({ statusCode: 501 });
    await expect(service.removeUserFromAllGroups('ann')).rejects.toMatchObject({ statusCode: 501 });
  });
});

describe(covered('Closing a connection, or those of a user, with a reason'), () => {
  it('whom it meets is told', async () => {
    const { service } = world;
    const other = await world.connect({ userId: 'bob' });
    const closing = async (close: (id: string) => Promise<unknown>) => {
      const { sdk, id } = await world.connect({ userId: 'ann' });
      const told = new Promise((resolve) => sdk.on('disconnected', ({ message }) => resolve(message?.message)));
      await close(id);
      return told;
    };
    const long = 'ü'.repeat(200);
    expect(await closing((id) => service.closeConnection(id, { reason: 'policy' }))).toBe('policy');
    expect(await closing(() => service.closeUserConnections('ann', { reason: long }))).toBe(long);
    expect(await service.userExists('ann')).toBe(false);
    expect(await service.connectionExists(other.id)).toBe(true);
  });

  it('who is excluded stays', async () => {
    const [spared, other] = [await world.connect({ userId: 'ann' }), await world.connect({ userId: 'ann' })];
    const version = `?api-version=2024-12-01&excluded=${spared.id}`;
    await world.rest('/api/hubs/fleet/users/ann/:closeConnections', { version });
    expect(await world.service.connectionExists(spared.id)).toBe(true);
    expect(await world.service.connectionExists(other.id)).toBe(false);
  });
});

describe(refused('Closing all connections of a group or of the hub'), () => {
  it('by name', async () => {
    const { service } = world;
    await expect(service.group('g').closeAllConnections()).rejects.toMatchObject({ statusCode: 501 });
    await expect(service.closeAllConnections()).rejects.toMatchObject({ statusCode: 501 });
  });
});

describe('counts', () => {
  it('tell of connections, lost ones too', async () => {
    const { raw } = await world.socket({}, ['json.reliable.webpubsub.azure.v1']);
    expect(await world.counts()).toEqual({ hub: 'fleet', connections: 1, lost: 0 });
    raw.terminate();
    await until(async () => (await world.counts()).lost === 1);
  });
});
