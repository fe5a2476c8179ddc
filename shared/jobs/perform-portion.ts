import { inSpan } from '../observability/trace.ts';
import type { Services } from '../services.ts';
import { hasEnded, type Portion, type StoredJob } from './job.ts';
import { afterFailure, afterPortion, afterStop } from './job-course.ts';
import { JOBS_QUEUE, messageFor, type PortionMessage } from './job-queue.ts';
import { changeJob, jobsOf, openJobs } from './keep-jobs.ts';

/** So many jobs of one company are worked on at once. The queue goes round all that are, so nobody waits for one company's thousand jobs. */
export const MAX_RUNNING = 5;

/** Told of every state of a job that is worth showing. */
export type ShowJob = (tenantId: string, job: StoredJob) => Promise<void>;

const sendNext = ({ bus, clock }: Services, tenantId: string, job: StoredJob) =>
  bus.send(JOBS_QUEUE, [messageFor(tenantId, job, clock())]);

/** Sends what may have been sent before, and taken: the queue would know it by its usual id. */
export const sendAgain = async ({ bus, clock }: Services, tenantId: string, job: StoredJob): Promise<void> => {
  const now = clock();
  const message = messageFor(tenantId, job, now);
  await bus.send(JOBS_QUEUE, [{ ...message, messageId: `${message.messageId}:${now.getTime()}` }]);
};

/** Whether as many jobs as may are being worked on already. */
const isCrowded = async ({ operations }: Services, tenantId: string): Promise<boolean> => {
  const running = await jobsOf(operations, tenantId).query<StoredJob>({
    where: { state: ['running', 'cancelling'] },
    limit: MAX_RUNNING,
  });
  return running.items.length >= MAX_RUNNING;
};

/** The turn of whoever has waited longest. */
const admitNext = async (services: Services, tenantId: string): Promise<void> => {
  const waiting = await jobsOf(services.operations, tenantId).query<StoredJob>({
    where: { state: 'queued' },
    orderBy: 'startedAt',
    limit: 1,
  });
  for (const job of waiting.items) await sendAgain(services, tenantId, job);
};

/** What is to be done when a job has come to its end. */
export const closeJob = async (services: Services, tenantId: string, job: StoredJob): Promise<void> => {
  await openJobs(services.operations).remove(job.id);
  await admitNext(services, tenantId);
};

const portionOf = (tenantId: string, job: StoredJob, now: string): Portion => {
  const { roles, scopes, groups } = job.caller;
  return {
    tenantId,
    jobId: job.id,
    caller: {
      tenantId,
      actor: job.startedBy,
      roles,
      scopes: new Set(scopes),
      ...(groups && { groups: new Set(groups) }),
    },
    correlationId: job.correlationId,
    ...(job.from !== undefined && { from: job.from }),
    progress: job.progress,
    notes: job.notes,
    attempts: job.attempts,
    now,
  };
};

/** Does one portion and answers how it changes the job. */
const work = async (services: Services, tenantId: string, job: StoredJob) => {
  const now = () => services.clock().toISOString();
  const definition = services.jobs.get(job.name);
  try {
    if (!definition) throw new Error(`No area does ${job.name}.`);
    const portion = portionOf(tenantId, job, now());
    const done = await inSpan(`job ${job.name}`, { 'fleet.tenant': tenantId, 'fleet.job': job.id }, () =>
      definition.run(job.input, job.cursor, portion, services),
    );
    return afterPortion(job.portion, done, now());
  } catch (error) {
    const facts = { tenantId, job: job.id, kind: job.name, portion: job.portion, attempts: job.attempts, error };
    services.log.error('A portion of a job failed', facts);
    return afterFailure(job.portion, error, now());
  }
};

/**
 * Does the portion of a job that a message asks for, saves how far the job has come, and asks for the next. A message that comes twice or late does nothing
 * but see to it that the next one is there.
 */
export const performPortion = async (
  services: Services,
  { tenantId, jobId, portion, attempts }: PortionMessage,
  show: ShowJob,
): Promise<void> => {
  const { operations, clock } = services;
  const job = (await jobsOf(operations, tenantId).get<StoredJob>(jobId))?.doc;
  if (!job) return;
  if (hasEnded(job)) return closeJob(services, tenantId, job);
  const isCurrent = portion === job.portion && attempts === job.attempts;
  if (!isCurrent) return sendNext(services, tenantId, job);
  if (job.state === 'queued' && (await isCrowded(services, tenantId))) return;

  const change = job.state === 'cancelling' ? afterStop(clock().toISOString()) : await work(services, tenantId, job);
  const saved = await changeJob(operations, tenantId, jobId, change);
  if (saved.shownAt !== job.shownAt) await show(tenantId, saved);
  await (hasEnded(saved) ? closeJob(services, tenantId, saved) : sendNext(services, tenantId, saved));
};
