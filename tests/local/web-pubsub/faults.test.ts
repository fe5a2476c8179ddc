import { openWorld, until, type World } from './harness.ts';

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

const json = async (answer: Promise<Response>): Promise<[status: number, body: unknown]> => {
  const response = await answer;
  return [response.status, await response.json()];
};

describe('faults on demand', () => {
  it('drop the connections a filter names, without a goodbye', async () => {
    const ann = await world.socket({ userId: 'ann' });
    const bob = await world.socket({ userId: 'bob' });
    const dropped = await json(world.steer('POST', 'faults', { kind: 'drop', filter: "userId eq 'ann'" }));
    expect(dropped).toEqual([200, { dropped: 1 }]);
    expect(await ann.closed).toBe(1006);
    expect(ann.json()).toHaveLength(1);
    await until(async () => !(await world.service.userExists('ann')));
    expect(await world.service.userExists('bob')).toBe(true);
    bob.raw.terminate();
  });

  it('are checked', async () => {
    for (const fault of [{ kind: 'explode' }, { kind: 'drop', filter: 'bogus' }])
      expect((await world.steer('POST', 'faults', fault)).status).toBe(400);
    expect((await world.steer('GET', 'elsewhere')).status).toBe(501);
  });
});
