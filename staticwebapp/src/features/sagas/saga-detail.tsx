import { formatInstant } from '../../lib/format.ts';
import { SAGA_STATES, sagaName, whoOf } from '../../lib/ops/saga-words.ts';
import type { SagaWithSteps as Saga } from '../../lib/ops/sagas.ts';
import { SagaActions } from './saga-actions.tsx';
import classes from './saga-detail.module.css';
import { SagaState } from './saga-state.tsx';
import { SagaTimeline } from './saga-timeline.tsx';

interface SagaDetailProps {
  readonly saga: Saga;
  readonly subject: string;
  readonly mayIntervene: boolean;
  /** Shows another run: the one that takes this one's work up, or the one before. */
  readonly onOpen: (id: string) => void;
}

/** One run with everything that was done, and what can be done about it. */
export const SagaDetail = ({ saga, subject, mayIntervene, onOpen }: SagaDetailProps) => {
  const { id, state, startedAt, startedBy, endedAt, problem, reason, retryOf, retriedAs } = saga;
  return (
    <div className={classes.detail} data-testid="saga-detail">
      <header className={classes.head}>
        <h2 className={classes.title}>{sagaName(saga.saga)}</h2>
        <p className={classes.subject}>{subject}</p>
        <SagaState state={state} />
        <p className={classes.means}>{SAGA_STATES[state].means}</p>
        {problem && <p className={classes.problem}>{problem.message}</p>}
        {reason && <p className={classes.means}>Reason: {reason}</p>}
      </header>

      {mayIntervene && <SagaActions key={id} saga={saga} onOpen={onOpen} />}

      <section aria-label="Steps">
        <SagaTimeline saga={saga} />
      </section>

      <dl className={classes.facts}>
        <dt>Started</dt>
        <dd>
          {formatInstant(startedAt)} by {whoOf(startedBy)}
        </dd>
        {endedAt && (
          <>
            <dt>Ended</dt>
            <dd>{formatInstant(endedAt)}</dd>
          </>
        )}
        {retryOf && (
          <>
            <dt>Retry of</dt>
            <dd>
              <button type="button" className={classes.link} onClick={() => onOpen(retryOf)}>
                an earlier run
              </button>
            </dd>
          </>
        )}
        {retriedAs && (
          <>
            <dt>Retried as</dt>
            <dd>
              <button type="button" className={classes.link} onClick={() => onOpen(retriedAs)}>
                a later run
              </button>
            </dd>
          </>
        )}
        <dt>Id</dt>
        <dd className={classes.id}>{id}</dd>
      </dl>
    </div>
  );
};
