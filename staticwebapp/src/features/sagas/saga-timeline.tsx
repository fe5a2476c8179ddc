import { CheckIcon, CloseIcon, MinusIcon, RetryIcon } from '../../components/icons.tsx';
import { formatInstant } from '../../lib/format.ts';
import { STEP_STATES, stepName } from '../../lib/ops/saga-words.ts';
import type { SagaStepCard } from '../../lib/ops/sagas.ts';
import classes from './saga-timeline.module.css';

const GLYPHS: Readonly<Record<SagaStepCard['state'], (() => React.ReactNode) | undefined>> = {
  running: undefined,
  done: CheckIcon,
  refused: MinusIcon,
  failed: CloseIcon,
  undoing: undefined,
  undone: RetryIcon,
  stuck: CloseIcon,
};

const Step = ({ step, state, at, problem }: SagaStepCard) => {
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
export const SagaTimeline = ({ steps }: { readonly steps: readonly SagaStepCard[] }) =>
  steps.length > 0 ? (
    <ol className={classes.steps}>
      {steps.map((step) => (
        <Step key={step.step} {...step} />
      ))}
    </ol>
  ) : (
    <p className={classes.none}>No step has been taken yet.</p>
  );
