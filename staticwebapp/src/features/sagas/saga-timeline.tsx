import { CheckIcon, CloseIcon, MinusIcon, RetryIcon } from '../../components/icons.tsx';
import { formatInstant } from '../../lib/format.ts';
import { type ShownStepState, STEP_STATES, shownStepState, stepName } from '../../lib/ops/saga-words.ts';
import type { SagaStep, SagaWithSteps } from '../../lib/ops/sagas.ts';
import classes from './saga-timeline.module.css';

const GLYPHS: Readonly<Record<ShownStepState, (() => React.ReactNode) | undefined>> = {
  running: undefined,
  interrupted: MinusIcon,
  done: CheckIcon,
  refused: MinusIcon,
  failed: CloseIcon,
  undoing: undefined,
  undone: RetryIcon,
  stuck: CloseIcon,
};

type StepProps = Omit<SagaStep, 'state'> & { readonly state: ShownStepState };

const Step = ({ step, state, at, problem }: StepProps) => {
  const Glyph = GLYPHS[state];
  return (
    <li className={classes.step} data-state={state}>
      <span className={classes.mark}>{Glyph && <Glyph />}</span>
      <div className={classes.text}>
        <p className={classes.name}>{stepName(step)}</p>
        <p className={classes.note}>
          <span className={classes.state}>{STEP_STATES[state]}</span> · <time dateTime={at}>{formatInstant(at)}</time>
        </p>
        {problem && <p className={classes.problem}>{problem.message}</p>}
      </div>
    </li>
  );
};

/** What was done, in order, and what was taken back again. */
export const SagaTimeline = ({ saga }: { readonly saga: SagaWithSteps }) =>
  saga.steps.length > 0 ? (
    <ol className={classes.steps}>
      {saga.steps.map((step) => (
        <Step key={step.step} {...step} state={shownStepState(step, saga)} />
      ))}
    </ol>
  ) : (
    <p className={classes.none}>No step has been taken yet.</p>
  );
