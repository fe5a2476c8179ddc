import { notSimulated } from '../shared/not-simulated.ts';
import type { HttpRequest } from './actions.ts';
import { type EventOf, EventType, type InstanceRef, jsonOf, type Occurrence } from './history.ts';
import type { TaskHub } from './task-hub.ts';

export type FunctionKind = 'orchestrator' | 'activity' | 'entity';

/** The app as the task hub sees it. */
export interface DurableApp {
  names(kind: FunctionKind): readonly string[];
  /** Runs a function with a JSON text as its input and gives what it returned; rejects with what it threw. */
  invoke(kind: FunctionKind, name: string, input: string | undefined, instanceId: string): Promise<unknown>;
}

/** What the caller asks for cannot be. */
export class BadArgument extends Error {}

/** The registered name of a function; names know no case. Throws, naming all there are, when there is none. */
export const functionNamed = (app: DurableApp, kind: FunctionKind, name: string): string => {
  const names = app.names(kind);
  const found = names.find((known) => known.toLowerCase() === name.toLowerCase());
  if (found !== undefined) return found;
  throw new BadArgument(
    `The function '${name}' doesn't exist, is disabled, or is not an ${kind} function. ` +
      `Additional info: The following are the known ${kind} functions: '${names.join("', '")}'.`,
  );
};

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** What an activity is asked for. */
export type ActivityCall = Readonly<{ instance: InstanceRef; task: EventOf<'TaskScheduled'> }>;

/** The activity behind `callHttp`, which is part of the extension. */
export const HTTP_ACTIVITY = 'BuiltIn::HttpActivity';
const HTTP_TIME_LIMIT = 100_000;

/** Sends a request and gives the whole answer, whatever its status. Rejects when there is none. */
const callHttp = async ({ method, uri, headers = {}, content, tokenSource }: HttpRequest) => {
  if (tokenSource) throw new Error(notSimulated('callHttp with a token source (managed identity)', 'durable'));
  const signal = AbortSignal.timeout(HTTP_TIME_LIMIT);
  const response = await fetch(uri, { method, headers, signal, body: content ?? null });
  const answer = { statusCode: response.status, headers: Object.fromEntries(response.headers) };
  return { ...answer, content: await response.text() };
};

const outcomeOf = async (app: DurableApp, { instance, task }: ActivityCall): Promise<Occurrence> => {
  const { EventId: TaskScheduledId, Name } = task;
  try {
    const [input] = JSON.parse(task.Input);
    const text = typeof input === 'string' ? input : (jsonOf(input) ?? undefined);
    const isHttp = Name === HTTP_ACTIVITY;
    const known = isHttp ? Name : functionNamed(app, 'activity', Name);
    const value = await (isHttp ? callHttp(input) : app.invoke('activity', known, text, instance.InstanceId));
    const Result = jsonOf(value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value);
    return { EventType: EventType.TaskCompleted, TaskScheduledId, Result };
  } catch (error) {
    const Message = messageOf(error);
    const StackTraceString = error instanceof Error ? error.stack : undefined;
    const Details = JSON.stringify({ ClassName: 'System.Exception', Message, StackTraceString });
    const Reason = `Activity function '${Name}' failed: ${Message}`;
    return { EventType: EventType.TaskFailed, TaskScheduledId, Reason, Details };
  }
};

/** Runs an activity, once its being asked for is on disk, and tells its orchestration how it went. */
export const perform = async (hub: TaskHub, id: string): Promise<void> => {
  await hub.durable();
  for (const { seq, text } of hub.store.inbox(id, hub.clock.now())) {
    const call: ActivityCall = JSON.parse(text);
    const outcome = await outcomeOf(hub.app, call);
    hub.atomically(() => {
      hub.store.take(seq);
      hub.tell(call.instance.InstanceId, outcome, call.instance.ExecutionId);
    });
  }
};
