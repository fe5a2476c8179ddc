import { delay } from '../delay.ts';
import { withRetry } from '../retry.ts';
import type { StartTrigger } from '../services.ts';
import { intervalOf, parseSchedule, type Schedule } from './schedule.ts';
import { fileMonitor, type TimerMonitor, type TimerStatus } from './timer-status.ts';

const MINUTE = 60_000;
const NEVER = '0001-01-01T00:00:00+00:00';

const iso = (time: number) => new Date(time).toISOString();

const eventOf = (status: TimerStatus, isPastDue: boolean) => ({
  data: { json: JSON.stringify({ Schedule: { AdjustForDST: true }, ScheduleStatus: status, IsPastDue: isPastDue }) },
});

/** Azure watches over a timer only if it is due no more often than once a minute. */
const monitored = (useMonitor: unknown, schedule: Schedule, now: number): boolean =>
  useMonitor !== false && intervalOf(schedule, now) >= MINUTE;

const NO_MONITOR: TimerMonitor = { read: () => undefined, write: () => undefined };

/** The first run: at once when one was missed, or when `runOnStartup` asks for it; otherwise when it is due. */
const firstRun = (status: TimerStatus | undefined, runOnStartup: unknown, schedule: Schedule, now: number) => {
  const isPastDue = status !== undefined && Date.parse(status.Next) < now;
  return isPastDue || runOnStartup === true ? { at: now, isPastDue } : { at: schedule(now), isPastDue: false };
};

/** Runs a function on its schedule. The next run is planned when one ends, so a timer never overlaps with itself. */
export const startTimer: StartTrigger = async (fn, { dispatch, settings, stateDir }) => {
  const { schedule: text, useMonitor, runOnStartup } = fn.trigger.options;
  if (typeof text !== 'string') throw new Error(`Function "${fn.name}": a timer needs a "schedule".`);
  const schedule = parseSchedule(text, settings.WEBSITE_TIME_ZONE);
  const monitor = monitored(useMonitor, schedule, Date.now()) ? fileMonitor(stateDir, fn.name) : NO_MONITOR;
  const remembered = monitor.read();
  const stopped = new AbortController();
  const { signal } = stopped;

  const runAt = async (due: number): Promise<boolean> => {
    for (let left = due - Date.now(); left > 0 && !signal.aborted; left = due - Date.now()) await delay(left, signal);
    return !signal.aborted;
  };

  const loop = async () => {
    let status = remembered;
    let { at, isPastDue } = firstRun(status, runOnStartup, schedule, Date.now());
    // Known from the first start on, so that a host that dies before the first run still finds out it was missed.
    if (!status && at > Date.now()) monitor.write({ Last: NEVER, Next: iso(at), LastUpdated: iso(Date.now()) });
    while (await runAt(at)) {
      const startedAt = Date.now();
      const seen = {
        Last: status?.Last ?? NEVER,
        Next: iso(schedule(startedAt)),
        LastUpdated: status?.LastUpdated ?? NEVER,
      };
      const outcome = await withRetry(fn.metadata.retryOptions, signal, (retryContext) =>
        dispatch(fn, { ...eventOf(seen, isPastDue), retryContext }),
      );
      if (outcome === 'stopped') return;
      isPastDue = false;
      at = schedule(Math.max(Date.now(), at));
      status = { Last: iso(startedAt), Next: iso(at), LastUpdated: iso(startedAt) };
      monitor.write(status);
    }
  };

  const running = loop();
  return {
    stop() {
      stopped.abort();
      return running;
    },
  };
};
