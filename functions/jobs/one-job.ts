import { z } from 'zod';
import { redirect } from '../../shared/http/answers.ts';
import { endpoint } from '../../shared/http/endpoint.ts';
import { ok } from '../../shared/http/respond.ts';
import { hasEnded } from '../../shared/jobs/job.ts';
import { afterCancel } from '../../shared/jobs/job-course.ts';
import { Job, shownJob } from '../../shared/jobs/job-shown.ts';
import { changeJob } from '../../shared/jobs/keep-jobs.ts';
import { closeJob } from '../../shared/jobs/perform-portion.ts';
import { notFound } from '../../shared/kernel/errors.ts';
import { jobFor } from './find-job.ts';
import { showJob } from './show-job.ts';

const one = z.object({ jobId: z.string().max(64) });
const LINK_MINUTES = 5;

export const getJob = endpoint({
  summary: 'Look how a background job goes',
  scope: 'self:read',
  params: one,
  answer: Job,
  run: async ({ params: { jobId }, caller }, services) => ok(shownJob(await jobFor(services, caller, jobId))),
});

export const cancelJob = endpoint({
  summary: 'Stop a background job',
  description: 'What it has done stays. A job that has ended already is answered as it is.',
  scope: 'self:write',
  params: one,
  answer: Job,
  async run({ params: { jobId }, caller, now }, services) {
    const { tenantId } = caller;
    const before = await jobFor(services, caller, jobId);
    const job = await changeJob(services.operations, tenantId, jobId, afterCancel(now));
    if (job.state !== before.state) await showJob(services)(tenantId, job);
    if (hasEnded(job)) await closeJob(services, tenantId, job);
    return ok(shownJob(job));
  },
});

export const getJobResult = endpoint({
  summary: 'Fetch what a background job has made',
  description: 'Leads to the file by a link that is good for five minutes.',
  scope: 'self:read',
  params: one,
  answer: redirect,
  async run({ params: { jobId }, caller }, services) {
    const { result } = await jobFor(services, caller, jobId);
    if (!result) throw notFound('jobs/no-result', 'This job has made nothing to fetch, or not yet.');
    const { url } = await services.exports
      .in(caller.tenantId)
      .linkFor(result.path, { access: 'read', forMinutes: LINK_MINUTES, downloadAs: result.name });
    return { status: 302, headers: { location: url, 'cache-control': 'no-store' } };
  },
});
