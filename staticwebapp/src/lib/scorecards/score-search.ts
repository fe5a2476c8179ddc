import { isWeek, type Week } from '../../../../shared/kernel/week.ts';

/** What of the scorecards is shown; it is in the page's address. */
export interface ScoreSearch {
  /** Absent: the current one. */
  readonly week?: Week;
  /** Absent: drivers. */
  readonly of?: 'vehicle';
  /** Absent: the best first. */
  readonly first?: 'worst';
  /** Whose weeks are looked at. */
  readonly id?: string;
}

/** What an address says, without what makes no sense. */
export const scoreSearch = ({ week, of, first, id }: Record<string, unknown>): ScoreSearch => ({
  ...(typeof week === 'string' && isWeek(week) && { week }),
  ...(of === 'vehicle' && { of }),
  ...(first === 'worst' && { first }),
  ...(['string', 'number'].includes(typeof id) && id !== '' && { id: String(id).slice(0, 100) }),
});
