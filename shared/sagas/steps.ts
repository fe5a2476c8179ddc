import { FleetError } from '../kernel/errors.ts';
import type { Step } from '../kernel/step.ts';
import type { Patience, Problem, Saga, SagaContext, StepAnswer, StepMessage, StepState, Undo } from './saga.ts';

/** A step that fails for half a minute is given up: somebody waits for the outcome. */
const FORTH: Patience = { attempts: 6, firstMs: 1_000, mostMs: 60_000 };
/** An undo has more time: what it leaves behind, a person has to tidy up. */
const BACK: Patience = { attempts: 10, firstMs: 1_000, mostMs: 60_000 };

export const problemOf = (error: unknown): Problem =>
  error instanceof FleetError
    ? { kind: error.kind, code: error.code, message: error.message }
    : { kind: 'upstream', code: 'saga/unexpected', message: 'Something went wrong on our side.' };

const note = ({ steps, runtime }: SagaContext, step: string) => {
  const index = steps.length;
  return (state: StepState['state']) => {
    steps[index] = { step, state, at: runtime.now().toISOString() };
    runtime.report(steps);
  };
};

/** @throws FleetError the step's own when it refuses, `upstream` when it fails however often it is tried. */
function* ask(context: SagaContext, { step, input }: Undo, patience: Patience): Saga<unknown> {
  const { tenantId, key, actor, correlationId, traceparent } = context.input;
  const errand = { tenantId, key, actor, correlationId, ...(traceparent !== undefined && { traceparent }) };
  const message: StepMessage = { ...errand, input };
  let answer: StepAnswer;
  try {
    answer = (yield context.runtime.call(step, message, patience)) as StepAnswer;
  } catch (cause) {
    // What arrives here has lost its class and speaks of our insides; the step itself has logged it.
    throw new FleetError('upstream', 'saga/step-failed', `${step} could not be done.`, {}, { cause });
  }
  if ('refused' in answer) {
    const { kind, code, message: text } = answer.refused;
    throw new FleetError(kind, code, text);
  }
  return answer.done;
}

/**
 * `yield*` this to have a step done, once however often it is tried, with its types intact.
 * @throws FleetError the step's refusal, or `upstream` when it cannot be done.
 */
export function* perform<In, Out>(context: SagaContext, { name: step }: Step<In, Out>, input: In): Saga<Out> {
  const become = note(context, step);
  become('running');
  try {
    const out = yield* ask(context, { step, input }, FORTH);
    become('done');
    return out as Out;
  } catch (error) {
    become(problemOf(error).kind === 'upstream' ? 'failed' : 'refused');
    throw error;
  }
}

/** Takes back one after the other. What cannot be is noted in the context, and does not strand the others. */
export function* undoAll(context: SagaContext, undos: readonly Undo[]): Saga<void> {
  for (const undo of undos) {
    const become = note(context, undo.step);
    become('undoing');
    try {
      yield* ask(context, undo, BACK);
      become('undone');
    } catch (error) {
      become('stuck');
      context.stuck.push({ ...undo, problem: problemOf(error) });
    }
  }
}

export type UndoLater = <In>(step: Step<In, unknown>, input: In) => void;

/**
 * Runs `body`; when it fails, undoes what it registered, newest first, and passes the failure on.
 * Register an undo *before* its step: a step that failed may still have taken effect.
 *
 * @example
 * return yield* compensating(context, function* (undo) {
 *   undo(releaseBay, { bay });
 *   yield* perform(context, reserveBay, { bay });
 * });
 */
export function* compensating<Out>(context: SagaContext, body: (undo: UndoLater) => Saga<Out>): Saga<Out> {
  const undos: Undo[] = [];
  try {
    return yield* body(({ name: step }, input) => void undos.unshift({ step, input }));
  } catch (error) {
    yield* undoAll(context, undos);
    throw error;
  }
}

/** Waits for an event from outside until `deadline`. Answers whether it came in time. */
export function* arrivesBefore({ runtime }: SagaContext, event: string, deadline: Date): Saga<boolean> {
  const arrival = runtime.event(event);
  const timer = runtime.timer(deadline);
  const winner = yield runtime.first([arrival, timer]);
  // A timer left alone would keep the run open until it fires.
  if (winner === arrival) timer.cancel();
  return winner === arrival;
}
