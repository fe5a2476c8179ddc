import type { Caller } from '../../shared/identity/caller.ts';
import type { StoredJob } from '../../shared/jobs/job.ts';
import { maySeeJob } from '../../shared/jobs/job-shown.ts';
import { jobsOf } from '../../shared/jobs/keep-jobs.ts';
import { notFound } from '../../shared/kernel/errors.ts';
import type { Services } from '../../shared/services.ts';

/** A job that the caller may see. @throws FleetError `not-found`. */
export const jobFor = async ({ operations }: Services, caller: Caller, jobId: string): Promise<StoredJob> => {
  const stored = await jobsOf(operations, caller.tenantId).get<StoredJob>(jobId);
  if (!stored || !maySeeJob(caller, stored.doc)) throw notFound('jobs/not-found', 'There is no such job.');
  return stored.doc;
};
