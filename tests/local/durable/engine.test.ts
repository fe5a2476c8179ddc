import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as df from 'durable-functions';
import { EventType } from '../../../local/durable/history.ts';
import { create, eventOf, rewind } from '../../../local/durable/orchestrations.ts';
import { TaskHub, type TaskHubOptions } from '../../../local/durable/task-hub.ts';
import { manualClock } from '../../../local/shared/clock.ts';
import { type Functions, sdkApp } from './sdk.ts';

const DAY = 86_400_000;
const hubs: TaskHub[] = [];
const directories: string[] = [];

const open = (functions: Functions, options: Partial<TaskHubOptions> = {}) => {
  const clock = manualClock();
  let ids = 0;
  const newId = () => {
    ids += 1;
    return `id${ids}`;
  };
  const errors: unknown[] = [];
  const onError = (error: unknown) => errors.push(error);
  const hub = new TaskHub({ app: sdkApp(functions), clock, newId, onError, ...options });
  hubs.push(hub);
  hub.wake();
  return { hub, clock, errors };
};

afterEach(async () => {
  for (const hub of hubs.splice(0)) {
    await hub.stop();
    hub.close();
  }
  for (const directory of directories.splice(0)) rmSync(directory, { recursive: true, force: true });
});

/** Resolves when there is nothing left to do until a clock moves or something comes in. */
const quiet = async (hub: TaskHub) => {
  while (hub.store.recipients().some(({ due }) => due <= hub.clock.now()))
    await new Promise((resolve) => setImmediate(resolve));
};

/** Moves the clock from one timer to the next until all is done, or `days` have passed. */
const pass = async (hub: TaskHub, clock: ReturnType<typeof manualClock>, days: number) => {
  const end = clock.now() + days * DAY;
  for (;;) {
    await quiet(hub);
    const due = Math.min(hub.store.recipients().find((each) => each.due > clock.now())?.due ?? end, end);
    clock.advance(due - clock.now());
    if (due === end) return;
    hub.wake();
  }
};

const outcome = (hub: TaskHub, id: string) => {
  const row = hub.store.get(id);
  return row && { status: row.status, output: JSON.parse(row.output ?? 'null') };
};

describe('timers', () => {
  it('thirty days of them pass in milliseconds, each at its moment', async () => {
    const { hub, clock } = open({
      orchestrators: {
        *month({ df }) {
          const at = [];
          for (let day = 1; day <= 30; day += 1) {
            yield df.createTimer(new Date(df.currentUtcDateTime.getTime() + DAY));
            at.push(df.currentUtcDateTime.getTime());
          }
          return at;
        },
      },
    });
    const start = clock.now();
    const id = create(hub, { name: 'month', input: null, id: '' });
    await pass(hub, clock, 31);
    expect(outcome(hub, id)).toEqual({
      status: 'Completed',
      output: Array.from({ length: 30 }, (_, day) => start + (day + 1) * DAY),
    });
  });

  it('one of thirty days is one timer, which an event can overtake', async () => {
    const { hub, clock } = open({
      orchestrators: {
        *approval({ df }) {
          const timer = df.createTimer(new Date(df.currentUtcDateTime.getTime() + 30 * DAY));
          const approved = df.waitForExternalEvent('approved');
          if ((yield df.Task.any([timer, approved])) === timer) return 'too late';
          timer.cancel();
          return approved.result;
        },
      },
    });
    const ids = ['early', 'late'].map((id) => create(hub, { name: 'approval', input: null, id }));
    await pass(hub, clock, 29);
    hub.tell('early', { EventType: EventType.EventRaised, Name: 'approved', Input: '"yes"' });
    await pass(hub, clock, 2);
    expect(ids.map((id) => outcome(hub, id)?.output)).toEqual(['yes', 'too late']);
  });

  it('keep an orchestration running when nobody cancels them', async () => {
    const { hub, clock } = open({
      orchestrators: {
        *open({ df }) {
          const timer = df.createTimer(new Date(df.currentUtcDateTime.getTime() + DAY));
          yield df.Task.any([timer, df.callActivity('quick')]);
          return 'done';
        },
      },
      activities: { quick: () => 1 },
    });
    const id = create(hub, { name: 'open', input: null, id: '' });
    await quiet(hub);
    expect(outcome(hub, id)?.status).toBe('Running');
    await pass(hub, clock, 2);
    expect(outcome(hub, id)).toEqual({ status: 'Completed', output: 'done' });
  });
});

describe('retries', () => {
  it('back off on the clock of the task hub', async () => {
    const at: number[] = [];
    const { hub, clock } = open({
      orchestrators: {
        *retry({ df: durable }) {
          const options = new df.RetryOptions(DAY, 4);
          options.backoffCoefficient = 2;
          try {
            return yield durable.callActivityWithRetry('fail', options);
          } catch (error) {
            return String(error);
          }
        },
      },
      activities: {
        fail: () => {
          at.push((clock.now() - start) / DAY);
          throw new Error(`no ${at.length}`);
        },
      },
    });
    const start = clock.now();
    const id = create(hub, { name: 'retry', input: null, id: '' });
    await pass(hub, clock, 30);
    expect(at).toEqual([0, 1, 3, 7]);
    expect(outcome(hub, id)?.output).toContain("Activity function 'fail' failed: no 4");
  });

  it('with a time limit get stuck when it is over, as in Azure', async () => {
    const { hub, clock } = open({
      orchestrators: {
        *retry({ df: durable }) {
          const options = new df.RetryOptions(DAY, 10);
          options.retryTimeoutInMilliseconds = 2 * DAY;
          return yield durable.callActivityWithRetry('fail', options);
        },
      },
      activities: {
        fail: () => {
          throw new Error('no');
        },
      },
    });
    const id = create(hub, { name: 'retry', input: null, id: '' });
    await pass(hub, clock, 30);
    expect(outcome(hub, id)?.status).toBe('Running');
  });
});

describe('a change of the code', () => {
  it('that does not fit the history fails the instance and names the step', async () => {
    const calls: string[] = ['first', 'second'];
    const { hub } = open({
      orchestrators: {
        *changing({ df }) {
          yield df.callActivity(calls[0] ?? '');
          yield df.waitForExternalEvent('go');
        },
      },
      activities: { first: () => 1, second: () => 2 },
    });
    const id = create(hub, { name: 'changing', input: null, id: '' });
    await quiet(hub);
    calls.shift();
    hub.tell(id, { EventType: EventType.EventRaised, Name: 'go', Input: '1' });
    await quiet(hub);
    expect(hub.store.get(id)).toMatchObject({
      status: 'Failed',
      output: expect.stringContaining("the activity 'first' with sequence ID 0"),
    });
    expect(hub.store.get(id)?.output).toContain("the current replay schedules the activity 'second' instead");
  });
});

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
    expect(types.filter((type) => type === EventType.GenericEvent)).toHaveLength(3);
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
  it('runs no more activities at once than host.json says', async () => {
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
      { maxActivities: 3 },
    );
    const id = create(hub, { name: 'fan', input: null, id: '' });
    await quiet(hub);
    expect(outcome(hub, id)?.status).toBe('Completed');
    expect(most).toBe(3);
  });

  it('goes on where it was in another process, from a directory', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'wayfleet-durable-'));
    directories.push(directory);
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
