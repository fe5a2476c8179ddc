import { everything } from '../documents/documents.ts';
import type { Services } from '../services.ts';
import { hasEnded } from './job.ts';
import { afterSilence } from './job-course.ts';
import { changeJob, jobsOf, type OpenJob, openJobs } from './keep-jobs.ts';
import { closeJob, type ShowJob, sendAgain } from './perform-portion.ts';

/** Whoever starts a job writes its note first, and the job right after. */
const NOTE_ALONE_MS = 5 * 60_000;

const look = async (
  services: Services,
  { company: tenantId, jobId, startedAt }: OpenJob,
  show: ShowJob,
): Promise<void> => {
  const { operations, clock } = services;
  const now = clock().toISOString();
  const found = await jobsOf(operations, tenantId).get(jobId);
  if (!found) {
    if (Date.parse(now) - Date.parse(startedAt) > NOTE_ALONE_MS) await openJobs(operations).remove(jobId);
    return;
  }
  let isOverdue = false;
  const job = await changeJob(operations, tenantId, jobId, (before) => {
    const after = afterSilence(now)(before);
    isOverdue = after !== before;
    return after;
  });
  if (hasEnded(job)) {
    if (isOverdue) await show(tenantId, job);
    await closeJob(services, tenantId, job);
  } else if (isOverdue) {
    services.log.warn('A job is taken up again', { tenantId, job: jobId, kind: job.name, attempts: job.attempts });
    await sendAgain(services, tenantId, job);
  }
};

/** Finds what was started and does not get on, of every company: its message was lost, or given up by the broker. */
export const resumeJobs = async (services: Services, show: ShowJob): Promise<void> => {
  // One that cannot be resumed must not hold up all others.
  for await (const note of everything<OpenJob>(openJobs(services.operations)))
    await look(services, note, show).catch((error: unknown) =>
      services.log.error('A job cannot be resumed', { tenantId: note.company, job: note.jobId, error }),
    );
};
