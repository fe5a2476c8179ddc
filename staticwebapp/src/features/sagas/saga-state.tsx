import { SAGA_STATES } from '../../lib/ops/saga-words.ts';
import type { Saga } from '../../lib/ops/sagas.ts';
import classes from './saga-state.module.css';

export const SagaState = ({ state }: { readonly state: Saga['state'] }) => (
  <span className={classes.state} data-state={state} data-busy={state === 'running'} data-testid="saga-state">
    <span className={classes.dot} aria-hidden />
    {SAGA_STATES[state].label}
  </span>
);
