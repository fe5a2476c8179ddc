import fc from 'fast-check';
import type { Action } from '../../../local/durable/actions.ts';
import { EventType, type HistoryEvent, happened, type Occurrence, settledBy } from '../../../local/durable/history.ts';
import { replay } from '../../../local/durable/replay.ts';
import { type Leaf, type Step, World } from './world.ts';

const REF = { InstanceId: 'i1', ExecutionId: 'x1' };
const START = Date.UTC(2026, 0, 1);
const started: Occurrence = {
  EventType: EventType.ExecutionStarted,
  ...{ Name: 'o', Version: '', Input: null, OrchestrationInstance: REF, ParentInstance: null },
};

/** Performs fixed actions, turn by turn: one message each. Gives every history event as `type:id`, or `type>id` for an outcome. */
const perform = (actions: readonly Action[], messages: readonly Occurrence[], isDone = true) => {
  const history: HistoryEvent[] = [];
  let at = START;
  let result = replay(history, { isDone, actions: [actions] }, REF);
  for (const message of [started, ...messages]) {
    at += 1000;
    history.push(happened(at, { EventType: EventType.OrchestratorStarted }), happened(at, message));
    result = replay(history, { isDone, actions: [actions] }, REF);
    for (const [id, intent] of result.scheduled) history.push(happened(at, intent, id));
  }
  const trace = history
    .filter(({ EventType: type }) => type !== EventType.OrchestratorStarted && type !== EventType.ExecutionStarted)
    .map((event) =>
      event.EventId < 0 ? `${event.EventType}>${settledBy(event) ?? ''}` : `${event.EventType}:${event.EventId}`,
    );
  return { trace: trace.join(' '), history, ...result };
};

const ok = (id: number): Occurrence => ({ EventType: EventType.TaskCompleted, TaskScheduledId: id, Result: '1' });
const failed = (id: number): Occurrence => ({
  EventType: EventType.TaskFailed,
  ...{ TaskScheduledId: id, Reason: 'no', Details: '' },
});
const fired = (id: number): Occurrence => ({ EventType: EventType.TimerFired, TimerId: id, FireAt: '' });
const raised = (Name: string): Occurrence => ({ EventType: EventType.EventRaised, Name, Input: '1' });

const activity: Action = { actionType: 0, functionName: 'a', input: '"x"' };
const retryOptions = { firstRetryIntervalInMilliseconds: 1000, maxNumberOfAttempts: 3 };
const retried: Action = { actionType: 1, functionName: 'a', retryOptions };
const waits = (externalEventName: string): Action => ({ actionType: 6, externalEventName });
const timer = (isCanceled = false): Action => ({ actionType: 5, fireAt: '2026-01-02T00:00:00.000Z', isCanceled });

describe('ids, in the order of the history', () => {
  const signal: Action = { actionType: 9, instanceId: '@c@1', operation: 'add', input: 5 };
  const call: Action = { actionType: 7, instanceId: '@c@1', operation: 'get' };
  const all: Action = { actionType: 12, compoundActions: [activity, retried, timer()] };
  const any: Action = { actionType: 11, compoundActions: [waits('go'), timer()] };
  const rivals: Action = {
    actionType: 11,
    compoundActions: [waits('go'), { actionType: 12, compoundActions: [waits('go'), timer()] }],
  };
  const parallel: Action = { actionType: 12, compoundActions: [retried, retried] };

  it.each<[string, Action[], Occurrence[], string, boolean]>([
    ['an activity has one', [activity, activity], [ok(0), ok(1)], '4:0 5>0 4:1 5>1', true],
    ['a sub-orchestration has one', [{ actionType: 2, functionName: 's' }], [], '7:0', false],
    [
      'every attempt and every delay of a retry has one',
      [retried, activity],
      [failed(0), fired(1), ok(2), ok(3)],
      '4:0 6>0 10:1 11>1 4:2 5>2 4:3 5>3',
      true,
    ],
    [
      'a timer follows the last attempt of a retry',
      [retried],
      [failed(0), fired(1), failed(2), fired(3), failed(4), fired(5)],
      '4:0 6>0 10:1 11>1 4:2 6>2 10:3 11>3 4:4 6>4 10:5 11>5',
      true,
    ],
    [
      'parallel retries interleave',
      [parallel],
      [failed(1), failed(0), fired(3), ok(4), fired(2), ok(5)],
      '4:0 4:1 6>1 10:2 6>0 10:3 11>3 4:4 5>4 11>2 4:5 5>5',
      true,
    ],
    [
      'all waits for every child, failed ones too',
      [all, activity],
      [failed(0), ok(1), fired(2), ok(3)],
      '4:0 4:1 10:2 6>0 5>1 11>2 4:3 5>3',
      true,
    ],
    [
      'any goes on with the first child, which leaves the timer open',
      [any, activity],
      [raised('go'), ok(1)],
      '10:0 15> 4:1 5>1',
      false,
    ],
    ['waiting has none', [waits('go'), activity], [raised('GO'), ok(0)], '15> 4:0 5>0', true],
    [
      'of two that wait for the same event the latest is served first',
      [rivals, activity],
      [raised('go'), raised('go')],
      '10:0 15> 15> 4:1',
      false,
    ],
    ['an event that comes early is kept', [activity, waits('go')], [raised('go'), ok(0)], '4:0 15> 5>0', true],
    ['a cancelled timer has one, and nobody waits for it', [timer(true), activity], [ok(1)], '10:0 4:1 5>1', true],
    [
      'a signal has one, a call has one and waits for its answer',
      [signal, call, activity],
      [raised('0')],
      '14:0 14:1 15>',
      false,
    ],
    [
      'an outcome that comes twice counts once',
      [activity, activity],
      [ok(0), ok(0), ok(1)],
      '4:0 5>0 4:1 5>0 5>1',
      true,
    ],
    ['an outcome of something unknown is ignored', [activity], [ok(7), ok(0)], '4:0 5>7 5>0', true],
  ])('%s', (_, actions, messages, trace, complete) => {
    expect(perform(actions, messages)).toMatchObject({ trace, complete });
  });

  it('the request of a call has the same id in every replay', () => {
    const [first, second] = [perform([call], []), perform([call], [])];
    expect(first.history).toEqual(second.history);
    const [request] = first.history.flatMap((event) => (event.EventType === EventType.EventSent ? [event.Input] : []));
    const { id } = JSON.parse(request ?? '{}');
    expect(perform([call, activity], [raised(id)]).trace).toBe('14:0 15> 4:1');
  });

  it('a sub-orchestration is named after the execution and its id', () => {
    const { history } = perform([activity, { actionType: 2, functionName: 's', input: ['y'] }], [ok(0)]);
    expect(history.at(-1)).toMatchObject({ InstanceId: 'x1:1', Input: '["y"]' });
  });
});

describe('retries', () => {
  const delays = (options: object, failures: number) => {
    const action: Action = {
      actionType: 1,
      functionName: 'a',
      retryOptions: { ...retryOptions, maxNumberOfAttempts: 9, ...options },
    };
    const messages = Array.from({ length: failures }, (_, index) => [failed(2 * index), fired(2 * index + 1)]).flat();
    return perform([action], messages).history.flatMap((event) =>
      event.EventType === EventType.TimerCreated ? [Date.parse(event.FireAt) - Date.parse(event.Timestamp)] : [],
    );
  };

  it('wait longer and longer, up to a limit', () => {
    expect(delays({ backoffCoefficient: 2, maxRetryIntervalInMilliseconds: 5000 }, 4)).toEqual([
      1000, 2000, 4000, 5000,
    ]);
  });

  it('are given up without a timer when their time is over, so that the SDK waits for ever', () => {
    expect(delays({ retryTimeoutInMilliseconds: 3000 }, 4)).toEqual([1000]);
  });
});

describe('callHttp', () => {
  const http: Action = { actionType: 8, httpRequest: { method: 'POST', uri: 'http://a/', content: 'x' } };
  const answered = (id: number, status: number, headers: object): Occurrence => ({
    EventType: EventType.TaskCompleted,
    TaskScheduledId: id,
    Result: JSON.stringify({ statusCode: status, headers, content: '' }),
  });

  it('asks again where and when a 202 says', () => {
    const { trace, history } = perform(
      [http],
      [answered(0, 202, { location: 'http://b/', 'retry-after': '7' }), fired(1), answered(2, 200, {})],
    );
    expect(trace).toBe('4:0 5>0 10:1 11>1 4:2 5>2');
    const again = history.findLast((event) => event.EventType === EventType.TaskScheduled);
    expect(again && 'Input' in again && JSON.parse(again.Input ?? '')).toEqual([{ method: 'GET', uri: 'http://b/' }]);
  });

  it('takes a 202 for an answer when polling is switched off', () => {
    const once: Action = {
      actionType: 8,
      httpRequest: { method: 'GET', uri: 'http://a/', asynchronousPatternEnabled: false },
    };
    expect(perform([once], [answered(0, 202, { location: 'http://b/' })]).complete).toBe(true);
  });
});

describe('continueAsNew', () => {
  const anew: Action = { actionType: 4, input: { n: 2 } };

  it('ends the execution with the next input', () => {
    expect(perform([activity, anew], [ok(0)])).toMatchObject({
      complete: true,
      next: { input: '{"n":2}', events: [] },
    });
  });

  it('takes events along that come afterwards, and drops those from before', () => {
    const { next } = perform([activity, anew], [raised('early'), ok(0), raised('late')]);
    expect(next?.events).toEqual([expect.objectContaining({ Name: 'late' })]);
  });

  it('waits for an open timer', () => {
    const any: Action = { actionType: 11, compoundActions: [activity, timer()] };
    expect(perform([any, anew], [ok(0)]).complete).toBe(false);
    expect(perform([any, anew], [ok(0), fired(1)]).complete).toBe(true);
  });
});

describe('non-determinism', () => {
  const history = perform([activity, timer()], [ok(0)]).history;
  const changed =
    (...actions: Action[]) =>
    () =>
      replay(history, { isDone: false, actions: [actions] }, REF);

  it('names the step, and what the code does instead', () => {
    expect(changed({ ...activity, functionName: 'b' })).toThrow(
      "scheduled the activity 'a' with sequence ID 0, but the current replay schedules the activity 'b' instead",
    );
    expect(changed(activity)).toThrow(
      "scheduled a timer with sequence ID 1, but the current replay hasn't (yet?) scheduled it",
    );
    expect(changed(activity, activity)).toThrow(
      "scheduled a timer with sequence ID 1, but the current replay schedules the activity 'a' instead",
    );
  });

  it('is no matter of case or of new steps at the end', () => {
    expect(changed({ ...activity, functionName: 'A' }, timer())).not.toThrow();
    expect(changed(activity, timer(), activity)).not.toThrow();
  });

  it('does not take an action it does not know', () => {
    expect(() => perform([JSON.parse('{"actionType":13}')], [])).toThrow('unexpected action type');
  });
});

describe('any program of the SDK', () => {
  const leaf: fc.Arbitrary<Leaf> = fc.oneof(
    fc.record({ do: fc.constant('activity' as const), fails: fc.boolean() }),
    fc.constantFrom<Leaf>({ do: 'sub' }, { do: 'timer' }, { do: 'call' }),
    fc.record({ do: fc.constant('event' as const), name: fc.constantFrom('A', 'B') }),
  );
  const retry: fc.Arbitrary<Leaf> = fc.record({
    do: fc.constant('retry' as const),
    failures: fc.nat(3),
    attempts: fc.integer({ min: 1, max: 3 }),
  });
  const calm = leaf.filter((each) => each.do !== 'activity' || !each.fails);
  const step: fc.Arbitrary<Step> = fc.oneof(
    leaf,
    retry,
    fc.record({ do: fc.constant('signal' as const) }),
    // A failed child sets the SDK free at once, the host only when all are through: what retries then schedule gets other ids.
    fc.record({
      do: fc.constant('all' as const),
      of: fc.array(
        fc.oneof(
          calm,
          retry.filter((each) => each.do === 'retry' && each.failures < each.attempts),
        ),
        { minLength: 1, maxLength: 4 },
      ),
    }),
    fc.record({ do: fc.constant('all' as const), of: fc.array(leaf, { minLength: 1, maxLength: 4 }) }),
    fc.record({ do: fc.constant('any' as const), of: fc.array(leaf, { minLength: 1, maxLength: 4 }) }),
  );

  it('comes to its end with every outcome at the step that asked for it, whatever the order, the batches, the doubles and the crashes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 6 }), fc.infiniteStream(fc.nat(997)), async (steps, dice) => {
        const world = new World(steps, dice);
        await world.run();
        expect(world.wrong).toEqual([]);
        expect(world.complete).toBe(true);
      }),
      { numRuns: 300, seed: 2026 },
    );
  });

  it('asks for nothing new when its whole history is replayed, and of each part of it only what the rest contains', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 5 }), fc.infiniteStream(fc.nat(997)), async (steps, dice) => {
        const world = new World(steps, dice);
        await world.run();
        const whole = await world.replayed(world.history);
        expect([...whole.scheduled]).toEqual([]);
        for (let cut = 2; cut < world.history.length; cut += 1) {
          const part = await world.replayed(world.history.slice(0, cut));
          for (const [id, intent] of part.scheduled)
            expect(world.history).toContainEqual({ ...intent, EventId: id, Timestamp: expect.any(String) });
        }
      }),
      { numRuns: 60, seed: 2026 },
    );
  });
});
