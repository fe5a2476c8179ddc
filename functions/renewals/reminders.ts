import { addDays, type Day } from '../../shared/kernel/days.ts';

/** What decides about reminders. */
export interface Reminding {
  readonly dueOn: Day;
  /** The earliest first. */
  readonly remindDaysBefore: readonly number[];
  readonly remindedOn?: Day;
  readonly snoozedUntil?: Day;
}

/** Behind every day. */
export const NEVER: Day = '9999-12-31';

/** From when on it is due soon. */
export const soonFrom = ({ dueOn, remindDaysBefore }: Reminding): Day => addDays(dueOn, -Math.max(...remindDaysBefore));

/**
 * When somebody is to be reminded next: on each of the days before it is due, and once it is overdue. A reminder makes up for all that should have
 * come before it. Nobody is reminded while it is snoozed; the day that is over, they are.
 */
export const nextReminder = ({ dueOn, remindDaysBefore, remindedOn = '', snoozedUntil = '' }: Reminding): Day => {
  const planned = [...remindDaysBefore.map((days) => addDays(dueOn, -days)), addDays(dueOn, 1)];
  const days = snoozedUntil === '' ? planned : [snoozedUntil, ...planned.filter((day) => day > snoozedUntil)];
  return days.filter((day) => day > remindedOn).sort()[0] ?? NEVER;
};
