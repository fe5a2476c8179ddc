import type { Caller } from '../identity/caller.ts';
import { isKind } from '../kernel/errors.ts';
import { newId } from '../kernel/ids.ts';
import type { Services } from '../services.ts';
import type { JobDefinition, StoredJob } from './job.ts';
import { queued } from './job-course.ts';
import { JOBS_QUEUE, messageFor } from './job-queue.ts';
import { createJob, findJob, type OpenJob, openJobs } from './keep-jobs.ts';

export interface JobStart<Input> {
  readonly input: Input;
  readonly caller: Caller;
  readonly correlationId: string;
  readonly from?: string | undefined;
  /** What it is about, for who reads the list. */
  readonly subject?: string;
  /** How much there is to do, when that is known already. */
  readonly total?: number;
  /** The job's id; with the same one, a job is started once. */
  readonly id?: string;
}

type Ports = Pick<Services, 'operations' | 'bus' | 'clock' | 'log'>;

/**
 * Starts a job of a kind that an area has in its table of contents. It is accepted once it is written: what the broker does not take now, a timer sends.
 *
 * @example
 * const job = await startJob(services, exportTrail, { input: { from, to }, caller, correlationId, id: newId('job') });
 * return acceptedJob(job);
 */
export const startJob = async <Input, Cursor>(
  { operations, bus, clock, log }: Ports,
  { name }: JobDefinition<Input, Cursor>,
  { id = newId('job'), caller, from, ...start }: JobStart<Input>,
): Promise<StoredJob> => {
  const now = clock();
  const { tenantId } = caller;
  const job = queued({ ...start, id, name, caller, ...(from !== undefined && { from }) }, now.toISOString());
  const note: OpenJob = { company: tenantId, jobId: id, startedAt: job.startedAt };
  await openJobs(operations).put(id, note);
  try {
    await createJob(operations, tenantId, job);
  } catch (error) {
    if (!isKind(error, 'stale')) throw error;
    return (await findJob(operations, tenantId, id)).doc;
  }
  await bus
    .send(JOBS_QUEUE, [messageFor(tenantId, job, now)])
    .catch((error: unknown) => log.warn('A job is started later', { tenantId, job: id, error }));
  return job;
};
