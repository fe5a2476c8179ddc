import type * as df from 'durable-functions';
import { EventType } from '../../../local/durable/history.ts';
import { create, eventOf, rewind } from '../../../local/durable/orchestrations.ts';
import { DAY, folder, open, outcome, quiet } from './hubs.ts';
import type { Functions } from './sdk.ts';

describe('rewind', () => {
  it('runs again what has failed, in sub-orchestrations too, and nothing that has succeeded', async () => {
    const runs: string[] = [];
    let broken = true;
    const { hub } = open({
      orchestrators: {
        *parent({ df }) {
          const first = yield df.callActivity('log', 'first');
          return [first, yield df.callSubOrchestrator('child'), yield df.callActivity('log', 'last')];
        },
        *child({ df }) {
          yield df.callActivity('log', 'child');
          return yield df.callActivity('fragile');
        },
      },
      activities: {
        log: (name: string) => {
          runs.push(name);
          return name;
        },
        fragile: () => {
          runs.push('fragile');
          if (broken) throw new Error('broken');
          return 'mended';
        },
      },
    });
    const id = create(hub, { name: 'parent', input: null, id: '' });
    await quiet(hub);
    expect(hub.store.get(id)?.status).toBe('Failed');
    broken = false;
    expect(rewind(hub, id, 'mended')).toBe(true);
    await quiet(hub);
    expect(outcome(hub, id)).toEqual({ status: 'Completed', output: ['first', 'mended', 'last'] });
    expect(runs).toEqual(['first', 'child', 'fragile', 'fragile', 'last']);
    const types = hub.store.history(id).map((row) => eventOf(row).EventType);
    expect(types.filter((type) => type === EventType.GenericEvent)).toHaveLength(1);
    expect(rewind(hub, id, 'again')).toBe(false);
  });

  it('starts a sub-orchestration that could not be started', async () => {
    const functions = {
      orchestrators: {
        *parent({ df }: df.OrchestrationContext): Generator<df.Task, unknown, never> {
          return yield df.callSubOrchestrator('child', undefined, 'taken');
        },
        *child({ df }: df.OrchestrationContext): Generator<df.Task, unknown, never> {
          return yield df.waitForExternalEvent('go');
        },
      },
    };
    const { hub } = open(functions);
    create(hub, { name: 'child', input: null, id: 'taken' });
    const id = create(hub, { name: 'parent', input: null, id: '' });
    await quiet(hub);
    expect(hub.store.get(id)?.output).toContain('An Orchestration instance with the status Running already exists');
    const go = { EventType: EventType.EventRaised, Name: 'go', Input: '7' } as const;
    hub.tell('taken', go);
    await quiet(hub);
    rewind(hub, id, '');
    await quiet(hub);
    hub.tell('taken', go);
    await quiet(hub);
    expect(outcome(hub, id)).toEqual({ status: 'Completed', output: 7 });
  });
});

describe('messages', () => {
  it('are taken in the order in which they came, many in one turn', async () => {
    const { hub } = open({
      orchestrators: {
        *collect({ df }) {
          const items = [];
          for (let n = 0; n < 5; n += 1) items.push(yield df.waitForExternalEvent('item'));
          return items;
        },
      },
    });
    const id = create(hub, { name: 'collect', input: null, id: '' });
    for (let n = 0; n < 5; n += 1) hub.tell(id, { EventType: EventType.EventRaised, Name: 'item', Input: `${n}` });
    await quiet(hub);
    expect(outcome(hub, id)?.output).toEqual([0, 1, 2, 3, 4]);
    expect(
      hub.store
        .history(id)
        .map(eventOf)
        .filter((event) => event.EventType === EventType.OrchestratorStarted),
    ).toHaveLength(1);
  });

  it('from an activity that outlives its orchestration do not reach the next one of the same id', async () => {
    const running: ((value: string) => void)[] = [];
    const { hub } = open({
      orchestrators: {
        *one({ df }) {
          return yield df.callActivity('wait');
        },
      },
      activities: { wait: () => new Promise((resolve) => running.push(resolve)) },
    });
    const asked = async (count: number) => {
      while (running.length < count) await new Promise((resolve) => setImmediate(resolve));
    };
    create(hub, { name: 'one', input: null, id: 'same' });
    await asked(1);
    hub.tell('same', { EventType: EventType.ExecutionTerminated, Input: 'enough' });
    while (hub.store.get('same')?.status !== 'Terminated') await new Promise((resolve) => setImmediate(resolve));
    create(hub, { name: 'one', input: null, id: 'same' });
    await asked(2);
    running[0]?.('old');
    running[1]?.('new');
    await quiet(hub);
    expect(outcome(hub, 'same')).toEqual({ status: 'Completed', output: 'new' });
  });
});

describe('limits and failures', () => {
  it('runs no more activities at once than it may', async () => {
    let running = 0;
    let most = 0;
    const { hub } = open(
      {
        orchestrators: {
          *fan({ df }) {
            return yield df.Task.all(Array.from({ length: 20 }, () => df.callActivity('count')));
          },
        },
        activities: {
          count: async () => {
            running += 1;
            most = Math.max(most, running);
            await new Promise((resolve) => setImmediate(resolve));
            running -= 1;
            return most;
          },
        },
      },
      { atOnce: 3 },
    );
    const id = create(hub, { name: 'fan', input: null, id: '' });
    await quiet(hub);
    expect(outcome(hub, id)?.status).toBe('Completed');
    expect(most).toBe(3);
  });

  it('goes on where it was in another process, from a directory', async () => {
    const directory = folder();
    const functions: Functions = {
      orchestrators: {
        *steps({ df }) {
          const first = yield df.callActivity('one');
          yield df.createTimer(new Date(df.currentUtcDateTime.getTime() + DAY));
          return [first, yield df.waitForExternalEvent('go')];
        },
      },
      activities: { one: () => 1 },
    };
    const before = open(functions, { dataDir: directory });
    const id = create(before.hub, { name: 'steps', input: null, id: '' });
    await quiet(before.hub);
    await before.hub.stop();
    before.hub.close();
    const { hub } = open(functions, { dataDir: directory, clock: before.clock });
    before.clock.advance(2 * DAY);
    hub.wake();
    hub.tell(id, { EventType: EventType.EventRaised, Name: 'go', Input: '2' });
    await quiet(hub);
    expect(outcome(hub, id)).toEqual({ status: 'Completed', output: [1, 2] });
  });

  it('loses nothing when a write fails: the step is taken again', async () => {
    const { hub, errors, clock } = open({
      orchestrators: {
        *one({ df }) {
          return yield df.callActivity('one');
        },
      },
      activities: { one: () => 1 },
    });
    const { take } = hub.store;
    let failures = 3;
    Object.assign(hub.store, {
      take(seq: number) {
        failures -= 1;
        if (failures >= 0) throw new Error('disk I/O error');
        take(seq);
      },
    });
    const id = create(hub, { name: 'one', input: null, id: '' });
    for (let round = 0; round < 4; round += 1) {
      await quiet(hub);
      clock.advance(1000);
      hub.wake();
    }
    await quiet(hub);
    expect(outcome(hub, id)).toEqual({ status: 'Completed', output: 1 });
    expect(errors).toHaveLength(3);
  });
});
