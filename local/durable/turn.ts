import { failedState, orchestratorState } from './actions.ts';
import { type DurableApp, functionNamed, messageOf } from './functions.ts';
import { type HistoryEvent, jsonOf } from './history.ts';
import { type Replayed, replay } from './replay.ts';
import type { InstanceRow, RuntimeStatus } from './store.ts';

/** What a turn has come to; `details` is the stack behind a failure, for the parent. */
export interface Decision extends Partial<Pick<Replayed, 'scheduled' | 'next'>> {
  readonly status: RuntimeStatus;
  readonly output?: string | null;
  readonly details?: string;
  readonly custom?: string | null;
}

type Texts = readonly string[];
type Events = readonly HistoryEvent[];

const SETTINGS = {
  upperSchemaVersion: 1,
  upperSchemaVersionNew: 2,
  // Azure has the SDK cut timers of more than six days into pieces. Here none is too long.
  maximumShortTimerDuration: '3650.00:00:00',
  longRunningTimerIntervalDuration: '3.00:00:00',
  defaultHttpAsyncRequestSleepTimeMillseconds: 30_000,
};

const payloadOf = ({ id, input, parent }: InstanceRow, past: Texts, fresh: Events) => {
  const played = past.map((text) => `{"IsPlayed":true,${text.slice(1)}`);
  const news = fresh.map((event) => JSON.stringify({ IsPlayed: false, ...event }));
  const parentInstanceId = parent === null ? null : JSON.parse(parent).OrchestrationInstance.InstanceId;
  const rest = JSON.stringify({ instanceId: id, isReplaying: past.length > 0, parentInstanceId, ...SETTINGS });
  return `{"history":[${[...played, ...news].join(',')}],"input":${input ?? 'null'},${rest.slice(1)}`;
};

/** Runs the orchestrator over its history (JSON texts) and what has happened since. Never rejects: whatever goes wrong fails the instance. */
export const decide = async (app: DurableApp, row: InstanceRow, past: Texts, fresh: Events): Promise<Decision> => {
  const { name, id: InstanceId, execution: ExecutionId } = row;
  const failed = (reason: string) => `Orchestrator function '${name}' failed: ${reason}`;
  let details = '';
  try {
    const known = functionNamed(app, 'orchestrator', name);
    const answer = app.invoke('orchestrator', known, payloadOf(row, past, fresh), InstanceId).then(orchestratorState);
    const state = await answer.catch((error: unknown) => {
      const ended = failedState(messageOf(error));
      details = `Message: ${ended?.error}, StackTrace: ${error instanceof Error && error.stack}`;
      if (ended) return ended;
      throw new Error(failed(messageOf(error)));
    });
    const history = [...past.map((text): HistoryEvent => JSON.parse(text)), ...fresh];
    const { scheduled, complete, next } = replay(history, state, { InstanceId, ExecutionId });
    const effects = { scheduled, custom: jsonOf(state.customStatus) ?? row.custom };
    if (!complete) return { status: 'Running', ...effects };
    if (state.error !== undefined) return { status: 'Failed', output: failed(state.error), details, ...effects };
    if (next) return { status: 'Running', next, ...effects };
    return { status: 'Completed', output: jsonOf(state.output), ...effects };
  } catch (error) {
    return { status: 'Failed', output: messageOf(error), details };
  }
};
