import { failedState, orchestratorState } from './actions.ts';
import { type DurableApp, functionNamed, messageOf } from './functions.ts';
import { type HistoryEvent, jsonOf } from './history.ts';
import { type Replayed, replay } from './replay.ts';
import type { InstanceRow, RuntimeStatus } from './store.ts';

/** What a turn has come to. */
export interface Decision extends Partial<Pick<Replayed, 'scheduled' | 'next'>> {
  readonly status: RuntimeStatus;
  readonly output?: string | null;
  /** The stack behind a failure, for the parent. */
  readonly details?: string;
  readonly custom?: string | null;
}

const SETTINGS = {
  upperSchemaVersion: 1,
  upperSchemaVersionNew: 2,
  // Azure has the SDK cut timers of more than six days into pieces. Here none is too long.
  maximumShortTimerDuration: '3650.00:00:00',
  longRunningTimerIntervalDuration: '3.00:00:00',
  defaultHttpAsyncRequestSleepTimeMillseconds: 30_000,
};

/** What the SDK gets: the history so far and what has happened since, both lists of JSON texts. */
const payloadOf = ({ id, input, parent }: InstanceRow, past: readonly string[], fresh: readonly string[]): string => {
  const played = past.map((text) => `{"IsPlayed":true,${text.slice(1)}`);
  const news = fresh.map((text) => `{"IsPlayed":false,${text.slice(1)}`);
  const parentInstanceId = parent === null ? null : JSON.parse(parent).OrchestrationInstance.InstanceId;
  const rest = JSON.stringify({ instanceId: id, isReplaying: past.length > 0, parentInstanceId, ...SETTINGS });
  return `{"history":[${[...played, ...news].join(',')}],"input":${input ?? 'null'},${rest.slice(1)}`;
};

/** Runs the orchestrator over its history and decides what follows. Never rejects: whatever goes wrong fails the instance. */
export const decide = async (
  app: DurableApp,
  row: InstanceRow,
  past: readonly string[],
  fresh: readonly string[],
): Promise<Decision> => {
  const { name, id: InstanceId, execution: ExecutionId } = row;
  const failed = (reason: unknown) => `Orchestrator function '${name}' failed: ${reason}`;
  let stack = '';
  try {
    const known = functionNamed(app, 'orchestrator', name);
    const answer = app.invoke('orchestrator', known, payloadOf(row, past, fresh), InstanceId).then(orchestratorState);
    const state = await answer.catch((error: unknown) => {
      stack = (error instanceof Error && error.stack) || '';
      const ended = failedState(messageOf(error));
      if (ended) return ended;
      throw new Error(failed(messageOf(error)));
    });
    const history = [...past, ...fresh].map((text): HistoryEvent => JSON.parse(text));
    const { scheduled, complete, next } = replay(history, state, { InstanceId, ExecutionId });
    const custom = jsonOf(state.customStatus) ?? row.custom;
    if (!complete) return { status: 'Running', custom, scheduled };
    if (state.error !== undefined) {
      const details = `Message: ${state.error}, StackTrace: ${stack}`;
      return { status: 'Failed', output: failed(state.error), details, custom, scheduled };
    }
    if (next) return { status: 'Running', custom, scheduled, next };
    return { status: 'Completed', output: jsonOf(state.output), custom, scheduled };
  } catch (error) {
    return { status: 'Failed', output: messageOf(error), details: stack };
  }
};
