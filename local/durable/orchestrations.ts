import type { ActivityCall } from './activities.ts';
import { BadArgument, functionNamed, messageOf } from './functions.ts';
import {
  type EventOf,
  EventType,
  type HistoryEvent,
  happened,
  type Parent,
  type ScheduledEvent,
  settledBy,
} from './history.ts';
import { rewound } from './rewind.ts';
import { type InstanceRow, isFinished, type Letter } from './store.ts';
import type { TaskHub } from './task-hub.ts';
import { type Decision, decide } from './turn.ts';

interface Start {
  readonly name: string;
  readonly input: string | null;
  readonly id?: string;
  readonly parent?: Parent;
}

const COMPLETION: Readonly<Record<string, number>> = { Completed: 1, Failed: 3, Terminated: 5 };
const BAD_ID = /^$|^@|[/\\#?\p{Cc}]|^.{257}/u;

export const eventOf = ({ text }: { readonly text: string }): HistoryEvent => JSON.parse(text);

const refOf = ({ id, execution }: InstanceRow) => ({ InstanceId: id, ExecutionId: execution });

/** Gives a row an execution of its own, with an empty history. */
const begin = (hub: TaskHub, row: InstanceRow) => {
  const { id, name: Name, input: Input, parent } = row;
  const OrchestrationInstance = { InstanceId: id, ExecutionId: hub.newId() };
  hub.store.forget(id);
  hub.store.discard(id);
  hub.store.put({ ...row, execution: OrchestrationInstance.ExecutionId });
  const ParentInstance: Parent | null = parent === null ? null : JSON.parse(parent);
  const start = { Name, Version: '', Input, OrchestrationInstance, ParentInstance, Tags: null };
  hub.tell(id, { EventType: EventType.ExecutionStarted, ...start });
};

/** Starts an orchestration and gives its id. Throws `BadArgument`, or an error when the id is that of one that runs. */
export const create = (hub: TaskHub, { name, input, id = hub.newId(), parent }: Start): string => {
  const known = functionNamed(hub.app, 'orchestrator', name);
  if (BAD_ID.test(id))
    throw new BadArgument(
      'An instance id has 1 to 256 characters, no @ in front, no /, \\, #, ? or control characters.',
    );
  const before = hub.store.get(id);
  if (before && !isFinished(before))
    throw new Error(`An Orchestration instance with the status ${before.status} already exists.`);
  const at = hub.clock.now();
  const state = { execution: '', status: 'Pending', output: null, custom: null, created: at, updated: at } as const;
  begin(hub, { id, name: known, input, parent: parent ? JSON.stringify(parent) : null, ...state });
  return id;
};

const createChild = (hub: TaskHub, row: InstanceRow, event: EventOf<'SubOrchestrationInstanceCreated'>) => {
  const { EventId, Name: name, InstanceId: id, Input: input } = event;
  try {
    const parent = { Name: row.name, OrchestrationInstance: refOf(row), TaskScheduleId: EventId };
    create(hub, { name, id, input, parent });
  } catch (error) {
    const failure = { TaskScheduledId: EventId, Reason: messageOf(error), Details: '', FailureDetails: null };
    hub.tell(row.id, { EventType: EventType.SubOrchestrationInstanceFailed, ...failure });
  }
};

/** Brings about what an instance has scheduled. */
const launch = (hub: TaskHub, row: InstanceRow, event: ScheduledEvent) => {
  const instance = refOf(row);
  if (event.EventType === EventType.EventSent) hub.post(event.InstanceId, JSON.parse(event.Input));
  else if (event.EventType === EventType.SubOrchestrationInstanceCreated) createChild(hub, row, event);
  else if (event.EventType === EventType.TaskScheduled) {
    const call: ActivityCall = { instance, task: event };
    hub.post(`#${row.execution}#${event.EventId}`, call);
  } else {
    const due = Date.parse(event.FireAt);
    const fired = { EventType: EventType.TimerFired, TimerId: event.EventId, FireAt: event.FireAt };
    hub.post(row.id, happened(due, fired), due);
  }
};

/** Removes an instance and everything known of it. */
export const purge = ({ store }: TaskHub, id: string) => {
  store.discard(id);
  store.forget(id);
  store.remove(id);
};

const isRunning = ({ store }: TaskHub, id: string) => {
  const row = store.get(id);
  return row !== undefined && !isFinished(row);
};

/** Runs a failed instance again from what has failed, sub-orchestrations included. False for one that has not failed. */
export const rewind = (hub: TaskHub, id: string, reason: string | null): boolean => {
  const row = hub.store.get(id);
  if (row?.status !== 'Failed') return false;
  const history = rewound(
    hub.store.history(id).map(eventOf),
    (child) => rewind(hub, child, reason) || isRunning(hub, child),
  );
  hub.store.forget(id);
  for (const [seq, event] of history.entries()) hub.store.append(id, seq, JSON.stringify(event));
  hub.store.touch(id, 'Running', null, row.custom, hub.clock.now());
  hub.tell(id, { EventType: EventType.GenericEvent, Reason: reason });
  return true;
};

const tellParent = (hub: TaskHub, parent: Parent, { status, output = null, details = '' }: Decision) => {
  const { OrchestrationInstance, TaskScheduleId: TaskScheduledId } = parent;
  const failure = { TaskScheduledId, Reason: output ?? '', Details: details, FailureDetails: null };
  hub.report(
    OrchestrationInstance,
    status === 'Completed'
      ? { EventType: EventType.SubOrchestrationInstanceCompleted, TaskScheduledId, Result: output }
      : { EventType: EventType.SubOrchestrationInstanceFailed, ...failure },
  );
};

interface Turn {
  readonly row: InstanceRow;
  readonly letters: readonly Letter[];
  /** JSON of the events of this turn; there have been `past` before. */
  readonly fresh: readonly string[];
  readonly past: number;
  readonly decision: Decision;
}

/** Writes what a turn has come to, and all that follows from it. */
const commit = (hub: TaskHub, { row, letters, fresh, past, decision }: Turn) => {
  const { clock, store } = hub;
  const { status, output = null, custom = row.custom, next, scheduled = [] } = decision;
  const at = clock.now();
  const launched: ScheduledEvent[] = [...scheduled].map(([id, intent]) => happened(at, intent, id));
  for (const { seq } of letters) store.take(seq);
  for (const event of launched) launch(hub, row, event);
  if (next) {
    const late = store
      .inbox(row.id)
      .map(eventOf)
      .filter((event) => settledBy(event) === undefined);
    begin(hub, { ...row, status, custom, input: next.input, updated: at });
    for (const event of [...next.events, ...late]) hub.post(row.id, event);
    return;
  }
  const completion = { EventType: EventType.ExecutionCompleted, Result: output, FailureDetails: null };
  const end = isFinished(decision)
    ? [happened(at, { ...completion, OrchestrationStatus: COMPLETION[status] ?? 0 })]
    : [];
  const completed = happened(at, { EventType: EventType.OrchestratorCompleted });
  const texts = [...fresh, ...[...launched, ...end, completed].map((event) => JSON.stringify(event))];
  for (const [index, text] of texts.entries()) store.append(row.id, past + index, text);
  store.touch(row.id, status, output, custom, at);
  if (!isFinished(decision)) return;
  store.discard(row.id);
  if (row.parent !== null) tellParent(hub, JSON.parse(row.parent), decision);
};

const stopped = (events: readonly HistoryEvent[]): Decision | undefined => {
  for (const event of events)
    if (event.EventType === EventType.ExecutionTerminated) return { status: 'Terminated', output: event.Input };
  return undefined;
};

const CONTROL: ReadonlySet<number> = new Set([
  EventType.ExecutionSuspended,
  EventType.ExecutionResumed,
  EventType.ExecutionTerminated,
]);

/** Lets an instance deal with what is in its inbox. A suspended one listens to control messages only; the rest waits. */
export const takeTurn = async (hub: TaskHub, id: string): Promise<void> => {
  const { app, clock, store } = hub;
  const row = store.get(id);
  if (!row || isFinished(row)) return;
  const inbox = store.inbox(id, clock.now()).map((letter) => ({ ...letter, event: eventOf(letter) }));
  const control = inbox.filter(({ event }) => CONTROL.has(event.EventType)).map(({ event }) => event);
  const last = control.at(-1)?.EventType ?? (row.status === 'Suspended' ? EventType.ExecutionSuspended : undefined);
  const suspended = last === EventType.ExecutionSuspended;
  const letters = suspended ? inbox.filter(({ event }) => control.includes(event)) : inbox;
  if (letters.length === 0) return;
  const started = happened(clock.now(), { EventType: EventType.OrchestratorStarted });
  const past = store.history(id).map(({ text }) => text);
  const fresh = [JSON.stringify(started), ...letters.map(({ text }) => text)];
  const decision = stopped(control) ?? (suspended ? { status: 'Suspended' } : await decide(app, row, past, fresh));
  if (store.get(id)?.execution !== row.execution) return;
  hub.atomically(() => commit(hub, { row, letters, fresh, past: past.length, decision }));
};
