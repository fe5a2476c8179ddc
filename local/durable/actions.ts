export interface Retry {
  readonly firstRetryIntervalInMilliseconds: number;
  readonly maxNumberOfAttempts: number;
  readonly backoffCoefficient?: number;
  readonly maxRetryIntervalInMilliseconds?: number;
  readonly retryTimeoutInMilliseconds?: number;
}

export interface HttpRequest {
  readonly method: string;
  readonly uri: string;
  readonly content?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly tokenSource?: unknown;
  readonly asynchronousPatternEnabled?: boolean;
}

type Call = { readonly functionName: string; readonly input?: unknown };

export type SubCall = Call & { readonly instanceId?: string };

/** `instanceId` is the entity's: `@name@key`. */
export type EntityCall = { readonly instanceId: string; readonly operation: string; readonly input?: unknown };

/** What the SDK's orchestrator asks for. The numbers are its `ActionType`. */
export type Action =
  | ({ readonly actionType: 0 } & Call)
  | ({ readonly actionType: 1; readonly retryOptions: Retry } & Call)
  | ({ readonly actionType: 2 } & SubCall)
  | ({ readonly actionType: 3; readonly retryOptions: Retry } & SubCall)
  | { readonly actionType: 4; readonly input?: unknown }
  | { readonly actionType: 5; readonly fireAt: string; readonly isCanceled: boolean }
  | { readonly actionType: 6; readonly externalEventName: string }
  | ({ readonly actionType: 7 | 9 } & EntityCall)
  | { readonly actionType: 8; readonly httpRequest: HttpRequest }
  | { readonly actionType: 11 | 12; readonly compoundActions: readonly Action[] };

/** What an orchestrator function answers: everything it has asked for since it was started. */
export interface OrchestratorState {
  readonly isDone: boolean;
  readonly actions: readonly (readonly Action[])[];
  readonly output?: unknown;
  readonly customStatus?: unknown;
  readonly error?: string;
}

const isState = (value: unknown): value is OrchestratorState =>
  typeof value === 'object' && value !== null && 'actions' in value && Array.isArray(value.actions);

/** Throws when the function is none of the SDK's orchestrators. */
export const orchestratorState = (value: unknown): OrchestratorState => {
  if (isState(value)) return value;
  throw new Error(`An orchestrator must be a generator function of durable-functions; it returned ${typeof value}.`);
};

const STATE_LABEL = '\n\n$OutOfProcData$:';

/** The state that the SDK puts into the message of the error that ends an orchestrator; undefined for any other error. */
export const failedState = (message: string): OrchestratorState | undefined => {
  const [, state] = message.split(STATE_LABEL);
  return state === undefined ? undefined : orchestratorState(JSON.parse(state));
};
