import { type ActivityCall, BadArgument, functionNamed, messageOf } from './functions.ts';
import { EventType, type HistoryEvent, happened, type Parent, type ScheduledEvent, settledBy } from './history.ts';
import { type InstanceRow, isFinished } from './store.ts';
import type { TaskHub } from './task-hub.ts';
import { type Decision, decide } from './turn.ts';

/** A new orchestration; without an id it gets one. */
type Start = Readonly<{ name: string; input: string | null; id: string; parent?: Parent }>;

const { ExecutionCompleted, ExecutionSuspended, ExecutionResumed, ExecutionTerminated } = EventType;
const CONTROL: ReadonlySet<number> = new Set([ExecutionSuspended, ExecutionResumed, ExecutionTerminated]);
/** Numbers of the statuses an execution can end with. */
const COMPLETION: Readonly<Record<string, number>> = { Completed: 1, Failed: 3, Terminated: 5 };
const BAD_ID = /^@|[/\\#?\p{Cc}]|^.{257}/u;

export const eventOf = ({ text }: { readonly text: string }): HistoryEvent => JSON.parse(text);

const isRunning = (row: InstanceRow | undefined) => row !== undefined && !isFinished(row);

/** Gives a row an execution of its own, with an empty history. */
const begin = (hub: TaskHub, row: InstanceRow) => {
  const { id, name: Name, input: Input, parent } = row;
  const ExecutionId = hub.newId();
  purge(hub, id);
  hub.store.put({ ...row, execution: ExecutionId });
  const ParentInstance: Parent | null = parent === null ? null : JSON.parse(parent);
  const start = { Name, Version: '', Input, OrchestrationInstance: { InstanceId: id, ExecutionId }, ParentInstance };
  hub.tell(id, { EventType: EventType.ExecutionStarted, ...start });
};

/** Starts an orchestration and gives its id. Throws `BadArgument`, or an error when the id is that of one that runs. */
export const create = (hub: TaskHub, { name, input, id: wanted, parent }: Start): string => {
  const id = wanted || hub.newId();
  const known = functionNamed(hub.app, 'orchestrator', name);
  if (BAD_ID.test(id))
    throw new BadArgument('Instance ids have at most 256 characters, no @ in front, and no / \\ # ?');
  const before = hub.store.get(id);
  if (isRunning(before)) throw new Error(`An Orchestration instance with the status ${before?.status} already exists.`);
  const at = hub.clock.now();
  const state = { execution: '', status: 'Pending', output: null, custom: null, created: at, updated: at } as const;
  begin(hub, { id, name: known, input, parent: parent ? JSON.stringify(parent) : null, ...state });
  return id;
};

/** Removes an instance and everything known of it. */
export const purge = ({ store }: TaskHub, id: string) => {
  store.discard(id);
  store.forget(id);
  store.remove(id);
};

/**
 * The history of a failed instance without what has not succeeded: replay schedules it again under the same id. Of a
 * sub-orchestration that `rewindChild` could rewind the answer is still to come. Timers that fired stay, which is why an
 * activity with retries cannot be rewound: the replay misses its attempts. So it is in Azure.
 */
const rewound = (history: readonly HistoryEvent[], rewindChild: (id: string) => boolean): HistoryEvent[] => {
  const isFailure = (event: HistoryEvent) => 'Details' in event || event.EventType === ExecutionCompleted;
  const succeeded = new Set(history.filter((event) => !isFailure(event)).map(settledBy));
  return history.filter((event) => {
    if (event.EventId < 0) return !isFailure(event);
    if (event.EventType === EventType.EventSent || succeeded.has(event.EventId)) return true;
    return event.EventType === EventType.SubOrchestrationInstanceCreated && rewindChild(event.InstanceId);
  });
};

/** Runs a failed instance again from what has failed, sub-orchestrations included. False for one that has not failed. */
export const rewind = (hub: TaskHub, id: string, reason: string | null): boolean => {
  const { clock, store } = hub;
  const row = store.get(id);
  if (row?.status !== 'Failed') return false;
  const isComing = (child: string) => rewind(hub, child, reason) || isRunning(store.get(child));
  const history = rewound(store.history(id).map(eventOf), isComing);
  store.forget(id);
  for (const [seq, event] of history.entries()) store.append(id, seq, JSON.stringify(event));
  store.touch(id, 'Running', null, row.custom, clock.now());
  hub.tell(id, { EventType: EventType.GenericEvent, Reason: reason });
  return true;
};

/** Brings about what an instance has scheduled. */
const launch = (hub: TaskHub, { id, execution, name }: InstanceRow, event: ScheduledEvent) => {
  const instance = { InstanceId: id, ExecutionId: execution };
  if (event.EventType === EventType.EventSent) return hub.post(event.InstanceId, JSON.parse(event.Input));
  if (event.EventType === EventType.TaskScheduled)
    return hub.post(`#${execution}#${event.EventId}`, { instance, task: event } satisfies ActivityCall);
  if (event.EventType === EventType.TimerCreated) {
    const due = Date.parse(event.FireAt);
    const fired = { EventType: EventType.TimerFired, TimerId: event.EventId, FireAt: event.FireAt };
    return hub.post(id, happened(due, fired), due);
  }
  const parent = { Name: name, OrchestrationInstance: instance, TaskScheduleId: event.EventId };
  try {
    create(hub, { name: event.Name, id: event.InstanceId, input: event.Input, parent });
  } catch (error) {
    tellParent(hub, parent, { status: 'Failed', output: messageOf(error) });
  }
};

const tellParent = (hub: TaskHub, parent: Parent, { status, output = null, details: Details = '' }: Decision) => {
  const { InstanceId, ExecutionId } = parent.OrchestrationInstance;
  const { SubOrchestrationInstanceCompleted, SubOrchestrationInstanceFailed } = EventType;
  const task = { TaskScheduledId: parent.TaskScheduleId };
  const success = { EventType: SubOrchestrationInstanceCompleted, ...task, Result: output };
  const failure = { EventType: SubOrchestrationInstanceFailed, ...task, Reason: output ?? '', Details };
  hub.tell(InstanceId, status === 'Completed' ? success : failure, ExecutionId);
};

/** What follows from a turn that ends an execution. */
const conclude = (hub: TaskHub, row: InstanceRow, decision: Decision) => {
  const { store, clock } = hub;
  const { next } = decision;
  if (next) {
    const late = store.inbox(row.id, clock.now()).map(eventOf);
    begin(hub, { ...row, ...decision, input: next.input, output: null });
    for (const event of [...next.events, ...late]) if (settledBy(event) === undefined) hub.post(row.id, event);
  } else if (isFinished(decision)) {
    store.discard(row.id);
    if (row.parent !== null) tellParent(hub, JSON.parse(row.parent), decision);
  }
};

/** Lets an instance deal with what is in its inbox. A suspended one listens to control messages only; the rest waits. */
export const takeTurn = async (hub: TaskHub, id: string): Promise<void> => {
  const { app, clock, store } = hub;
  const row = store.get(id);
  if (!row || isFinished(row)) return;
  const inbox = store.inbox(id, clock.now()).map((letter) => ({ ...letter, event: eventOf(letter) }));
  const control = inbox.filter(({ event }) => CONTROL.has(event.EventType));
  const stop = control.find(({ event }) => event.EventType === ExecutionTerminated)?.event;
  const last = control.at(-1)?.event.EventType;
  const suspended = last === undefined ? row.status === 'Suspended' : last === ExecutionSuspended;
  const letters = suspended ? control : inbox;
  if (letters.length === 0) return;

  const past = store.history(id).map(({ text }) => text);
  const started = happened(clock.now(), { EventType: EventType.OrchestratorStarted });
  const fresh = [started, ...letters.map(({ event }) => event)];
  let decision: Decision = { status: 'Suspended' };
  if (stop && 'Input' in stop) decision = { status: 'Terminated', output: stop.Input };
  else if (!suspended) decision = await decide(app, row, past, fresh);
  if (store.get(id)?.execution !== row.execution) return;

  hub.atomically(() => {
    const { status, output = null, custom = row.custom, scheduled = [] } = decision;
    const at = clock.now();
    const launched: ScheduledEvent[] = [...scheduled].map(([event, intent]) => happened(at, intent, event));
    const completion = { EventType: ExecutionCompleted, Result: output, OrchestrationStatus: COMPLETION[status] ?? 0 };
    const end = isFinished(decision) ? [happened(at, completion)] : [];
    const events = [...fresh, ...launched, ...end, happened(at, { EventType: EventType.OrchestratorCompleted })];
    for (const { seq } of letters) store.take(seq);
    for (const [index, event] of events.entries()) store.append(id, past.length + index, JSON.stringify(event));
    store.touch(id, status, output, custom, at);
    for (const event of launched) launch(hub, row, event);
    conclude(hub, row, decision);
  });
};
