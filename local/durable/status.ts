import { EventType, type HistoryEvent, jsonOrText, settledBy } from './history.ts';
import type { InstanceRow } from './store.ts';

const NAMES = new Map<number, string>(Object.entries(EventType).map(([name, number]) => [number, name]));
const HIDDEN: ReadonlySet<number> = new Set([
  EventType.TaskScheduled,
  EventType.SubOrchestrationInstanceCreated,
  EventType.OrchestratorStarted,
  EventType.OrchestratorCompleted,
]);

const seconds = (time: number) => `${new Date(time).toISOString().slice(0, 19)}Z`;

const eventView = (event: HistoryEvent, scheduled: ReadonlyMap<number | undefined, HistoryEvent>, output: boolean) => {
  const cause = scheduled.get(settledBy(event));
  const view: Record<string, unknown> = { ...event, EventType: NAMES.get(event.EventType) };
  for (const hidden of ['EventId', 'TaskScheduledId', 'TimerId', 'Version', 'ParentInstance', 'Tags'])
    delete view[hidden];
  if (event.EventType === EventType.ExecutionStarted) {
    view.FunctionName = view.Name;
    delete view.Name;
  }
  if ('Result' in event) view.Result = jsonOrText(event.Result);
  if (!output) delete view.Result;
  if (cause && 'Name' in cause) Object.assign(view, { ScheduledTime: cause.Timestamp, FunctionName: cause.Name });
  return view;
};

/** A history as clients see it: what was scheduled shows in what has become of it. */
export const historyView = (history: readonly HistoryEvent[], output: boolean) => {
  const scheduled = new Map(history.map((event) => [event.EventId < 0 ? undefined : event.EventId, event]));
  scheduled.delete(undefined);
  return history.filter(({ EventType: type }) => !HIDDEN.has(type)).map((event) => eventView(event, scheduled, output));
};

/** An instance as clients see it. */
export const statusView = (row: InstanceRow, showInput: boolean) => ({
  name: row.name,
  instanceId: row.id,
  runtimeStatus: row.status,
  input: showInput ? jsonOrText(row.input) : null,
  customStatus: jsonOrText(row.custom),
  output: jsonOrText(row.output),
  createdTime: seconds(row.created),
  lastUpdatedTime: seconds(row.updated),
  historyEvents: null,
});
