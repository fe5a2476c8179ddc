import { scene } from '../assignments/scene.ts';
import { found, itemsOf } from '../company.ts';
import { noteKeeping } from '../keeping.ts';

const open = async (...replace: Parameters<typeof scene>) => {
  const here = await scene(...replace);
  const owner = here.acme.as('owner');
  const start = async () => String((await here.handOver()).body.sagaId);
  const retry = (id: string) => owner.post(`ops/sagas/${id}/retry`);
  const terminate = (id: string) => owner.post(`ops/sagas/${id}/terminate`, { reason: 'Wrong driver' });
  return { ...here, owner, start, retry, terminate };
};

describe('GET ops/sagas', () => {
  it('says what each was about, who started it and how it went', async () => {
    const { world, owner, start, van } = await open();
    const id = await start();
    await world.sagas.run();
    expect(itemsOf(await owner.get('ops/sagas'))).toEqual([
      {
        id,
        saga: 'assignments-hand-over',
        subject: van.vehicleId,
        state: 'completed',
        startedAt: '2026-03-02T08:00:00.000Z',
        endedAt: '2026-03-02T08:00:00.000Z',
        startedBy: 'user:dispatcher@acme.example',
      },
    ]);
  });

  it('pages, the newest first', async () => {
    const { world, owner, handOver, ann, bob } = await open();
    for (const { email } of [bob, ann, bob]) {
      world.advance(1_000);
      await handOver({ toDriver: email });
      await world.sagas.run();
    }
    const first = await owner.get('ops/sagas?limit=2');
    const rest = await owner.get(`ops/sagas?limit=2&cursor=${first.body.nextCursor}`);
    const moments = [first, rest].map((page) => itemsOf(page).map(({ startedAt }) => String(startedAt).slice(17, 19)));
    expect(moments).toEqual([['03', '02'], ['01']]);
  });

  it('shows a run under way with the steps it has taken', async () => {
    const { world, start, sagaOf } = await open();
    const id = await start();
    await world.sagas.turn();
    expect(await sagaOf(id)).toMatchObject({
      state: 'running',
      steps: [
        { step: 'assignments-close', state: 'done' },
        { step: 'assignments-open', state: 'running' },
      ],
    });
  });

  it('knows the outcome even when it could not be written down', async () => {
    const { world, start, sagaOf } = await open();
    world.sagas.fault('ops-record-saga', 'fails');
    const id = await start();
    await world.sagas.run();
    const { state, steps } = await sagaOf(id);
    expect([state, (steps as unknown[]).length]).toEqual(['completed', 5]);
  });

  it('answers 404 to another company, and 403 to who may not look', async () => {
    const { world, acme, start } = await open();
    const id = await start();
    const globex = await found(world, 'globex');
    for (const path of [`ops/sagas/${id}`, 'ops/sagas/sag_0'])
      expect((await globex.as('owner').get(path)).status).toBe(404);
    expect((await globex.as('owner').post(`ops/sagas/${id}/retry`)).status).toBe(404);
    expect((await acme.as('viewer').get('ops/sagas')).status).toBe(403);
    expect((await acme.as('dispatcher').get(`ops/sagas/${id}`)).status).toBe(200);
    expect((await acme.as('dispatcher').post(`ops/sagas/${id}/retry`)).status).toBe(403);
  });
});

it('keeps a saga while it runs, and for 400 days after it has ended', async () => {
  const kept: (number | undefined)[] = [];
  const { world, start } = await open(({ operations }) => ({ operations: noteKeeping(operations, 'sagas', kept) }));
  await start();
  await world.sagas.run();
  expect(kept).toEqual([undefined, 400 * 86_400]);
});

it('is forgotten by its runtime a month after it began, and still known to its company', async () => {
  const { world, bob, start, retry, sagaOf, driverOf } = await open();
  world.sagas.fault('devices-move', 'fails');
  const id = await start();
  await world.sagas.run();
  const remembered = async () => (await world.sagas.find(`ten_acme~${id}`)) !== undefined;
  world.advance(29 * 86_400_000);
  await world.runTimers();
  expect(await remembered()).toBe(true);
  world.advance(2 * 86_400_000);
  await world.runTimers();
  expect(await remembered()).toBe(false);

  expect(await sagaOf(id)).toMatchObject({ state: 'undone', problem: { code: 'saga/step-failed' } });
  world.sagas.fault('devices-move');
  await retry(id);
  await world.sagas.run();
  expect(await driverOf()).toBe(bob.email);
});

describe('POST ops/sagas/{id}/terminate', () => {
  it('stops the saga where it is', async () => {
    const { world, start, terminate, driverOf } = await open();
    const id = await start();
    await world.sagas.turn();
    expect(await terminate(id)).toMatchObject({ status: 200, body: { state: 'terminated', reason: 'Wrong driver' } });
    await world.sagas.run();
    expect(await driverOf()).toBeNull();
  });

  it('refuses what has ended, and a reason that says nothing', async () => {
    const { world, owner, start, terminate } = await open();
    const id = await start();
    expect(await owner.post(`ops/sagas/${id}/terminate`, { reason: ' ' })).toMatchObject({
      status: 400,
      body: { issues: [{ path: ['reason'] }] },
    });
    await world.sagas.run();
    expect(await terminate(id)).toMatchObject({ status: 409, body: { code: 'sagas/ended' } });
  });
});

describe('POST ops/sagas/{id}/retry', () => {
  it('goes on where a terminated saga stopped: what was done stays done', async () => {
    const { world, bob, start, terminate, retry, sagaOf, driverOf, toldTo } = await open();
    const id = await start();
    await world.sagas.turn();
    await terminate(id);
    const again = await retry(id);
    expect(again).toMatchObject({ status: 202, body: { state: 'running', retryOf: id } });
    expect(again.headers.get('location')).toBe(`/api/v1/ops/sagas/${again.body.id}`);
    await world.sagas.run();
    expect(await sagaOf(again.body.id)).toMatchObject({ state: 'completed' });
    expect(await sagaOf(id)).toMatchObject({ state: 'terminated', retriedAs: again.body.id });
    expect(await driverOf()).toBe(bob.email);
    expect(await toldTo(bob)).toEqual(['vehicle-taken-over']);
  });

  it('does what was undone from the beginning, with the key that was shown', async () => {
    const { world, bob, handOver, retry, sagaOf, driverOf, send } = await open();
    world.sagas.fault('devices-replace-key', 'fails');
    const { body } = await handOver();
    await world.sagas.run();
    world.sagas.fault('devices-replace-key');
    const again = await retry(String(body.sagaId));
    await world.sagas.run();
    expect(await sagaOf(again.body.id)).toMatchObject({ state: 'completed', retryOf: body.sagaId });
    expect(await driverOf()).toBe(bob.email);
    expect((await send(body.deviceKey)).status).toBe(202);
  });

  it('runs once however often it is asked for', async () => {
    const { world, owner, start, terminate, retry } = await open();
    const id = await start();
    await terminate(id);
    const both = await Promise.all([retry(id), retry(id)]);
    const third = await retry(id);
    expect(new Set([...both, third].map(({ body }) => body.id)).size).toBe(1);
    await world.sagas.run();
    expect(itemsOf(await owner.get('ops/sagas'))).toHaveLength(2);
  });

  it('tries the undos of a stuck saga again, and nothing else', async () => {
    const { world, ann, start, retry, sagaOf, driverOf } = await open();
    world.sagas.fault('assignments-open', 'fails');
    world.sagas.fault('assignments-reopen', 'fails');
    const id = await start();
    await world.sagas.run();
    expect(await sagaOf(id)).toMatchObject({ state: 'stuck', problem: { code: 'saga/step-failed' } });
    const stuckAgain = await retry(id);
    expect(stuckAgain).toMatchObject({ status: 202, body: { id, state: 'running' } });
    await world.sagas.run();
    expect(await sagaOf(id)).toMatchObject({ state: 'stuck' });

    world.sagas.fault('assignments-reopen');
    await retry(id);
    await world.sagas.run();
    expect(await sagaOf(id)).toMatchObject({
      state: 'undone',
      problem: { code: 'saga/step-failed' },
      steps: [{ step: 'assignments-reopen', state: 'undone' }],
    });
    expect(await driverOf()).toBe(ann.email);
  });

  it('undoes once more once, however often it is asked for at once', async () => {
    const { world, ann, start, retry, sagaOf, driverOf } = await open();
    for (const step of ['assignments-open', 'assignments-reopen']) world.sagas.fault(step, 'fails');
    const id = await start();
    await world.sagas.run();
    world.sagas.fault('assignments-reopen');
    const answers = await Promise.all([retry(id), retry(id)]);
    expect(answers.map(({ body }) => [body.id, body.state])).toEqual([
      [id, 'running'],
      [id, 'running'],
    ]);
    const before = world.sagas.took.length;
    await world.sagas.run();
    expect(world.sagas.took.slice(before)).toEqual(['assignments-reopen', 'ops-record-saga']);
    expect(await sagaOf(id)).toMatchObject({ state: 'undone' });
    expect(await driverOf()).toBe(ann.email);
  });

  it('is not overtaken by who looked before it', async () => {
    const { world, ann, start, retry, sagaOf, driverOf } = await open();
    for (const step of ['assignments-open', 'assignments-reopen', 'ops-record-saga']) world.sagas.fault(step, 'fails');
    const id = await start();
    await world.sagas.run();
    for (const step of ['assignments-open', 'assignments-reopen', 'ops-record-saga']) world.sagas.fault(step);
    const { find } = world.sagas;
    world.sagas.find = async (instance) => {
      world.sagas.find = find;
      const seen = await find(instance);
      await retry(id);
      return seen;
    };
    expect(await sagaOf(id)).toMatchObject({ state: 'running' });
    await world.sagas.run();
    expect(await sagaOf(id)).toMatchObject({ state: 'undone' });
    expect(await driverOf()).toBe(ann.email);
  });

  it('refuses while the saga runs, and when it has succeeded', async () => {
    const { world, start, retry } = await open();
    const id = await start();
    expect(await retry(id)).toMatchObject({ status: 409, body: { code: 'sagas/running' } });
    await world.sagas.run();
    expect(await retry(id)).toMatchObject({ status: 409, body: { code: 'sagas/completed' } });
  });
});

describe('a saga that was accepted while its runtime was away', () => {
  it('is started by the timer, once', async () => {
    const { world, bob, start, sagaOf, driverOf } = await open();
    const begin = world.sagas.start;
    world.sagas.start = async () => {
      throw new Error('away');
    };
    const id = await start();
    expect(await sagaOf(id)).toMatchObject({ state: 'running', steps: [] });
    world.sagas.start = begin;
    await world.runTimers();
    await world.sagas.run();
    expect(await driverOf()).not.toBe(bob.email);

    world.advance(60_000);
    await world.runTimers();
    await world.runTimers();
    await world.sagas.run();
    expect(await sagaOf(id)).toMatchObject({ state: 'completed' });
    expect(await driverOf()).toBe(bob.email);
  });

  it('does not wait for one that cannot be started, of whatever company', async () => {
    const { world, start, sagaOf } = await open();
    const begin = world.sagas.start;
    world.sagas.start = async () => {
      throw new Error('away');
    };
    const { operations } = world.services;
    const gone = { sagaId: 'sag_gone', instance: 'ten_aaa~sag_gone', tenantId: 'ten_aaa' };
    await operations.in('ten_aaa', 'sagas').put('sag_gone', { id: 'sag_gone', state: 'running', input: gone });
    const due = operations.in('system', 'saga-starts');
    await due.put(gone.instance, { saga: 'fuel-gone', input: gone, at: '2026-03-02T08:00:00.000Z' });
    const id = await start();
    world.sagas.start = begin;
    world.advance(60_000);
    await world.runTimers();
    await world.sagas.run();
    expect(await sagaOf(id)).toMatchObject({ state: 'completed' });
    expect(world.log).toContainEqual(expect.objectContaining({ level: 'error', saga: 'sag_gone' }));
    expect(await due.count()).toBe(1);
  });

  it('is not started once it was terminated, nor when it was never accepted', async () => {
    const { world, ann, start, terminate, driverOf } = await open();
    const begin = world.sagas.start;
    world.sagas.start = async () => {
      throw new Error('away');
    };
    await terminate(await start());
    world.sagas.start = begin;
    const never = { sagaId: 'sag_never', instance: 'ten_acme~sag_never', tenantId: 'ten_acme' };
    const due = world.services.operations.in('system', 'saga-starts');
    await due.put(never.instance, { saga: 'assignments-hand-over', input: never, at: '2026-03-02T08:00:00.000Z' });
    world.advance(60_000);
    await world.runTimers();
    await world.sagas.run();
    expect(await driverOf()).toBe(ann.email);
    expect(await due.count()).toBe(0);
  });
});
