import { z } from 'zod';
import { pageOf } from '../../shared/http/answers.ts';
import { endpoint } from '../../shared/http/endpoint.ts';
import { paging } from '../../shared/http/request.ts';
import { ok } from '../../shared/http/respond.ts';
import { JOB_STATES, type StoredJob } from '../../shared/jobs/job.ts';
import { Job, seesAllJobs, shownJob } from '../../shared/jobs/job-shown.ts';
import { jobsOf } from '../../shared/jobs/keep-jobs.ts';
import { defined } from '../../shared/kernel/objects.ts';

export const listJobs = endpoint({
  summary: 'List background jobs, newest first',
  description: 'Owners and administrators see all jobs of the company, everybody else the ones they have started.',
  scope: 'self:read',
  query: z.strictObject({
    ...paging(200, 50),
    kind: z.string().max(64).optional(),
    state: z.enum(JOB_STATES).optional(),
  }),
  answer: pageOf(Job),
  async run({ query: { limit, cursor, kind, state }, caller }, { operations }) {
    const startedBy = seesAllJobs(caller) ? undefined : caller.actor;
    const { items, ...rest } = await jobsOf(operations, caller.tenantId).query<StoredJob>({
      where: defined({ name: kind, state, startedBy }),
      orderBy: 'startedAt',
      descending: true,
      limit,
      cursor,
    });
    return ok({ items: items.map(shownJob), ...rest });
  },
});
