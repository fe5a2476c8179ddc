import { notSimulated } from '../shared/not-simulated.ts';
import type { HttpRequest } from './actions.ts';
import { type DurableApp, functionNamed, messageOf } from './functions.ts';
import { type EventOf, EventType, type InstanceRef, jsonOf, type Occurrence } from './history.ts';
import type { TaskHub } from './task-hub.ts';

/** The activity behind `callHttp`, which is part of the extension. */
export const HTTP_ACTIVITY = 'BuiltIn::HttpActivity';
const HTTP_TIME_LIMIT = 100_000;

/** Sends a request and gives the whole answer, whatever its status. Rejects when there is none. */
const callHttp = async ({ method, uri, headers = {}, content, tokenSource }: HttpRequest) => {
  if (tokenSource) throw new Error(notSimulated('callHttp with a token source (managed identity)', 'durable'));
  const signal = AbortSignal.timeout(HTTP_TIME_LIMIT);
  const response = await fetch(uri, { method, headers, signal, ...(content !== undefined && { body: content }) });
  const text = await response.text();
  return { statusCode: response.status, headers: Object.fromEntries(response.headers), content: text };
};

const run = (app: DurableApp, { Name, Input }: EventOf<'TaskScheduled'>, instanceId: string): Promise<unknown> => {
  const [input] = JSON.parse(Input);
  if (Name === HTTP_ACTIVITY) return callHttp(input);
  const text = typeof input === 'string' ? input : (jsonOf(input) ?? undefined);
  return app.invoke('activity', functionNamed(app, 'activity', Name), text, instanceId);
};

const outcomeOf = async (app: DurableApp, task: EventOf<'TaskScheduled'>, instanceId: string): Promise<Occurrence> => {
  const TaskScheduledId = task.EventId;
  try {
    const value = await run(app, task, instanceId);
    const Result = jsonOf(value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value);
    return { EventType: EventType.TaskCompleted, TaskScheduledId, Result };
  } catch (error) {
    const Message = messageOf(error);
    const StackTraceString = error instanceof Error ? error.stack : undefined;
    const Details = JSON.stringify({ ClassName: 'System.Exception', Message, StackTraceString });
    const Reason = `Activity function '${task.Name}' failed: ${Message}`;
    return { EventType: EventType.TaskFailed, TaskScheduledId, Reason, Details, FailureDetails: null };
  }
};

/** What an activity is asked for. */
export interface ActivityCall {
  readonly instance: InstanceRef;
  readonly task: EventOf<'TaskScheduled'>;
}

/** Runs an activity, once its being asked for is on disk, and tells its orchestration how it went. */
export const perform = async (hub: TaskHub, id: string): Promise<void> => {
  await hub.durable();
  for (const { seq, text } of hub.store.inbox(id, hub.clock.now())) {
    const { instance, task }: ActivityCall = JSON.parse(text);
    const outcome = await outcomeOf(hub.app, task, instance.InstanceId);
    hub.atomically(() => {
      hub.store.take(seq);
      hub.report(instance, outcome);
    });
  }
};
