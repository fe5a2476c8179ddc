import { odata } from '@azure/web-pubsub';
import { covered, refused } from '../conformance.ts';
import { openWorld, protocols, until, type World } from './harness.ts';

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

describe(covered('REST: send JSON, text or bytes to all, a group, a user or one connection'), () => {
  it.each(Object.keys(protocols) as (keyof typeof protocols)[])('to clients that are %s', async (protocol) => {
    const { service } = world;
    const ann = await world.connect({ userId: 'ann', groups: ['north'] }, protocol);
    const bob = await world.connect({ userId: 'bob' }, protocol);

    await service.sendToAll({ to: 'all' });
    await service.group('north').sendToAll({ to: 'north' });
    await service.sendToUser('bob', 'to bob', { contentType: 'text/plain' });
    await service.sendToConnection(ann.id, Buffer.from([1, 2, 255]));

    await until(() => ann.received.length === 3 && bob.received.length === 2);
    expect(ann.data()).toEqual([{ to: 'all' }, { to: 'north' }, [1, 2, 255]]);
    expect(bob.data()).toEqual([{ to: 'all' }, 'to bob']);
    expect(ann.received[1]).toMatchObject({ from: 'group', group: 'north' });
    expect(ann.received.map(({ sequenceId }) => sequenceId)).toEqual(
      protocol === 'reliable' ? [1, 2, 3] : [undefined, undefined, undefined],
    );
  });
});

describe(covered('REST: excluded connections and OData filters on sends'), () => {
  it('leave out whom they name', async () => {
    const { service } = world;
    const ann = await world.connect({ userId: 'ann', groups: ['x'] });
    const bob = await world.connect({ userId: 'bob', groups: ['x', 'y'] });
    const other = await world.connect({ userId: 'bob' });

    await service.sendToAll(1, { filter: odata`userId eq 'bob' and not('y' in groups)` });
    await service.group('x').sendToAll(2, { excludedConnections: [ann.id] });
    await service.group('x').sendToAll(3, { filter: "userId in ('ann', 'carl')" });
    await service.sendToUser('bob', 4, { filter: "'x' in groups" });
    await service.sendToAll(5);

    await until(() => [ann, bob, other].every(({ received }) => received.at(-1)?.data === 5));
    expect([ann.data(), bob.data(), other.data()]).toEqual([
      [3, 5],
      [2, 4, 5],
      [1, 5],
    ]);
  });

  it('a filter that cannot be read is a 400', async () => {
    const refusal = expect(world.service.sendToAll(1, { filter: 'bogus eq 1' })).rejects;
    await refusal.toMatchObject({ statusCode: 400, message: expect.stringContaining("'bogus' is not understood") });
  });
});

describe(refused('REST: messageTtlSeconds'), () => {
  it('rather than kept too long', async () => {
    const refusal = expect(world.service.sendToAll(1, { messageTtlSeconds: 10 })).rejects;
    await refusal.toMatchObject({ statusCode: 501, code: 'NotSimulated' });
  });
});
