/** A day of a calendar, `YYYY-MM-DD`: texts compare as days do. */
export type Day = string;

const DAY_MS = 86_400_000;

const dayOf = (time: number): Day => new Date(time).toISOString().slice(0, 10);

/** @example addDays('2026-02-27', 2) // '2026-03-01' */
export const addDays = (day: Day, days: number): Day => dayOf(Date.parse(day) + days * DAY_MS);

/**
 * The same day of a later month, or its last when it has no such day.
 *
 * @example addMonths('2026-01-31', 1) // '2026-02-28'
 */
export const addMonths = (day: Day, months: number): Day => {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const lastOfMonth = new Date(Date.UTC(year, month - 1 + months + 1, 0));
  const wanted = Math.min(date, lastOfMonth.getUTCDate());
  return dayOf(Date.UTC(lastOfMonth.getUTCFullYear(), lastOfMonth.getUTCMonth(), wanted));
};

/** How many days from one to the other; negative when the other comes first. */
export const daysBetween = (one: Day, other: Day): number => Math.round((Date.parse(other) - Date.parse(one)) / DAY_MS);

const formats = new Map<string, Intl.DateTimeFormat>();

const formatOf = (timeZone: string): Intl.DateTimeFormat => {
  const known = formats.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  formats.set(timeZone, made);
  return made;
};

/** Which day it is at an instant in a time zone (IANA: `Europe/Berlin`). @throws RangeError for a time zone that there is not. */
export const dayIn = (timeZone: string, instant: Date): Day => formatOf(timeZone).format(instant);

export const isTimeZone = (name: string): boolean => {
  try {
    formatOf(name);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
};
