import { odata } from '@azure/web-pubsub';
import { openWorld, protocols, until, type World } from './harness.ts';

describe('sending through the service client', () => {
  let world: World;
  beforeEach(async () => {
    world = await openWorld();
  });
  afterEach(() => world.close());

  it.each(Object.keys(protocols) as (keyof typeof protocols)[])(
    'reaches everybody, a group, a user, one connection: %s',
    async (protocol) => {
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
    },
  );

  it('leaves out excluded connections and those a filter rejects', async () => {
    const { service } = world;
    const ann = await world.connect({ userId: 'ann', groups: ['x'] });
    const bob = await world.connect({ userId: 'bob', groups: ['x', 'y'] });
    const other = await world.connect({ userId: 'bob' });

    await service.sendToAll(1, { filter: odata`userId eq 'bob' and not('y' in groups)` });
    await service.group('x').sendToAll(2, { excludedConnections: [ann.id] });
    await service.group('x').sendToAll(3, { filter: "userId in ('ann', 'carl')" });
    await service.sendToAll(4);

    await until(() => [ann, bob, other].every(({ received }) => received.at(-1)?.data === 4));
    expect([ann.data(), bob.data(), other.data()]).toEqual([
      [3, 4],
      [2, 4],
      [1, 4],
    ]);
  });
});
