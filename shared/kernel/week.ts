/** A week of ISO 8601, such as `2026-W47`: from Monday on, the first of a year being the one with its first Thursday. Texts compare as weeks do. */
export type Week = string;

const DAY_MS = 86_400_000;
const WEEK_MS = 7 * DAY_MS;
const THURSDAY = 4;

const fromMonday = (time: number): number => (new Date(time).getUTCDay() + 6) % 7;

/** @param instant ISO 8601. Weeks begin at midnight UTC: whichever time zone a company comes to say it is in, a trip stays in its week. */
export const weekOf = (instant: string): Week => {
  const time = Date.parse(instant);
  const thursday = new Date(time - (fromMonday(time) + 1 - THURSDAY) * DAY_MS);
  const year = thursday.getUTCFullYear();
  const week = 1 + Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / WEEK_MS);
  return `${year}-W${String(week).padStart(2, '0')}`;
};

/** Its first moment, in milliseconds since 1970. */
export const mondayOf = (week: Week): number => {
  const fourth = Date.UTC(Number(week.slice(0, 4)), 0, 4);
  return fourth - fromMonday(fourth) * DAY_MS + (Number(week.slice(6)) - 1) * WEEK_MS;
};

/** @example addWeeks('2026-W53', 1) // '2027-W01' */
export const addWeeks = (week: Week, weeks: number): Week =>
  weekOf(new Date(mondayOf(week) + weeks * WEEK_MS).toISOString());

/** Whether the year has that week: some have 53. */
export const isWeek = (text: string): boolean => /^\d{4}-W\d\d$/.test(text) && addWeeks(text, 0) === text;

/** The weeks from one to the other, both with it; no more than `most`. */
export const weeksBetween = (from: Week, to: Week, most: number): Week[] => {
  const weeks: Week[] = [];
  for (let week = from; week <= to && weeks.length < most; week = addWeeks(week, 1)) weeks.push(week);
  return weeks;
};
