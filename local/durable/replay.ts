import { createHash } from 'node:crypto';
import type { Action, Actions, EntityCall, HttpRequest, OrchestratorState, Retry, SubCall } from './actions.ts';
import { HTTP_ACTIVITY } from './activities.ts';
import {
  type EventOf,
  EventType,
  type HistoryEvent,
  type InstanceRef,
  type Intent,
  isScheduled,
  jsonOf,
} from './history.ts';

/** What replaying a history has come to. */
export interface Replayed {
  /** What is asked for and not in the history yet, by id, in the order of the ids. */
  readonly scheduled: ReadonlyMap<number, Intent>;
  /** True when the orchestrator has ended and nothing it has scheduled is still open. */
  readonly complete: boolean;
  /** Set when it ends by starting anew: the next input, and the events that came too late for this execution. */
  readonly next: { readonly input: string | null; readonly events: readonly HistoryEvent[] } | undefined;
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

/** Lists by name, whatever the case. */
const lists = <T>() => {
  const known = new Map<string, T[]>();
  return (name: string): T[] => {
    const list = known.get(name.toLowerCase()) ?? [];
    known.set(name.toLowerCase(), list);
    return list;
  };
};

interface Outcome {
  readonly ok: boolean;
  readonly result?: string | null;
}

/** A promise without delay: it settles within the history event that settles it, and with it all that waits for it. */
class Task {
  #outcome: Outcome | undefined;
  #waiting: ((outcome: Outcome) => void)[] = [];

  static done(): Task {
    const task = new Task();
    task.settle({ ok: true });
    return task;
  }

  get settled(): boolean {
    return this.#outcome !== undefined;
  }

  settle(outcome: Outcome) {
    if (this.#outcome) return;
    this.#outcome = outcome;
    for (const resume of this.#waiting.splice(0)) resume(outcome);
  }

  whenSettled(resume: (outcome: Outcome) => void) {
    if (this.#outcome) resume(this.#outcome);
    else this.#waiting.push(resume);
  }
}

/**
 * One walk through a history, as the extension's out-of-process shim and DTFx do it: the actions are performed one after
 * the other, each waiting for the one before, and an id is taken whenever something is scheduled. The SDK counts by
 * itself; both agree as long as every step here comes at the same history event as there.
 */
class Execution {
  readonly scheduled = new Map<number, Intent>();
  readonly open = new Map<number, Task>();
  readonly late: HistoryEvent[] = [];
  next: { readonly input: string | null } | undefined;
  ended = false;
  readonly #instance: InstanceRef;
  readonly #waiting = lists<Task>();
  readonly #early = lists<string>();
  #ids = 0;
  #now = 0;

  constructor(instance: InstanceRef) {
    this.#instance = instance;
  }

  apply(event: HistoryEvent, actions: readonly Action[]) {
    if (event.EventType === EventType.OrchestratorStarted) this.#now = Date.parse(event.Timestamp);
    else if (event.EventType === EventType.ExecutionStarted) this.#performFrom(actions, 0);
    else if (event.EventType === EventType.EventRaised) this.#raise(event);
    else if ('TimerId' in event) this.#settle(event.TimerId, { ok: true });
    else if ('Result' in event && 'TaskScheduledId' in event)
      this.#settle(event.TaskScheduledId, { ok: true, result: event.Result });
    else if ('TaskScheduledId' in event) this.#settle(event.TaskScheduledId, { ok: false });
    else if (isScheduled(event)) this.#confirm(event, event.EventId);
  }

  #performFrom(actions: readonly Action[], at: number) {
    const action = actions[at];
    if (action) this.#perform(action).whenSettled(() => this.#performFrom(actions, at + 1));
    else this.ended = true;
  }

  #perform<T extends keyof Actions>(action: Action<T>): Task {
    const perform = this.#performers[action.actionType];
    if (perform) return perform(action);
    throw new Error(`Received an unexpected action type from the function: ${JSON.stringify(action)}.`);
  }

  readonly #performers: { readonly [T in keyof Actions]: (action: Action<T>) => Task } = {
    0: ({ functionName, input }) => this.#activity(functionName, input),
    1: ({ functionName, input, retryOptions }) => this.#retry(retryOptions, () => this.#activity(functionName, input)),
    2: (call) => this.#subOrchestration(call),
    3: (call) => this.#retry(call.retryOptions, () => this.#subOrchestration(call)),
    4: ({ input }) => {
      this.next = { input: jsonOf(input) };
      return Task.done();
    },
    5: ({ fireAt, isCanceled }) => this.#timer(Date.parse(fireAt), isCanceled),
    6: ({ externalEventName }) => this.#wait(externalEventName),
    7: (call) => this.#wait(this.#send(call)),
    8: ({ httpRequest }) => this.#http(httpRequest),
    9: (call) => {
      this.#send(call, { signal: true });
      return Task.done();
    },
    11: ({ compoundActions }) => this.#join(compoundActions, 1),
    12: ({ compoundActions }) => this.#join(compoundActions, compoundActions.length),
  };

  #schedule(event: Intent): number {
    this.scheduled.set(this.#ids, event);
    this.#ids += 1;
    return this.#ids - 1;
  }

  #start(event: Intent): Task {
    const task = new Task();
    this.open.set(this.#schedule(event), task);
    return task;
  }

  #activity(Name: string, input: unknown): Task {
    const Input = JSON.stringify([input ?? null]);
    return this.#start({ EventType: EventType.TaskScheduled, Name, Version: '', Input });
  }

  #subOrchestration({ functionName: Name, instanceId, input }: SubCall): Task {
    const call = { Name, Version: '', InstanceId: instanceId || `${this.#instance.ExecutionId}:${this.#ids}` };
    return this.#start({ EventType: EventType.SubOrchestrationInstanceCreated, ...call, Input: jsonOf(input) });
  }

  #timer(at: number, isCanceled = false): Task {
    const event: Intent = { EventType: EventType.TimerCreated, FireAt: new Date(at).toISOString() };
    if (!isCanceled) return this.#start(event);
    this.#schedule(event);
    return Task.done();
  }

  #send({ instanceId: InstanceId, operation: op, input }: EntityCall, kind: { signal?: true } = {}): string {
    const { InstanceId: parent, ExecutionId: parentExecution } = this.#instance;
    const id = requestId(parentExecution, this.#ids);
    const Input = JSON.stringify({ op, ...kind, input: jsonOf(input) ?? undefined, id, parent, parentExecution });
    this.#schedule({ EventType: EventType.EventSent, InstanceId, Name: 'op', Input });
    return id;
  }

  #retry(options: Retry, call: () => Task): Task {
    const { firstRetryIntervalInMilliseconds: first, retryTimeoutInMilliseconds: timeout } = options;
    const { maxRetryIntervalInMilliseconds: longest = LONGEST_RETRY_INTERVAL, backoffCoefficient = 1 } = options;
    const startedAt = this.#now;
    const task = new Task();
    const attempt = (number: number) =>
      call().whenSettled((outcome) => {
        const end = () => task.settle(outcome);
        if (outcome.ok) return end();
        // DTFx sets a timer after the last attempt too, and the SDK waits for it.
        if (number >= options.maxNumberOfAttempts) return this.#timer(this.#now).whenSettled(end);
        // Here DTFx gives up without a timer. The SDK still waits for one: the instance is stuck, as in Azure.
        if (timeout && this.#now - startedAt >= timeout) return end();
        const delay = Math.min(first * backoffCoefficient ** (number - 1), longest);
        this.#timer(this.#now + delay).whenSettled(() => attempt(number + 1));
      });
    attempt(1);
    return task;
  }

  /** Polls as a 202 asks for it. */
  #http({ content, ...request }: HttpRequest): Task {
    const task = new Task();
    const send = (each: HttpRequest) =>
      this.#activity(HTTP_ACTIVITY, each).whenSettled((outcome) => {
        const { statusCode, headers = {} } = outcome.ok ? JSON.parse(outcome.result ?? '{}') : {};
        const { location: uri, 'retry-after': seconds = HTTP_POLL_SECONDS } = headers;
        if (statusCode !== 202 || !uri || request.asynchronousPatternEnabled === false) return task.settle(outcome);
        const due = this.#now + Number(seconds) * 1000;
        this.#timer(due).whenSettled(() => send({ ...request, method: 'GET', uri }));
      });
    send(content === undefined ? request : { ...request, content });
    return task;
  }

  /** Settles when `needed` of the actions have, whether they succeeded or not. */
  #join(actions: readonly Action[], needed: number): Task {
    const task = new Task();
    let missing = needed;
    const count = () => {
      missing -= 1;
      if (missing === 0) task.settle({ ok: true });
    };
    for (const child of actions.map((action) => this.#perform(action))) child.whenSettled(count);
    return task;
  }

  /** Events that come early are kept in order; of those who wait, the latest is served first. So it is in the extension. */
  #wait(name: string): Task {
    const task = new Task();
    const result = this.#early(name).shift();
    if (result === undefined) this.#waiting(name).push(task);
    else task.settle({ ok: true, result });
    return task;
  }

  #raise(event: EventOf<'EventRaised'>) {
    const task = this.next ? undefined : this.#waiting(event.Name).pop();
    if (this.next) this.late.push(event);
    else if (task) task.settle({ ok: true, result: event.Input });
    else this.#early(event.Name).push(event.Input);
  }

  #settle(id: number, outcome: Outcome) {
    const task = this.open.get(id);
    this.open.delete(id);
    task?.settle(outcome);
  }

  #confirm(before: Intent, id: number) {
    const now = this.scheduled.get(id);
    this.scheduled.delete(id);
    if (now && nameOf(now).toLowerCase() === nameOf(before).toLowerCase()) return;
    throw new Error(
      `Non-Deterministic workflow detected: a previous execution of this orchestration scheduled ${nameOf(before)} with ` +
        `sequence ID ${id}, but the current replay ${now ? `schedules ${nameOf(now)} instead` : "hasn't (yet?) scheduled it"}. ` +
        'Was a change made to the orchestrator code after this instance had already started running?',
    );
  }
}

/**
 * Holds what an orchestrator asks for against its history; pure. Throws an error that names the step when the history
 * contains something that is no longer asked for, or the action that does not exist.
 */
export const replay = (history: readonly HistoryEvent[], state: OrchestratorState, instance: InstanceRef): Replayed => {
  const execution = new Execution(instance);
  for (const event of history) execution.apply(event, state.actions[0] ?? []);
  const { ended, late, next, open, scheduled } = execution;
  const complete = (state.isDone || state.error !== undefined) && ended && open.size === 0;
  return { scheduled, complete, next: next && { ...next, events: late } };
};
