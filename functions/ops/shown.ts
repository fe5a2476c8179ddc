import type { SagaRun } from '../../shared/sagas/runs.ts';
import type { Problem } from '../../shared/sagas/saga.ts';
import type { SagaCard, SagaDetail, SagaProblem } from './contract.ts';

const problemOf = ({ code, message }: Problem): SagaProblem => ({ code, message });

/** A run in the list. */
export const cardOf = ({ input: _, outcome, steps: __, newestFirst: ___, ...run }: SagaRun): SagaCard => ({
  ...run,
  ...(outcome && outcome.state !== 'completed' && { problem: problemOf(outcome.problem) }),
});

/** A run with its steps. */
export const detailOf = (run: SagaRun): SagaDetail => {
  const stuck = run.outcome?.state === 'stuck' ? run.outcome.stuck : [];
  const steps = run.steps.map((step) => {
    const problem = step.state === 'stuck' && stuck.find((undo) => undo.step === step.step)?.problem;
    return { ...step, ...(problem && { problem: problemOf(problem) }) };
  });
  return { ...cardOf(run), steps };
};
