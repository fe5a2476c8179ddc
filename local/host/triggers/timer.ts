import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Cron } from 'croner';
import { writeJson } from '../../shared/json-file.ts';
import { delay } from '../delay.ts';
import { textOf } from '../functions.ts';
import { readJsonFile, timeSpan } from '../host-json.ts';
import { withRetry } from '../retry.ts';
import type { StartTrigger } from '../services.ts';

/** When a timer is due next, strictly after a moment. All times are milliseconds since the epoch. */
export type Schedule = (after: number) => number;

const FIELD = /^(?:[\d*,/-]|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|sun|mon|tue|wed|thu|fri|sat)+$/i;

/**
 * Reads an NCRONTAB expression (`{second} {minute} {hour} {day} {month} {day of week}`; the seconds may be left out) or a
 * TimeSpan (`00:00:30`). Day and weekday must both match. Throws, showing the text, for anything else.
 */
export const parseSchedule = (text: string, timezone = 'Etc/UTC'): Schedule => {
  const interval = timeSpan(text);
  if (interval) return (after) => after + interval;
  const invalid = (why: string) => new Error(`"${text}" is neither an NCRONTAB expression nor a TimeSpan: ${why}`);
  const fields = text.trim().split(/\s+/);
  if (!fields.every((field) => FIELD.test(field))) throw invalid('a field is none of NCRONTAB.');
  if (fields.length !== 5 && fields.length !== 6) throw invalid('it needs 5 or 6 fields.');
  try {
    const cron = new Cron(fields.length === 5 ? `0 ${text}` : text, { paused: true, domAndDow: true, timezone });
    if (cron.nextRun()) return (after) => cron.nextRun(new Date(after))?.getTime() ?? Number.POSITIVE_INFINITY;
  } catch (error) {
    throw invalid(String(error));
  }
  throw invalid('it never comes due.');
};

/** The time between two occurrences that follow `after`. */
export const intervalOf = (schedule: Schedule, after: number): number => schedule(schedule(after)) - schedule(after);

const MINUTE = 60_000;
const NEVER = '0001-01-01T00:00:00+00:00';
const iso = (time: number) => new Date(time).toISOString();

/** When a timer ran last and is due next, as the app sees it. Kept in a file, so that a run missed while the host was down is noticed. */
type TimerStatus = Readonly<Record<'Last' | 'Next' | 'LastUpdated', string>>;

/** Runs a function on its schedule. The next run is planned when one ends, so a timer never overlaps with itself. */
export const startTimer: StartTrigger = async (fn, { dispatch, settings, stateDir }) => {
  const { runOnStartup, useMonitor } = fn.trigger.options;
  const text = textOf(fn.trigger.options, 'schedule', `Function "${fn.name}"`);
  const schedule = parseSchedule(text, settings.WEBSITE_TIME_ZONE);
  // Azure watches over a timer only if it is due no more often than once a minute.
  const isMonitored = useMonitor !== false && intervalOf(schedule, Date.now()) >= MINUTE;
  const path = join(stateDir, 'timers', `${fn.name}.json`);
  const status = isMonitored && existsSync(path) ? (readJsonFile(path) as TimerStatus) : undefined;
  const stopping = new AbortController();
  const { signal } = stopping;

  const save = async (Last: string, due: number, updated: number) => {
    const next: TimerStatus = { Last, Next: iso(due), LastUpdated: iso(updated) };
    if (isMonitored) await writeJson(path, next);
    return next;
  };

  const loop = async () => {
    let isPastDue = status !== undefined && Date.parse(status.Next) < Date.now();
    let due = isPastDue || runOnStartup === true ? Date.now() : schedule(Date.now());
    // Known from the first start on, so that a host that dies before the first run still finds out it was missed.
    let known = status ?? (await save(NEVER, due, Date.now()));
    for (;;) {
      while (Date.now() < due && !signal.aborted) await delay(due - Date.now(), signal);
      const startedAt = Date.now();
      const seen = { ...known, Next: iso(schedule(startedAt)) };
      const json = JSON.stringify({ Schedule: { AdjustForDST: true }, ScheduleStatus: seen, IsPastDue: isPastDue });
      const outcome = await withRetry(fn.metadata.retryOptions, signal, (retryContext) =>
        dispatch(fn, { data: { json }, retryContext }),
      );
      if (outcome === 'stopped') return;
      isPastDue = false;
      due = schedule(Math.max(Date.now(), due));
      known = await save(iso(startedAt), due, startedAt);
    }
  };

  const running = loop();
  return {
    stop() {
      stopping.abort();
      return running;
    },
  };
};
