import type { Query } from '../../shared/documents/documents.ts';
import { addDays, type Day } from '../../shared/kernel/days.ts';
import type { Renewal, RenewalRecord, RenewalState } from './contract.ts';
import { soonFrom } from './reminders.ts';

/** How a renewal stands on a day: nothing has to happen for it to become due. */
export const stateOn = (today: Day, renewal: RenewalRecord): RenewalState => {
  if (renewal.status !== 'open') return renewal.status;
  if (renewal.dueOn < today) return 'overdue';
  return soonFrom(renewal) <= today ? 'due-soon' : 'ok';
};

/** The same as a condition on stored cards. */
export const standing = (state: RenewalState, today: Day): Pick<Query, 'where' | 'range'> => {
  const tomorrow = addDays(today, 1);
  switch (state) {
    case 'ok':
      return { where: { status: 'open' }, range: [{ field: 'soonFrom', from: tomorrow }] };
    case 'due-soon':
      return {
        where: { status: 'open' },
        range: [
          { field: 'soonFrom', to: tomorrow },
          { field: 'dueOn', from: today },
        ],
      };
    case 'overdue':
      return { where: { status: 'open' }, range: [{ field: 'dueOn', to: today }] };
    case 'done':
    case 'cancelled':
      return { where: { status: state } };
  }
};

export const shownOn = (today: Day, renewal: RenewalRecord): Renewal => ({
  ...renewal,
  state: stateOn(today, renewal),
});
