import type { RetryOptions } from 'durable-functions';

/** What a retry option does not say has its default. */
export type Retry = Pick<RetryOptions, 'firstRetryIntervalInMilliseconds' | 'maxNumberOfAttempts'> &
  Partial<RetryOptions>;

export interface HttpRequest {
  readonly method: string;
  readonly uri: string;
  readonly content?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly tokenSource?: unknown;
  readonly asynchronousPatternEnabled?: boolean;
}

/** Of an activity, or of a sub-orchestration, which may be given an id. */
export type Call = { readonly functionName: string; readonly input?: unknown; readonly instanceId?: string };
type Retried = Call & { readonly retryOptions: Retry };
/** `instanceId` is the entity's: `@name@key`. */
export type EntityCall = { readonly instanceId: string; readonly operation: string; readonly input?: unknown };
type Join = { readonly compoundActions: readonly Action[] };

/** What the SDK's orchestrator may ask for, by the number of its `ActionType`. */
export interface Actions {
  0: Call;
  1: Retried;
  2: Call;
  3: Retried;
  4: { readonly input?: unknown };
  5: { readonly fireAt: string; readonly isCanceled: boolean };
  6: { readonly externalEventName: string };
  7: EntityCall;
  8: { readonly httpRequest: HttpRequest };
  9: EntityCall;
  11: Join;
  12: Join;
}

export type Action<T extends keyof Actions = keyof Actions> = { [P in T]: { readonly actionType: P } & Actions[P] }[T];

/** What an orchestrator function answers: everything it has asked for since it was started. */
export interface OrchestratorState {
  readonly isDone: boolean;
  readonly actions: readonly (readonly Action[])[];
  readonly output?: unknown;
  readonly customStatus?: unknown;
  readonly error?: string;
}

/** Throws when the function is none of the SDK's orchestrators. */
export const orchestratorState = (value: unknown): OrchestratorState => {
  const state: OrchestratorState = Object(value);
  if (Array.isArray(state.actions)) return state;
  throw new Error(`An orchestrator must be a generator function of durable-functions; it returned ${typeof value}.`);
};

/** The state that the SDK puts into the message of the error that ends an orchestrator; undefined for any other error. */
export const failedState = (message: string): OrchestratorState | undefined => {
  const [, state] = message.split('\n\n$OutOfProcData$:');
  return state === undefined ? undefined : orchestratorState(JSON.parse(state));
};
