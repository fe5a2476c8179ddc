import type { Action, Actions, Call, EntityCall, HttpRequest, OrchestratorState, Retry } from './actions.ts';
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

/** What an event schedules, in words that tell any two kinds of step apart. */
const nameOf = (event: Intent): string => {
  if (event.EventType === EventType.TaskScheduled) return `the activity '${event.Name}'`;
  if (event.EventType === EventType.SubOrchestrationInstanceCreated) return `the sub-orchestration '${event.Name}'`;
  return event.EventType === EventType.EventSent ? `a message to '${event.InstanceId}'` : 'a timer';
};

type Outcome = Readonly<{ ok: boolean; result?: string | null }>;

/** Called within the history event that settles what it waits for, and with it all that follows. */
type Then = (outcome: Outcome) => void;

const OK: Outcome = { ok: true };

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
  const open = new Map<number, Then>();
  const waiting: { readonly name: string; readonly then: Then }[] = [];
  const early: { readonly name: string; readonly result: string }[] = [];
  let next: Replayed['next'];
  let ended = false;
  let now = 0;
  let nextId = 0;

  const schedule = (event: Intent, then?: Then) => {
    if (then) open.set(nextId, then);
    scheduled.set(nextId, event);
    nextId += 1;
  };

  const activity = (Name: string, input: unknown, then: Then) =>
    schedule({ EventType: EventType.TaskScheduled, Name, Input: JSON.stringify([input ?? null]) }, then);

  const subOrchestration = ({ functionName: Name, instanceId, input }: Call, then: Then) => {
    const InstanceId = instanceId || `${instance.ExecutionId}:${nextId}`;
    schedule({ EventType: EventType.SubOrchestrationInstanceCreated, Name, InstanceId, Input: jsonOf(input) }, then);
  };

  const timer = (at: number, then?: Then) =>
    schedule({ EventType: EventType.TimerCreated, FireAt: new Date(at).toISOString() }, then);

  const send = ({ instanceId: InstanceId, operation: op, input }: EntityCall, kind: { signal?: true } = {}): string => {
    const { InstanceId: parent, ExecutionId: parentExecution } = instance;
    // The same in every replay.
    const id = `${parentExecution}:${nextId}`;
    const Input = JSON.stringify({ op, ...kind, input: jsonOf(input) ?? undefined, id, parent, parentExecution });
    schedule({ EventType: EventType.EventSent, InstanceId, Name: 'op', Input });
    return id;
  };

  const retry = (options: Retry, call: (then: Then) => void, then: Then) => {
    const { firstRetryIntervalInMilliseconds: first, retryTimeoutInMilliseconds: timeout } = options;
    const { maxRetryIntervalInMilliseconds: longest = LONGEST_RETRY_INTERVAL, backoffCoefficient = 1 } = options;
    const startedAt = now;
    const attempt = (number: number) =>
      call((outcome) => {
        if (outcome.ok) return then(outcome);
        // DTFx sets a timer after the last attempt too, and the SDK waits for it.
        if (number >= options.maxNumberOfAttempts) return timer(now, () => then(outcome));
        // Here DTFx gives up without a timer. The SDK still waits for one: the instance is stuck, as in Azure.
        if (timeout && now - startedAt >= timeout) return then(outcome);
        const delay = Math.min(first * backoffCoefficient ** (number - 1), longest);
        timer(now + delay, () => attempt(number + 1));
      });
    attempt(1);
  };

  /** Polls as a 202 asks for it. */
  const http = (request: HttpRequest, then: Then) =>
    activity(HTTP_ACTIVITY, request, (outcome) => {
      const { statusCode, headers = {} } = outcome.ok ? JSON.parse(outcome.result ?? '{}') : {};
      const { location: uri, 'retry-after': seconds = HTTP_POLL_SECONDS } = headers;
      if (statusCode !== 202 || !uri || request.asynchronousPatternEnabled === false) return then(outcome);
      const { content: _, ...rest } = request;
      timer(now + Number(seconds) * 1000, () => http({ ...rest, method: 'GET', uri }, then));
    });

  /** Goes on when all of the actions have been asked for, and `missing` of them have settled, whether they succeeded or not. */
  const join = (actions: readonly Action[], missing: number, then: Then) => {
    let left = missing;
    let allAsked = false;
    const count = () => {
      left -= 1;
      if (allAsked && left === 0) then(OK);
    };
    for (const action of actions) perform(action, count);
    allAsked = true;
    if (left <= 0) then(OK);
  };

  /** Events that come early are kept in order; of those who wait, the latest is served first. So it is in the extension. */
  const wait = (name: string, then: Then) => {
    const at = early.findIndex(isNamed(name));
    if (at < 0) waiting.push({ name, then });
    else then({ ok: true, ...early.splice(at, 1)[0] });
  };

  const raise = (name: string, result: string) => {
    const at = waiting.findLastIndex(isNamed(name));
    if (at < 0) early.push({ name, result });
    else waiting.splice(at, 1)[0]?.then({ ok: true, result });
  };

  const settle = (id: number, outcome: Outcome) => {
    open.get(id)?.(outcome);
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

  const performers: { readonly [T in keyof Actions]: (action: Action<T>, then: Then) => void } = {
    0: ({ functionName, input }, then) => activity(functionName, input, then),
    1: ({ functionName, input, retryOptions }, then) =>
      retry(retryOptions, (outcome) => activity(functionName, input, outcome), then),
    2: subOrchestration,
    3: (call, then) => retry(call.retryOptions, (outcome) => subOrchestration(call, outcome), then),
    4: ({ input }, then) => {
      next = { input: jsonOf(input), events: [] };
      then(OK);
    },
    5: ({ fireAt, isCanceled }, then) => {
      timer(Date.parse(fireAt), isCanceled ? undefined : then);
      if (isCanceled) then(OK);
    },
    6: ({ externalEventName }, then) => wait(externalEventName, then),
    7: (call, then) => wait(send(call), then),
    8: ({ httpRequest }, then) => http(httpRequest, then),
    9: (call, then) => {
      send(call, { signal: true });
      then(OK);
    },
    11: ({ compoundActions }, then) => join(compoundActions, 1, then),
    12: ({ compoundActions }, then) => join(compoundActions, compoundActions.length, then),
  };

  const perform = <T extends keyof Actions>(action: Action<T>, then: Then) => {
    const performer = performers[action.actionType];
    if (!performer) throw new Error(`Received an unexpected action type from the function: ${JSON.stringify(action)}.`);
    performer(action, then);
  };

  const performFrom = (at: number) => {
    const action = state.actions[0]?.[at];
    if (action) perform(action, () => performFrom(at + 1));
    else ended = true;
  };

  for (const event of history) {
    if (event.EventType === EventType.OrchestratorStarted) now = Date.parse(event.Timestamp);
    else if (event.EventType === EventType.ExecutionStarted) performFrom(0);
    else if (event.EventType === EventType.EventRaised && next) next.events.push(event);
    else if (event.EventType === EventType.EventRaised) raise(event.Name, event.Input);
    else if ('TimerId' in event) settle(event.TimerId, OK);
    else if ('TaskScheduledId' in event) {
      settle(event.TaskScheduledId, 'Result' in event ? { ok: true, result: event.Result } : { ok: false });
    } else if (isScheduled(event)) confirm(event, event.EventId);
  }
  const complete = (state.isDone || state.error !== undefined) && ended && open.size === 0;
  return { scheduled, complete, next };
};
