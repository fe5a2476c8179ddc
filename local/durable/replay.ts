import { createHash } from 'node:crypto';
import type { Action, Actions, EntityCall, HttpRequest, OrchestratorState, Retry, SubCall } from './actions.ts';
import { HTTP_ACTIVITY } from './functions.ts';
import { EventType, type HistoryEvent, type InstanceRef, type Intent, isScheduled, jsonOf } from './history.ts';

/** What replaying a history has come to. */
export interface Replayed {
  /** What is asked for and not in the history yet, by id, in the order of the ids. */
  readonly scheduled: ReadonlyMap<number, Intent>;
  /** True when the orchestrator has ended and nothing it has scheduled is still open. */
  readonly complete: boolean;
  /** Set when it ends by starting anew: the next input, and the events that came too late for this execution. */
  readonly next: { readonly input: string | null; readonly events: HistoryEvent[] } | undefined;
}

const LONGEST_RETRY_INTERVAL = 6 * 86_400_000;
const HTTP_POLL_SECONDS = 30;

/** Ids of entity requests have to come out the same in every replay. */
const requestId = (executionId: string, id: number): string => {
  const hash = createHash('sha1').update(`${executionId}:${id}`).digest('hex');
  return hash.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-5$3-8$4-$5');
};

/** What an event schedules, in words that tell any two kinds of step apart. */
const nameOf = (event: Intent): string => {
  if (event.EventType === EventType.TaskScheduled) return `the activity '${event.Name}'`;
  if (event.EventType === EventType.SubOrchestrationInstanceCreated) return `the sub-orchestration '${event.Name}'`;
  return event.EventType === EventType.EventSent ? `a message to '${event.InstanceId}'` : 'a timer';
};

interface Outcome {
  readonly ok: boolean;
  readonly result?: string | null;
}

/** A promise without delay: it settles within the history event that settles it, and with it all that waits for it. */
class Task {
  #outcome: Outcome | undefined;
  readonly #waiting: ((outcome: Outcome) => void)[] = [];

  constructor(outcome?: Outcome) {
    this.#outcome = outcome;
  }

  settle(outcome: Outcome) {
    this.#outcome = outcome;
    for (const resume of this.#waiting) resume(outcome);
  }

  whenSettled(resume: (outcome: Outcome) => void) {
    if (this.#outcome) resume(this.#outcome);
    else this.#waiting.push(resume);
  }
}

const isNamed = (name: string) => (each: { readonly name: string }) => each.name.toLowerCase() === name.toLowerCase();

/**
 * Holds what an orchestrator asks for against its history; pure. Throws an error that names the step when the history
 * contains something that is no longer asked for, or the action that does not exist.
 *
 * The actions are performed as the extension's out-of-process shim and DTFx do it: one after the other, each waiting for the
 * one before. The SDK counts the ids by itself; both agree as long as every step here comes at the same history event as there.
 */
export const replay = (history: readonly HistoryEvent[], state: OrchestratorState, instance: InstanceRef): Replayed => {
  const scheduled = new Map<number, Intent>();
  const open = new Map<number, Task>();
  const waiting: { readonly name: string; readonly task: Task }[] = [];
  const early: { readonly name: string; readonly result: string }[] = [];
  let next: Replayed['next'];
  let ended = false;
  let now = 0;
  let nextId = 0;

  const schedule = (event: Intent) => {
    nextId += 1;
    scheduled.set(nextId - 1, event);
  };

  const start = (event: Intent): Task => {
    const task = new Task();
    open.set(nextId, task);
    schedule(event);
    return task;
  };

  const activity = (Name: string, input: unknown) =>
    start({ EventType: EventType.TaskScheduled, Name, Version: '', Input: JSON.stringify([input ?? null]) });

  const subOrchestration = ({ functionName: Name, instanceId, input }: SubCall) => {
    const call = { Name, Version: '', InstanceId: instanceId || `${instance.ExecutionId}:${nextId}` };
    return start({ EventType: EventType.SubOrchestrationInstanceCreated, ...call, Input: jsonOf(input) });
  };

  const timer = (at: number, isCanceled = false): Task => {
    const event: Intent = { EventType: EventType.TimerCreated, FireAt: new Date(at).toISOString() };
    if (!isCanceled) return start(event);
    schedule(event);
    return new Task({ ok: true });
  };

  const send = ({ instanceId: InstanceId, operation: op, input }: EntityCall, kind: { signal?: true } = {}): string => {
    const { InstanceId: parent, ExecutionId: parentExecution } = instance;
    const id = requestId(parentExecution, nextId);
    const Input = JSON.stringify({ op, ...kind, input: jsonOf(input) ?? undefined, id, parent, parentExecution });
    schedule({ EventType: EventType.EventSent, InstanceId, Name: 'op', Input });
    return id;
  };

  const retry = (options: Retry, call: () => Task): Task => {
    const { firstRetryIntervalInMilliseconds: first, retryTimeoutInMilliseconds: timeout } = options;
    const { maxRetryIntervalInMilliseconds: longest = LONGEST_RETRY_INTERVAL, backoffCoefficient = 1 } = options;
    const startedAt = now;
    const task = new Task();
    const attempt = (number: number) =>
      call().whenSettled((outcome) => {
        const end = () => task.settle(outcome);
        if (outcome.ok) return end();
        // DTFx sets a timer after the last attempt too, and the SDK waits for it.
        if (number >= options.maxNumberOfAttempts) return timer(now).whenSettled(end);
        // Here DTFx gives up without a timer. The SDK still waits for one: the instance is stuck, as in Azure.
        if (timeout && now - startedAt >= timeout) return end();
        const delay = Math.min(first * backoffCoefficient ** (number - 1), longest);
        timer(now + delay).whenSettled(() => attempt(number + 1));
      });
    attempt(1);
    return task;
  };

  /** Polls as a 202 asks for it. */
  const http = (request: HttpRequest, task = new Task()): Task => {
    activity(HTTP_ACTIVITY, request).whenSettled((outcome) => {
      const { statusCode, headers = {} } = outcome.ok ? JSON.parse(outcome.result ?? '{}') : {};
      const { location: uri, 'retry-after': seconds = HTTP_POLL_SECONDS } = headers;
      if (statusCode !== 202 || !uri || request.asynchronousPatternEnabled === false) return task.settle(outcome);
      const { content: _, ...rest } = request;
      timer(now + Number(seconds) * 1000).whenSettled(() => http({ ...rest, method: 'GET', uri }, task));
    });
    return task;
  };

  /** Settles when `missing` of the actions have, whether they succeeded or not. */
  const join = (actions: readonly Action[], missing: number): Task => {
    const task = new Task();
    let left = missing;
    const count = () => {
      left -= 1;
      if (left === 0) task.settle({ ok: true });
    };
    for (const child of actions.map((action) => perform(action))) child.whenSettled(count);
    return task;
  };

  /** Events that come early are kept in order; of those who wait, the latest is served first. So it is in the extension. */
  const wait = (name: string): Task => {
    const at = early.findIndex(isNamed(name));
    const [event] = at < 0 ? [] : early.splice(at, 1);
    const task = new Task(event && { ok: true, result: event.result });
    if (!event) waiting.push({ name, task });
    return task;
  };

  const raise = (name: string, result: string) => {
    const at = waiting.findLastIndex(isNamed(name));
    if (at < 0) early.push({ name, result });
    else waiting.splice(at, 1)[0]?.task.settle({ ok: true, result });
  };

  const settle = (id: number, outcome: Outcome) => {
    open.get(id)?.settle(outcome);
    open.delete(id);
  };

  /** Holds what was scheduled in the past against what is asked for now. */
  const confirm = (before: Intent, id: number) => {
    const intent = scheduled.get(id);
    scheduled.delete(id);
    if (intent && nameOf(intent).toLowerCase() === nameOf(before).toLowerCase()) return;
    throw new Error(
      `Non-Deterministic workflow detected: a previous execution of this orchestration scheduled ${nameOf(before)} with ` +
        `sequence ID ${id}, but the current replay ${intent ? `schedules ${nameOf(intent)} instead` : "hasn't (yet?) scheduled it"}. ` +
        'Was a change made to the orchestrator code after this instance had already started running?',
    );
  };

  const performers: { readonly [T in keyof Actions]: (action: Action<T>) => Task } = {
    0: ({ functionName, input }) => activity(functionName, input),
    1: ({ functionName, input, retryOptions }) => retry(retryOptions, () => activity(functionName, input)),
    2: subOrchestration,
    3: (call) => retry(call.retryOptions, () => subOrchestration(call)),
    4: ({ input }) => {
      next = { input: jsonOf(input), events: [] };
      return new Task({ ok: true });
    },
    5: ({ fireAt, isCanceled }) => timer(Date.parse(fireAt), isCanceled),
    6: ({ externalEventName }) => wait(externalEventName),
    7: (call) => wait(send(call)),
    8: ({ httpRequest }) => http(httpRequest),
    9: (call) => {
      send(call, { signal: true });
      return new Task({ ok: true });
    },
    11: ({ compoundActions }) => join(compoundActions, 1),
    12: ({ compoundActions }) => join(compoundActions, compoundActions.length),
  };

  const perform = <T extends keyof Actions>(action: Action<T>): Task => {
    const performer = performers[action.actionType];
    if (performer) return performer(action);
    throw new Error(`Received an unexpected action type from the function: ${JSON.stringify(action)}.`);
  };

  const performFrom = (at: number) => {
    const action = state.actions[0]?.[at];
    if (action) perform(action).whenSettled(() => performFrom(at + 1));
    else ended = true;
  };

  for (const event of history) {
    if (event.EventType === EventType.OrchestratorStarted) now = Date.parse(event.Timestamp);
    else if (event.EventType === EventType.ExecutionStarted) performFrom(0);
    else if (event.EventType === EventType.EventRaised && next) next.events.push(event);
    else if (event.EventType === EventType.EventRaised) raise(event.Name, event.Input);
    else if ('TimerId' in event) settle(event.TimerId, { ok: true });
    else if ('TaskScheduledId' in event) {
      settle(event.TaskScheduledId, 'Result' in event ? { ok: true, result: event.Result } : { ok: false });
    } else if (isScheduled(event)) confirm(event, event.EventId);
  }
  const complete = (state.isDone || state.error !== undefined) && ended && open.size === 0;
  return { scheduled, complete, next };
};
