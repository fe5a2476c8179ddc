import type { Clock } from '../../shared/clock.ts';
import type { Journal } from '../store/journal.ts';
import type { DueTimes } from './due-times.ts';

/** What every entity needs from its surroundings. */
export interface Context {
  readonly clock: Clock;
  readonly due: DueTimes;
  readonly journal: Journal;
}
