import { Cron } from 'croner';
import { timeSpan } from '../host-json.ts';

/** When a timer is due next, strictly after a moment. All times are milliseconds since the epoch. */
export type Schedule = (after: number) => number;

const NAME = /jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|sun|mon|tue|wed|thu|fri|sat/gi;
const isField = (text: string) => /^[\d*,/-]+$/.test(text.replace(NAME, '0'));

/**
 * Reads an NCRONTAB expression (`{second} {minute} {hour} {day} {month} {day of week}`; the seconds may be left out) or a
 * TimeSpan (`00:00:30`). Day and weekday must both match. Throws, showing the text, for anything else.
 */
export const parseSchedule = (text: string, timeZone: string | undefined): Schedule => {
  const interval = timeSpan(text.trim());
  if (interval !== undefined && interval > 0) return (after) => after + interval;
  const fields = text.trim().split(/\s+/);
  const invalid = (why: string) => new Error(`"${text}" is neither an NCRONTAB expression nor a TimeSpan: ${why}`);
  if (fields.length !== 5 && fields.length !== 6) throw invalid('it needs 5 or 6 fields.');
  const wrong = fields.find((field) => !isField(field));
  if (wrong !== undefined) throw invalid(`"${wrong}" is not a field.`);
  const pattern = fields.length === 5 ? ['0', ...fields].join(' ') : fields.join(' ');
  let cron: Cron;
  try {
    cron = new Cron(pattern, { paused: true, domAndDow: true, timezone: timeZone ?? 'Etc/UTC' });
  } catch (error) {
    throw invalid(error instanceof Error ? error.message : String(error));
  }
  return (after) => {
    const next = cron.nextRun(new Date(after));
    if (!next) throw invalid('it never comes due.');
    return next.getTime();
  };
};

/** The time between two occurrences that follow `after`. */
export const intervalOf = (schedule: Schedule, after: number): number => {
  const first = schedule(after);
  return schedule(first) - first;
};
