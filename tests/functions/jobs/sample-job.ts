import { authenticate } from '../../../functions/access/authenticate.ts';
import { areas } from '../../../functions/index.ts';
import { area, job } from '../../../shared/area.ts';
import type { Caller } from '../../../shared/identity/caller.ts';
import type { JobDefinition } from '../../../shared/jobs/job.ts';
import { JOBS_QUEUE } from '../../../shared/jobs/job-queue.ts';
import { startJob } from '../../../shared/jobs/start-job.ts';
import { type Replace, type World, world } from '../../../shared/testing/world.ts';
import { found } from '../company.ts';

export interface Counting {
  readonly to: number;
}

export const OWNER = 'user:owner@acme.example';

/** An app with one more kind of job: it counts, one number a portion, and `count` sees every number. */
export const counting = async (count: (number: number, world: World) => Promise<void> | void, replace?: Replace) => {
  const kind: JobDefinition<Counting, number> = {
    name: 'sample-count',
    async run({ to }, number = 1, { tenantId, progress }, { exports }) {
      await count(number, app);
      const done = { progress: { done: number, total: to, failed: progress.failed }, notes: { latest: number } };
      if (number < to) return { ...done, cursor: number + 1 };
      const path = `counted/${number}.txt`;
      await exports.in(tenantId).write(path, Buffer.from(`${number}`), { contentType: 'text/plain' });
      return { ...done, result: { path, name: 'numbers.txt' } };
    },
  };
  const sample = area('sample', { count: job(kind) });
  const app = world({ areas: [...areas, sample], authenticate }, replace);
  const acme = await found(app, 'acme');
  const start = (to: number, actor = OWNER, options: { id?: string } = {}) => {
    const caller: Caller = { tenantId: acme.tenantId, actor, roles: ['owner'], scopes: new Set() };
    return startJob(app.services, kind, { input: { to }, caller, correlationId: 'c-1', total: to, ...options });
  };
  return { app, acme, start, kind };
};

/** Has the queue's function take every message, however late it is due. */
export const runJobs = async (app: World): Promise<void> => {
  for (let rounds = 0; app.bus.waiting(JOBS_QUEUE) > 0; rounds++) {
    if (rounds > 2_000) throw new Error('The jobs do not come to an end.');
    await app.runQueues();
    app.advance(1_000);
  }
};
