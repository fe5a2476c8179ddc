import type { Caller } from '../identity/caller.ts';
import { FleetError } from '../kernel/errors.ts';
import { type Done, hasEnded, type StoredJob } from './job.ts';

/** How often a portion is tried before its job is given up. */
export const MAX_ATTEMPTS = 8;
const LONGEST_PAUSE_SECONDS = 60;
/** A portion takes seconds; a queue that is behind may keep it waiting. Each vain look is followed by one after twice the time. */
const OVERDUE_SECONDS = 120;
/** How often a job is shown live at most. */
const SHOW_EVERY_MS = 500;

const later = (now: string, seconds: number) => new Date(Date.parse(now) + seconds * 1000).toISOString();

/** How long to wait before a portion is tried once more, after so many attempts. */
export const pauseAfter = (attempts: number): number => Math.min(2 ** attempts, LONGEST_PAUSE_SECONDS);

const overdueAfter = (now: string, attempts: number) =>
  later(now, pauseAfter(attempts) + OVERDUE_SECONDS * 2 ** attempts);

interface Start extends Pick<StoredJob, 'id' | 'name' | 'subject' | 'input' | 'correlationId' | 'from'> {
  readonly caller: Caller;
  readonly total?: number;
}

/** A job that nobody has worked on yet. */
export const queued = ({ caller, total, ...start }: Start, now: string): StoredJob => ({
  ...start,
  state: 'queued',
  startedAt: now,
  startedBy: caller.actor,
  progress: { done: 0, failed: 0, ...(total !== undefined && { total }) },
  notes: {},
  portion: 0,
  attempts: 0,
  overdueAt: overdueAfter(now, 0),
  shownAt: now,
  caller: {
    roles: caller.roles,
    scopes: [...caller.scopes],
    ...(caller.groups && { groups: [...caller.groups] }),
  },
});

const ended = (job: StoredJob, state: StoredJob['state'], now: string): StoredJob => {
  const { cursor: _, ...rest } = job;
  return { ...rest, state, endedAt: now, shownAt: now };
};

/** Whether enough time has gone by since it was last shown, or it says something new. */
const shown = (before: StoredJob, after: StoredJob, now: string): StoredJob => {
  const isDue = before.state !== after.state || Date.parse(now) - Date.parse(before.shownAt) >= SHOW_EVERY_MS;
  return isDue ? { ...after, shownAt: now } : after;
};

/** The job after one of its portions, which it may have stopped waiting for meanwhile. */
export const afterPortion =
  (portion: number, { cursor, ...done }: Done<unknown>, now: string) =>
  (job: StoredJob): StoredJob => {
    if (hasEnded(job) || job.portion !== portion) return job;
    const { cursor: _, ...rest } = job;
    const next = { ...rest, ...done, portion: portion + 1, attempts: 0, overdueAt: overdueAfter(now, 0) };
    if (cursor === undefined) return ended(next, done.progress.failed > 0 ? 'completed-with-errors' : 'completed', now);
    if (job.state === 'cancelling') return ended(next, 'cancelled', now);
    return shown(job, { ...next, cursor, state: 'running' }, now);
  };

/** Whether trying again may help. */
const mayPass = (error: unknown): boolean => !(error instanceof FleetError) || error.kind === 'upstream';

/** The job after a portion that has failed: to be tried again, or at its end. */
export const afterFailure =
  (portion: number, error: unknown, now: string) =>
  (job: StoredJob): StoredJob => {
    if (hasEnded(job) || job.portion !== portion) return job;
    if (job.state === 'cancelling') return ended(job, 'cancelled', now);
    if (!mayPass(error)) {
      const { code, message } = error as FleetError;
      return ended({ ...job, problem: { code, message } }, 'failed', now);
    }
    return again(job, now);
  };

/** The job once nothing of it is under way any more. */
export const afterStop =
  (now: string) =>
  (job: StoredJob): StoredJob =>
    hasEnded(job) ? job : ended(job, 'cancelled', now);

const again = (job: StoredJob, now: string): StoredJob => {
  const attempts = job.attempts + 1;
  if (attempts >= MAX_ATTEMPTS) {
    const message = 'This job did not get on, however often it was tried. What it had done stays.';
    return ended({ ...job, attempts, problem: { code: 'jobs/gave-up', message } }, 'failed', now);
  }
  const state = job.state === 'queued' ? 'running' : job.state;
  return { ...job, state, attempts, overdueAt: overdueAfter(now, attempts) };
};

/** The job when nothing was heard of it for too long. One that waits for its turn has not been tried. */
export const afterSilence =
  (now: string) =>
  (job: StoredJob): StoredJob => {
    if (hasEnded(job) || job.overdueAt > now) return job;
    if (job.state === 'queued') return { ...job, overdueAt: overdueAfter(now, 0) };
    return job.state === 'cancelling' ? ended(job, 'cancelled', now) : again(job, now);
  };

/** The job after somebody has asked to stop it. What was not begun ends at once; else after the portion under way. */
export const afterCancel =
  (now: string) =>
  (job: StoredJob): StoredJob => {
    if (hasEnded(job) || job.state === 'cancelling') return job;
    return job.state === 'queued' ? ended(job, 'cancelled', now) : { ...job, state: 'cancelling', shownAt: now };
  };
