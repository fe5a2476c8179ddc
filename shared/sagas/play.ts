import { stepNamed } from '../kernel/step.ts';
import type { Outcome, Runtime, Saga, SagaContext, SagaDefinition, SagaInput, StepState } from './saga.ts';
import { problemOf, undoAll } from './steps.ts';

/** What the last step of every saga writes into its document. */
export interface SagaRecord {
  readonly sagaId: string;
  readonly instance: string;
  readonly outcome: Outcome;
  readonly steps: readonly StepState[];
}

export const recordSaga = stepNamed<SagaRecord>('ops-record-saga');

const RECORDING = { attempts: 10, firstMs: 1_000, mostMs: 60_000 };

const settled = <Result>({ stuck }: SagaContext, problem: Outcome & { state: 'undone' }): Outcome<Result> =>
  stuck.length > 0 ? { state: 'stuck', problem: problem.problem, stuck } : problem;

function* outcomeOf(definition: SagaDefinition, context: SagaContext<never>): Saga<Outcome> {
  const { again } = context.input;
  if (again) {
    yield* undoAll(context, again.undos);
    return settled(context, { state: 'undone', problem: again.problem });
  }
  try {
    return { state: 'completed', result: yield* definition.run(context) };
  } catch (error) {
    return settled(context, { state: 'undone', problem: problemOf(error) });
  }
}

/** Plays a saga, or the undos it is stuck with, to its outcome, and has the outcome written down. */
export function* play(runtime: Runtime, definition: SagaDefinition, input: SagaInput): Saga<Outcome> {
  const context: SagaContext<never> = { input: input as SagaInput<never>, runtime, steps: [], stuck: [] };
  const outcome = yield* outcomeOf(definition, context);
  const { sagaId, instance, tenantId, key, actor, correlationId } = input;
  const record: SagaRecord = { sagaId, instance, outcome, steps: context.steps };
  try {
    yield runtime.call(recordSaga.name, { tenantId, key, actor, correlationId, input: record }, RECORDING);
  } catch {
    // The outcome is not lost: whoever looks finds it with the runtime, and writes it down then.
  }
  return outcome;
}
