import type { VehicleStatus } from '../lib/vehicles/vehicle-search.ts';
import { STATUS_WORDS } from '../lib/vehicles/vehicle-words.ts';
import classes from './vehicle-status-pill.module.css';

/** Whether a vehicle can be used, by what its register says; not whether it moves. */
export const VehicleStatusPill = ({ status }: { readonly status: VehicleStatus }) => (
  <span className={classes.pill} data-status={status} data-testid="register-status">
    <span className={classes.dot} aria-hidden />
    {STATUS_WORDS[status]}
  </span>
);
