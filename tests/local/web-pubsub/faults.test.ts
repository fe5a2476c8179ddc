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

  it('drop those of one hub only', async () => {
    const { raw } = await world.socket();
    const others = await json(world.steer('POST', 'faults', { kind: 'drop', hub: 'other' }));
    expect(others).toEqual([200, { dropped: 0 }]);
    expect(await json(world.steer('POST', 'faults', { kind: 'drop', hub: 'fleet' }))).toEqual([200, { dropped: 1 }]);
    raw.terminate();
  });

  it('hold up the next calls of a service client, as many as asked for', async () => {
    await world.steer('POST', 'faults', { kind: 'delay', ms: 60_000, count: 1 });
    const controller = new AbortController();
    let answered = 0;
    const call = async () => {
      await world.service.sendToAll(1, { abortSignal: controller.signal });
      answered += 1;
    };
    const calls = [call(), call()];
    await Promise.race(calls);
    await world.service.sendToAll('on time');
    expect(answered).toBe(1);
    controller.abort();
    expect((await Promise.allSettled(calls)).map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('that are short only make a call late', async () => {
    await world.steer('POST', 'faults', { kind: 'delay', ms: 30 });
    const start = performance.now();
    await world.service.sendToAll(1);
    expect(performance.now() - start).toBeGreaterThan(25);
  });

  it('can be called off, and are checked', async () => {
    await world.steer('POST', 'faults', { kind: 'delay', ms: 60_000, count: 3 });
    expect(await json(world.steer('DELETE', 'faults'))).toEqual([200, { cancelled: 3 }]);
    await world.service.sendToAll('not held up');
    for (const fault of [{ kind: 'explode' }, { kind: 'delay' }, { kind: 'drop', filter: 'bogus' }])
      expect((await world.steer('POST', 'faults', fault)).status).toBe(400);
    expect((await world.steer('GET', 'elsewhere')).status).toBe(501);
  });
});
