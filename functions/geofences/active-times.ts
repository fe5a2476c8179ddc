import type { Issue } from '../../shared/kernel/errors.ts';
import type { ActiveTime } from './contract.ts';
import { type Hours, hoursOf, type Window } from './hours.ts';
import { MAX_WINDOWS_PER_DAY, partsOf, ruleIssues } from './recurrence.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** Clocks differ from UTC by 14 hours at most. */
const CLOCKS = DAY;

// Both are large, and most companies have no fence with hours.
const load = async () => {
  const [{ RRuleTemporal }, { Temporal }] = await Promise.all([import('rrule-temporal'), import('temporal-polyfill')]);
  return { RRuleTemporal, Temporal };
};
type Calendar = Awaited<ReturnType<typeof load>>;

/** The moment that clocks show so, which is given as though they showed UTC: of an hour that comes twice the first; one that is skipped, when it is over. */
const momentOf = ({ Temporal }: Calendar, clock: number, timeZone: string): number =>
  Temporal.Instant.fromEpochMilliseconds(clock)
    .toZonedDateTimeISO('UTC')
    .toPlainDateTime()
    .toZonedDateTime(timeZone, { disambiguation: 'compatible' }).epochMilliseconds;

const clockAt = ({ Temporal }: Calendar, moment: number, timeZone: string): number =>
  Temporal.Instant.fromEpochMilliseconds(moment).toZonedDateTimeISO(timeZone).toPlainDateTime().toZonedDateTime('UTC')
    .epochMilliseconds;

const compact = (clock: number) => `${new Date(clock).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;

/** UNTIL by the clocks of the zone, as the rest of the rule: all of its day, or up to that moment. */
const untilOf = (calendar: Calendar, until: string, timeZone: string): string => {
  const [, date = '', time] = /^(\d{8})(?:T(\d{6})Z)?$/.exec(until) ?? [];
  if (time === undefined) return `${date}T235959Z`;
  const iso = `${date}T${time}Z`.replace(/^(....)(..)(..)T(..)(..)(..)Z$/, '$1-$2-$3T$4:$5:$6Z');
  return compact(clockAt(calendar, Date.parse(iso), timeZone));
};

/**
 * The windows of one active time. The rule is worked out by the clocks alone, and each beginning then set into the time zone: what would begin in an hour that
 * is skipped in spring begins when that is over. (RFC 5545 would have no window that day; nobody wants an unwatched night.)
 */
const windowsOf = (calendar: Calendar, { start, durationMinutes, rule, timeZone }: ActiveTime) => {
  const first = Date.parse(`${start}:00Z`);
  const length = durationMinutes * MINUTE;
  const parts = partsOf(rule ?? 'FREQ=DAILY;COUNT=1').map(
    ([name, value]) => `${name}=${name === 'UNTIL' ? untilOf(calendar, value, timeZone) : value}`,
  );
  const recurrence = new calendar.RRuleTemporal({
    rruleString: `DTSTART:${compact(first)}\nRRULE:${parts.join(';')}`,
    cache: false,
  });
  return (from: number, to: number): Window[] =>
    recurrence
      .between(new Date(from - length - CLOCKS), new Date(to + CLOCKS), true)
      .map(({ epochMilliseconds }) => momentOf(calendar, epochMilliseconds, timeZone))
      .map((opens) => ({ opens, closes: opens + length }))
      .filter(({ opens, closes }) => closes > from && opens < to);
};

/** The hours of a fence, ready to be asked for every fix. Valid active times only: see `validateActiveTimes`. */
export const compileHours = async (times: readonly ActiveTime[]): Promise<Hours> => {
  const calendar = await load();
  const each = times.map((time) => windowsOf(calendar, time));
  return hoursOf((from, to) => each.flatMap((windows) => windows(from, to)));
};

/** Most rules open for the first time within so many days, */
const SOON_DAYS = 62;
/** and every one that is meant to be used within so many. */
const FORESEEN_DAYS = 5 * 366;

const windowIssues = (calendar: Calendar, time: ActiveTime): Issue[] => {
  const windows = windowsOf(calendar, time);
  const from = Date.parse(`${time.start}:00Z`) - CLOCKS;
  const soon = windows(from, from + SOON_DAYS * DAY);
  const found = soon.length > 0 ? soon : windows(from, from + FORESEEN_DAYS * DAY);
  if (found.length === 0) return [{ path: ['rule'], message: 'It never comes about.' }];
  const crowded = found.some(({ opens }, at) => (found[at + MAX_WINDOWS_PER_DAY]?.opens ?? Infinity) < opens + DAY);
  return crowded ? [{ path: ['rule'], message: `More than ${MAX_WINDOWS_PER_DAY} windows in a day.` }] : [];
};

/** The 30th of February parses as a day in March. */
const isClockTime = (start: string): boolean => {
  const clock = Date.parse(`${start}:00Z`);
  return Number.isFinite(clock) && new Date(clock).toISOString().startsWith(start);
};

const issuesOf = (calendar: Calendar, time: ActiveTime): Issue[] => {
  const issues: Issue[] = [];
  if (!isClockTime(time.start)) issues.push({ path: ['start'], message: 'There is no such day or time.' });
  if (!isTimeZone(time.timeZone))
    issues.push({ path: ['timeZone'], message: 'Expected a name of the IANA time zone database.' });
  if (time.rule !== undefined) issues.push(...ruleIssues(time.rule, ['rule']));
  if (issues.length > 0) return issues;
  try {
    return windowIssues(calendar, time);
  } catch (error) {
    return [{ path: ['rule'], message: `It cannot be worked out: ${error instanceof Error ? error.message : error}` }];
  }
};

const isTimeZone = (name: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) !== undefined && !/^[+-]/.test(name);
  } catch {
    return false;
  }
};

/** What a schema cannot say of active times: each issue with the path to it. */
export const validateActiveTimes = async (times: readonly ActiveTime[]): Promise<Issue[]> => {
  const calendar = await load();
  return times.flatMap((time, at) =>
    issuesOf(calendar, time).map(({ path, message }) => ({ path: [at, ...path], message })),
  );
};
