import { EventType, type HistoryEvent, jsonOrText, settledBy } from './history.ts';
import type { InstanceRow } from './store.ts';

const UNSEEN = /^(TaskScheduled|SubOrchestrationInstanceCreated|Orchestrator.*)$/;
const HIDDEN = ['EventId', 'TaskScheduledId', 'TimerId', 'Version', 'ParentInstance', 'Tags'];

const typeName = ({ EventType: type }: HistoryEvent) =>
  Object.entries(EventType).find(([, number]) => number === type)?.[0] ?? '';

/** A history as clients see it: what was scheduled shows in what has become of it. */
export const historyView = (history: readonly HistoryEvent[], showOutput: boolean) =>
  history.flatMap((event) => {
    if (UNSEEN.test(typeName(event))) return [];
    const cause = history.find(({ EventId }) => EventId >= 0 && EventId === settledBy(event));
    const view: Record<string, unknown> = { ...event, EventType: typeName(event) };
    if (cause && 'Name' in cause) Object.assign(view, { ScheduledTime: cause.Timestamp, FunctionName: cause.Name });
    if (event.EventType === EventType.ExecutionStarted)
      Object.assign(view, { FunctionName: event.Name, Name: undefined });
    if ('Result' in event) view.Result = showOutput ? jsonOrText(event.Result) : undefined;
    for (const hidden of HIDDEN) delete view[hidden];
    return [view];
  });

const seconds = (time: number) => `${new Date(time).toISOString().slice(0, 19)}Z`;

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
