import type { Outcome, SagaInput, StepState } from './saga.ts';

/** A run as its runtime sees it. */
export interface Instance {
  readonly state: 'running' | 'completed' | 'failed' | 'terminated';
  readonly steps: readonly StepState[];
  /** Once it is completed. */
  readonly outcome?: Outcome;
}

/** Whatever plays sagas and keeps where each of them is. @throws FleetError `upstream` when it does not answer. */
export interface SagaEngine {
  /** Starting what was started before is no error. */
  start(saga: string, input: SagaInput): Promise<void>;
  find(instance: string): Promise<Instance | undefined>;
  /** Stops a run where it is; nothing is undone. Terminating what has ended is no error. */
  terminate(instance: string, reason: string): Promise<void>;
  /** Tells a waiting run that something has happened. */
  raise(instance: string, event: string): Promise<void>;
  /** Forgets every run that was started before `until` and has completed or was terminated. */
  forget(until: Date): Promise<void>;
}
