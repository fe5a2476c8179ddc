import * as df from 'durable-functions';
import { EventType } from '../../../local/durable/history.ts';
import { create } from '../../../local/durable/orchestrations.ts';
import { DAY, open, outcome, pass, quiet } from './hubs.ts';

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
