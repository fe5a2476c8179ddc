import type { ErrorKind } from '../kernel/errors.ts';

/** Why something was not done, as it is kept and shown. */
export interface Problem {
  readonly kind: ErrorKind;
  readonly code: string;
  readonly message: string;
}

/** One undo: which step takes back what, with which input. */
export interface Undo {
  readonly step: string;
  readonly input: unknown;
}

export interface StuckUndo extends Undo {
  readonly problem: Problem;
}

/** How a saga ends. A value, never a thrown failure: a person must be able to read it. */
export type Outcome<Result = unknown> =
  | { readonly state: 'completed'; readonly result: Result }
  | { readonly state: 'undone'; readonly problem: Problem }
  | { readonly state: 'stuck'; readonly problem: Problem; readonly stuck: readonly StuckUndo[] };

/** How far one step has come. An undo is a step of its own. */
export interface StepState {
  readonly step: string;
  readonly state: 'running' | 'done' | 'refused' | 'failed' | 'undoing' | 'undone' | 'stuck';
  readonly at: string;
}

/** Who asks for a step, for whom, and as part of what. */
export interface Errand {
  readonly tenantId: string;
  /** What a step was asked for once under this key, it does once. */
  readonly key: string;
  readonly actor: string;
  readonly correlationId: string;
  readonly traceparent?: string;
}

/** What a saga is started with. No secrets: it is kept, and shown to who runs the system. */
export interface SagaInput<Request = unknown> extends Errand {
  readonly sagaId: string;
  /** The name under which the runtime knows this run. */
  readonly instance: string;
  readonly request: Request;
  /** Instead of the saga: the undos that were stuck, once more, and why they were needed. */
  readonly again?: { readonly undos: readonly Undo[]; readonly problem: Problem };
}

/** What travels to a step. */
export interface StepMessage<In = unknown> extends Errand {
  readonly input: In;
}

/** What a step answers: a refusal is a decision, and asking again will not change it. */
export type StepAnswer<Out = unknown> = { readonly done: Out } | { readonly refused: Problem };

/** How long a failing step is tried: pauses double from `firstMs` to `mostMs`. */
export interface Patience {
  readonly attempts: number;
  readonly firstMs: number;
  readonly mostMs: number;
}

/** Something that the runtime will have done when the saga goes on. */
export interface Pending {
  readonly isCompleted: boolean;
  readonly isFaulted: boolean;
}

export interface PendingTimer extends Pending {
  cancel(): void;
}

/** What a saga may ask of whatever plays it. Everything here gives the same answer however often the saga is replayed. */
export interface Runtime {
  now(): Date;
  call(step: string, message: StepMessage, patience: Patience): Pending;
  event(name: string): Pending;
  timer(at: Date): PendingTimer;
  first(pending: readonly Pending[]): Pending;
  report(steps: readonly StepState[]): void;
}

/** One run of a saga, as its code sees it. */
export interface SagaContext<Request = unknown> {
  readonly input: SagaInput<Request>;
  readonly runtime: Runtime;
  /** Every step so far, for the status. */
  readonly steps: StepState[];
  /** The undos that could not be done. */
  readonly stuck: StuckUndo[];
}

/** Code that yields to its runtime and may be replayed from the start at any moment. */
export type Saga<Out> = Generator<Pending, Out, unknown>;

export interface SagaDefinition<Request = never, Result = unknown> {
  /** The function's name, `<area>-<verb>`. */
  readonly name: string;
  run(context: SagaContext<Request>): Saga<Result>;
}
