import { EventType, type HistoryEvent, jsonOrText, settledBy } from './history.ts';
import type { InstanceRow } from './store.ts';

/** `baseUrl` is that of the management API, without a slash at the end. */
export type Addresses = Readonly<Record<'baseUrl' | 'key', string>>;

/** Azure's default, and the only one here. */
const TASK_HUB = 'TestHubName';

/** The addresses with which an instance is managed. */
export const managementUrls = ({ baseUrl, key }: Addresses, id: string) => {
  const instance = `${baseUrl}/instances/${encodeURIComponent(id)}`;
  const query = `taskHub=${TASK_HUB}&connection=Storage&code=${key}`;
  return {
    id,
    statusQueryGetUri: `${instance}?${query}`,
    sendEventPostUri: `${instance}/raiseEvent/{eventName}?${query}`,
    terminatePostUri: `${instance}/terminate?reason={text}&${query}`,
    rewindPostUri: `${instance}/rewind?reason={text}&${query}`,
    purgeHistoryDeleteUri: `${instance}?${query}`,
    restartPostUri: `${instance}/restart?${query}`,
    suspendPostUri: `${instance}/suspend?reason={text}&${query}`,
    resumePostUri: `${instance}/resume?reason={text}&${query}`,
  };
};

/** What a `durableClient` input binding gives its function, as JSON. The SDK calls `rpcBaseUrl`, which ends in a slash. */
export const clientDataOf = (addresses: Addresses, rpcBaseUrl: string): string => {
  const { baseUrl, key } = addresses;
  const code = `code=${key}`;
  return JSON.stringify({
    ...{ taskHubName: TASK_HUB, baseUrl, rpcBaseUrl, requiredQueryStringParameters: code },
    creationUrls: { createNewInstancePostUri: `${baseUrl}/orchestrators/{functionName}[/{instanceId}]?${code}` },
    managementUrls: managementUrls(addresses, 'INSTANCEID'),
  });
};

const UNSEEN = /^(TaskScheduled|SubOrchestrationInstanceCreated|Orchestrator.*)$/;
const HIDDEN = ['EventId', 'TaskScheduledId', 'TimerId', 'Version', 'ParentInstance'];

const typeName = ({ EventType: type }: HistoryEvent) =>
  Object.entries(EventType).find(([, number]) => number === type)?.[0] ?? '';

/** A history as clients see it: what was scheduled shows in what has become of it. */
export const historyView = (history: readonly HistoryEvent[], showOutput: boolean) =>
  history
    .filter((event) => !UNSEEN.test(typeName(event)))
    .map((event) => {
      const cause = history.find(({ EventId }) => EventId >= 0 && EventId === settledBy(event));
      const view: Record<string, unknown> = { ...event, EventType: typeName(event) };
      if (cause && 'Name' in cause) Object.assign(view, { ScheduledTime: cause.Timestamp, FunctionName: cause.Name });
      if (event.EventType === EventType.ExecutionStarted)
        Object.assign(view, { FunctionName: event.Name, Name: undefined });
      if ('Result' in event) view.Result = showOutput ? jsonOrText(event.Result) : undefined;
      for (const hidden of HIDDEN) delete view[hidden];
      return view;
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
