import type { Rules } from './geofences.ts';

export type ActiveTime = NonNullable<Rules['activeTimes']>[number];

export const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;
export type Weekday = (typeof WEEKDAYS)[number];
export const WEEKDAY_WORDS: Readonly<Record<Weekday, string>> = {
  MO: 'Mon',
  TU: 'Tue',
  WE: 'Wed',
  TH: 'Thu',
  FR: 'Fri',
  SA: 'Sat',
  SU: 'Sun',
};

/** A window that opens on some days of the week, as somebody fills it in. */
export interface WeeklyTimes {
  readonly days: readonly Weekday[];
  /** `06:00`; a window that ends no later than it begins ends on the next day. */
  readonly from: string;
  readonly to: string;
  readonly timeZone: string;
  /** The first day on which it may open. */
  readonly since: string;
}

const DAY_MINUTES = 24 * 60;
const minutesOf = (clock: string): number => {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number);
  return hours * 60 + minutes;
};
const clockOf = (minutes: number): string => {
  const inDay = minutes % DAY_MINUTES;
  return [Math.floor(inDay / 60), inDay % 60].map((part) => String(part).padStart(2, '0')).join(':');
};

const weekdayOf = (date: string): Weekday => WEEKDAYS[(new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7] ?? 'MO';
const DAY_MS = 86_400_000;
const dayAfter = (date: string): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10);

const WEEKLY = /^FREQ=WEEKLY;BYDAY=((?:MO|TU|WE|TH|FR|SA|SU)(?:,(?:MO|TU|WE|TH|FR|SA|SU))*)$/;

/** As a form shows it; `undefined` when it repeats in another way than that. */
export const weeklyOf = ({ start, durationMinutes, rule, timeZone }: ActiveTime): WeeklyTimes | undefined => {
  const [since = '', from = ''] = start.split('T');
  const named = rule === 'FREQ=DAILY' ? WEEKDAYS : WEEKLY.exec(rule ?? '')?.[1]?.split(',');
  if (!named || durationMinutes > DAY_MINUTES) return undefined;
  const days = WEEKDAYS.filter((day) => named.includes(day));
  return { days, from, to: clockOf(minutesOf(from) + durationMinutes), timeZone, since };
};

/** As the API takes it. The first window opens on the first of its days. */
export const activeTimeOf = ({ days, from, to, timeZone, since }: WeeklyTimes): ActiveTime => {
  let first = since;
  while (days.length > 0 && !days.includes(weekdayOf(first))) first = dayAfter(first);
  const lasts = (minutesOf(to) - minutesOf(from) + DAY_MINUTES) % DAY_MINUTES || DAY_MINUTES;
  const inOrder = WEEKDAYS.filter((day) => days.includes(day));
  return {
    start: `${first}T${from}`,
    durationMinutes: lasts,
    rule: `FREQ=WEEKLY;BYDAY=${inOrder.join(',')}`,
    timeZone,
  };
};

const daysWords = (days: readonly Weekday[]): string => {
  if (days.length === WEEKDAYS.length) return 'every day';
  const [first] = days;
  const last = days.at(-1);
  if (!first || !last) return 'never';
  const inARow = WEEKDAYS.indexOf(last) - WEEKDAYS.indexOf(first) + 1 === days.length;
  if (inARow && days.length > 2) return `${WEEKDAY_WORDS[first]} to ${WEEKDAY_WORDS[last]}`;
  return days.map((day) => WEEKDAY_WORDS[day]).join(', ');
};

/** @example activeWords(…) // 'Mon to Fri, 06:00 to 18:00 (Europe/Lisbon)' */
export const activeWords = (time: ActiveTime): string => {
  const weekly = weeklyOf(time);
  if (!weekly) {
    const { start, durationMinutes, rule, timeZone } = time;
    return `from ${start.replace('T', ' ')} for ${durationMinutes} min${rule ? `, repeating by ${rule}` : ''} (${timeZone})`;
  }
  const { days, from, to, timeZone } = weekly;
  const overnight = minutesOf(to) <= minutesOf(from) ? ' of the next day' : '';
  return `${daysWords(days)}, ${from} to ${to}${overnight} (${timeZone})`;
};
