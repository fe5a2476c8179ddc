import { Cron } from 'croner';
import type { StartTrigger } from '../bindings.ts';
import { textOf } from '../functions.ts';
import { timeSpan } from '../host-json.ts';
import { delay, withRetry } from '../retry.ts';

/** When a timer is due next, strictly after a moment. All times are milliseconds since the epoch. */
export type Schedule = (after: number) => number;

const FIELD = /^(?:[\d*,/-]|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|sun|mon|tue|wed|thu|fri|sat)+$/i;

/** Reads an NCRONTAB expression of 5 or 6 fields, where day and weekday must both match, or a TimeSpan. Throws, showing the text, for anything else. */
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

const iso = (time: number) => new Date(time).toISOString();

/** Runs a function on its schedule. The next run is planned when one ends, so a timer never overlaps with itself. */
export const start: StartTrigger = async (fn, { dispatch, settings }) => {
  const text = textOf(fn.trigger.options, 'schedule', `Function "${fn.name}"`);
  const schedule = parseSchedule(text, settings.WEBSITE_TIME_ZONE);
  const stopping = new AbortController();
  const { signal } = stopping;

  const loop = async () => {
    let due = fn.trigger.options.runOnStartup === true ? Date.now() : schedule(Date.now());
    let last = '0001-01-01T00:00:00+00:00';
    for (;;) {
      while (Date.now() < due && !signal.aborted) await delay(due - Date.now(), signal);
      const startedAt = Date.now();
      const ScheduleStatus = { Last: last, Next: iso(schedule(startedAt)), LastUpdated: last };
      const json = JSON.stringify({ Schedule: { AdjustForDST: true }, ScheduleStatus, IsPastDue: false });
      const attempt = (retryContext?: object) => dispatch(fn, { data: { json }, retryContext });
      if ((await withRetry(fn.metadata.retryOptions, signal, attempt)) === 'stopped') return;
      due = schedule(Math.max(Date.now(), due));
      last = iso(startedAt);
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
