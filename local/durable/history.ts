/** The numbers DTFx gives its history events; the SDK knows them by these. */
export const EventType = {
  ExecutionStarted: 0,
  ExecutionCompleted: 1,
  ExecutionTerminated: 3,
  TaskScheduled: 4,
  TaskCompleted: 5,
  TaskFailed: 6,
  SubOrchestrationInstanceCreated: 7,
  SubOrchestrationInstanceCompleted: 8,
  SubOrchestrationInstanceFailed: 9,
  TimerCreated: 10,
  TimerFired: 11,
  OrchestratorStarted: 12,
  OrchestratorCompleted: 13,
  EventSent: 14,
  EventRaised: 15,
  GenericEvent: 17,
  ExecutionSuspended: 19,
  ExecutionResumed: 20,
} as const;

export type InstanceRef = Readonly<{ InstanceId: string; ExecutionId: string }>;
/** Who started a sub-orchestration, and which of its tasks waits for it. */
export type Parent = Readonly<{ Name: string; OrchestrationInstance: InstanceRef; TaskScheduleId: number }>;

type Result = { TaskScheduledId: number; Result: string | null };
type Failure = { TaskScheduledId: number; Reason: string; Details: string };
type Control = { Reason: string | null };
type Start = { Name: string; Input: string | null; OrchestrationInstance: InstanceRef; ParentInstance: Parent | null };

/** What each event says. Inputs and results are JSON, or null for nothing. */
interface Contents {
  ExecutionStarted: Start & { Version: string };
  ExecutionCompleted: { OrchestrationStatus: number; Result: string | null };
  ExecutionTerminated: { Input: string | null };
  TaskScheduled: { Name: string; Input: string };
  TaskCompleted: Result;
  TaskFailed: Failure;
  SubOrchestrationInstanceCreated: { Name: string; InstanceId: string; Input: string | null };
  SubOrchestrationInstanceCompleted: Result;
  SubOrchestrationInstanceFailed: Failure;
  TimerCreated: { FireAt: string };
  TimerFired: { TimerId: number; FireAt: string };
  OrchestratorStarted: object;
  OrchestratorCompleted: object;
  EventSent: { InstanceId: string; Name: string; Input: string };
  EventRaised: { Name: string; Input: string };
  GenericEvent: Control;
  ExecutionSuspended: Control;
  ExecutionResumed: Control;
}

type Kind = keyof Contents;
type Scheduled = 'TaskScheduled' | 'SubOrchestrationInstanceCreated' | 'TimerCreated' | 'EventSent';
type ContentOf<K extends Kind> = { [P in K]: Readonly<{ EventType: (typeof EventType)[P] } & Contents[P]> }[K];

/** Of something that is scheduled, `EventId` is the id; of everything that merely happens it is -1. */
export type EventOf<K extends Kind> = ContentOf<K> & { readonly EventId: number; readonly Timestamp: string };
export type HistoryEvent = EventOf<Kind>;
export type ScheduledEvent = EventOf<Scheduled>;
/** What happens, before it is known when. */
export type Occurrence = ContentOf<Kind>;
/** What is to be scheduled, before it has an id. */
export type Intent = ContentOf<Scheduled>;

/** An event of the time `at` (milliseconds). */
export const happened = <O extends Occurrence>(at: number, occurrence: O, EventId = -1) => ({
  ...occurrence,
  EventId,
  Timestamp: new Date(at).toISOString(),
});

export const isScheduled = (event: HistoryEvent): event is ScheduledEvent => event.EventId >= 0;

/** The id of the task or timer that an event settles. */
export const settledBy = (event: HistoryEvent): number | undefined =>
  'TaskScheduledId' in event ? event.TaskScheduledId : 'TimerId' in event ? event.TimerId : undefined;

/** The value of a JSON text as clients see it; text that is not JSON (a reason, an error) is a string. */
export const jsonOrText = (text: string | null): unknown => {
  try {
    return text === null ? null : JSON.parse(text);
  } catch {
    return text;
  }
};

/** JSON; null for what is missing. */
export const jsonOf = (value: unknown): string | null =>
  value === undefined || value === null ? null : JSON.stringify(value);
