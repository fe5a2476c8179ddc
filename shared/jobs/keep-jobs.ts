import type { Documents, Stored } from '../documents/documents.ts';
import { isKind, notFound, stale } from '../kernel/errors.ts';
import type { StoredJob } from './job.ts';

const MAX_ATTEMPTS = 8;
const KEEP_SECONDS = 30 * 86_400;

export const jobsOf = (operations: Documents, tenantId: string) => operations.in(tenantId, 'jobs');

/** Which jobs of all companies have not ended: what a timer looks through. */
export const openJobs = (operations: Documents) => operations.in('system', 'open-jobs');

export interface OpenJob {
  /** The tenant. Not called so: that is the name of a part of the store's key. */
  readonly company: string;
  readonly jobId: string;
  readonly startedAt: string;
}

/** @throws FleetError `not-found` when the company has no such job. */
export const findJob = async (operations: Documents, tenantId: string, id: string): Promise<Stored<StoredJob>> => {
  const stored = await jobsOf(operations, tenantId).get<StoredJob>(id);
  if (!stored) throw notFound('jobs/not-found', 'There is no such job.');
  return stored;
};

export const createJob = (operations: Documents, tenantId: string, job: StoredJob): Promise<string> =>
  jobsOf(operations, tenantId).put(job.id, job, { create: true, keepSeconds: KEEP_SECONDS });

/** Replaces the job as it was read. @throws FleetError `stale` when it has changed since. */
export const replaceJob = (operations: Documents, tenantId: string, job: StoredJob, etag: string): Promise<string> =>
  jobsOf(operations, tenantId).put(job.id, job, { ifMatch: etag, keepSeconds: KEEP_SECONDS });

/** Changes a job, on the newest state of it however many write it at once; no change, no write. */
export const changeJob = async (
  operations: Documents,
  tenantId: string,
  id: string,
  change: (job: StoredJob) => StoredJob,
): Promise<StoredJob> => {
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
    const { doc, etag } = await findJob(operations, tenantId, id);
    const next = change(doc);
    if (next === doc) return doc;
    try {
      await replaceJob(operations, tenantId, next, etag);
      return next;
    } catch (error) {
      if (!isKind(error, 'stale')) throw error;
    }
  }
  throw stale('jobs/contended', 'Too many change this job at once; try again.');
};
