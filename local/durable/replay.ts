import { createHash } from 'node:crypto';
import type { Action, EntityCall, HttpRequest, OrchestratorState, Retry, SubCall } from './actions.ts';
import { HTTP_ACTIVITY } from './activities.ts';
import {
  type EventOf,
  EventType,
  type HistoryEvent,
  type InstanceRef,
  type Intent,
  isScheduled,
  jsonOf,
  type ScheduledEvent,
} from './history.ts';
import { type Outcome, Task } from './task.ts';

/** What replaying a history has come to. */
export interface Replayed {
  /** What is asked for and not in the history yet, by id, in the order of the ids. */
  readonly scheduled: ReadonlyMap<number, Intent>;
  /** True when the orchestrator has ended and nothing it has scheduled is still open. */
  readonly complete: boolean;
  /** Set when it ends by starting anew: the next input, and the events that came too late for this execution. */
  readonly next: { readonly input: string | null; readonly events: readonly EventOf<'EventRaised'>[] } | undefined;
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
  if (event.EventType === EventType.EventSent) return `a message to '${event.InstanceId}'`;
  return 'a timer';
};

/** The lists behind names that know no case. */
class Queues<T> {
  readonly #queues = new Map<string, T[]>();

  of(name: string): T[] {
    const key = name.toLowerCase();
    const queue = this.#queues.get(key) ?? [];
    this.#queues.set(key, queue);
    return queue;
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
  readonly late: EventOf<'EventRaised'>[] = [];
  next: { readonly input: string | null } | undefined;
  ended = false;
  readonly #instance: InstanceRef;
  readonly #waiting = new Queues<Task>();
  readonly #early = new Queues<string>();
  #ids = 0;
  #now = 0;

  constructor(instance: InstanceRef) {
    this.#instance = instance;
  }

  apply(event: HistoryEvent, actions: readonly Action[]) {
    if (event.EventType === EventType.OrchestratorStarted) this.#now = Date.parse(event.Timestamp);
    else if (event.EventType === EventType.ExecutionStarted) this.#performFrom(actions, 0);
    else if (event.EventType === EventType.EventRaised) this.#raise(event);
    else if ('TaskScheduledId' in event) {
      const outcome = 'Result' in event ? { ok: true, result: event.Result } : { ok: false };
      this.#settle(event.TaskScheduledId, outcome);
    } else if ('TimerId' in event) this.#settle(event.TimerId, { ok: true });
    else if (isScheduled(event)) this.#confirm(event);
  }

  #performFrom(actions: readonly Action[], at: number) {
    const action = actions[at];
    if (action) this.#perform(action).whenSettled(() => this.#performFrom(actions, at + 1));
    else this.ended = true;
  }

  #perform(action: Action): Task {
    switch (action.actionType) {
      case 0:
        return this.#activity(action.functionName, action.input);
      case 1:
        return this.#retry(action.retryOptions, () => this.#activity(action.functionName, action.input));
      case 2:
        return this.#subOrchestration(action);
      case 3:
        return this.#retry(action.retryOptions, () => this.#subOrchestration(action));
      case 4:
        this.next = { input: jsonOf(action.input) };
        return Task.done();
      case 5:
        return this.#timer(Date.parse(action.fireAt), action.isCanceled);
      case 6:
        return this.#wait(action.externalEventName);
      case 7:
        return this.#wait(this.#send(action, {}));
      case 8:
        return this.#http(action.httpRequest);
      case 9:
        this.#send(action, { signal: true });
        return Task.done();
      case 11:
        return this.#join(action.compoundActions, 1);
      case 12:
        return this.#join(action.compoundActions, action.compoundActions.length);
      default:
        throw new Error(`Received an unexpected action type from the function: ${JSON.stringify(action)}.`);
    }
  }

  #schedule(event: Intent): number {
    const id = this.#ids;
    this.#ids += 1;
    this.scheduled.set(id, event);
    return id;
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

  #send({ instanceId: InstanceId, operation: op, input }: EntityCall, kind: { signal?: true }): string {
    const { InstanceId: parent, ExecutionId: parentExecution } = this.#instance;
    const id = requestId(parentExecution, this.#ids);
    const Input = JSON.stringify({ op, ...kind, input: jsonOf(input) ?? undefined, id, parent, parentExecution });
    this.#schedule({ EventType: EventType.EventSent, InstanceId, Name: 'op', Input });
    return id;
  }

  #retry(options: Retry, call: () => Task): Task {
    const { maxRetryIntervalInMilliseconds: longest = LONGEST_RETRY_INTERVAL, backoffCoefficient = 1 } = options;
    const { firstRetryIntervalInMilliseconds: first, retryTimeoutInMilliseconds: timeout } = options;
    const startedAt = this.#now;
    const task = new Task();
    const attempt = (number: number) =>
      call().whenSettled((outcome) => {
        const give = () => task.settle(outcome);
        if (outcome.ok) return give();
        // DTFx sets a timer after the last attempt too, and the SDK waits for it.
        if (number >= options.maxNumberOfAttempts) return this.#timer(this.#now).whenSettled(give);
        // Here DTFx gives up without a timer. The SDK still waits for one: the instance is stuck, as in Azure.
        if (timeout && this.#now - startedAt >= timeout) return give();
        const delay = Math.min(first * backoffCoefficient ** (number - 1), longest);
        this.#timer(this.#now + delay).whenSettled(() => attempt(number + 1));
      });
    attempt(1);
    return task;
  }

  /** Polls as a 202 asks for it. */
  #http(request: HttpRequest): Task {
    const { asynchronousPatternEnabled: polls = true, content: _, ...next } = request;
    const task = new Task();
    const send = (each: HttpRequest) =>
      this.#activity(HTTP_ACTIVITY, each).whenSettled((outcome) => {
        const { statusCode = 0, headers = {} } = outcome.ok ? JSON.parse(outcome.result ?? '{}') : {};
        const { location: uri, 'retry-after': seconds = HTTP_POLL_SECONDS } = headers;
        if (!polls || statusCode !== 202 || !uri) return task.settle(outcome);
        const due = this.#now + Number(seconds) * 1000;
        this.#timer(due).whenSettled(() => send({ ...next, method: 'GET', uri }));
      });
    send(request);
    return task;
  }

  /** Settles when `needed` of the actions have, whether they succeeded or not. */
  #join(actions: readonly Action[], needed: number): Task {
    const task = new Task();
    let settled = 0;
    for (const child of actions.map((action) => this.#perform(action))) {
      child.whenSettled(() => {
        settled += 1;
        if (settled === needed) task.settle({ ok: true });
      });
    }
    return task;
  }

  /** Events that come early are kept in order; of those who wait, the latest is served first. So it is in the extension. */
  #wait(name: string): Task {
    const task = new Task();
    const result = this.#early.of(name).shift();
    if (result !== undefined) task.settle({ ok: true, result });
    else this.#waiting.of(name).push(task);
    return task;
  }

  #raise(event: EventOf<'EventRaised'>) {
    const { Name: name, Input: result } = event;
    if (this.next) {
      this.late.push(event);
      return;
    }
    const task = this.#waiting.of(name).pop();
    if (task) task.settle({ ok: true, result });
    else this.#early.of(name).push(result);
  }

  #settle(id: number, outcome: Outcome) {
    const task = this.open.get(id);
    this.open.delete(id);
    task?.settle(outcome);
  }

  #confirm(before: ScheduledEvent) {
    const now = this.scheduled.get(before.EventId);
    this.scheduled.delete(before.EventId);
    if (now && nameOf(now).toLowerCase() === nameOf(before).toLowerCase()) return;
    throw new Error(
      `Non-Deterministic workflow detected: a previous execution of this orchestration scheduled ${nameOf(before)} with ` +
        `sequence ID ${before.EventId}, but the current replay ${now ? `schedules ${nameOf(now)} instead` : "hasn't (yet?) scheduled it"}. ` +
        'Was a change made to the orchestrator code after this instance had already started running?',
    );
  }
}

/**
 * Holds what an orchestrator asks for against its history; pure. Throws an error that names the step when the history
 * contains something that is no longer asked for, or the action that does not exist.
 */
export const replay = (
  history: readonly HistoryEvent[],
  { actions: [actions = []], isDone, error }: OrchestratorState,
  instance: InstanceRef,
): Replayed => {
  const execution = new Execution(instance);
  for (const event of history) execution.apply(event, actions);
  const { ended, late, next, open, scheduled } = execution;
  const complete = (isDone || error !== undefined) && ended && open.size === 0;
  return { scheduled, complete, next: next && { ...next, events: late } };
};
