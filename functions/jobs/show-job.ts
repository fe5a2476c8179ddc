import { shownJob } from '../../shared/jobs/job-shown.ts';
import type { ShowJob } from '../../shared/jobs/perform-portion.ts';
import type { Services } from '../../shared/services.ts';
import { memberOf } from '../access/contract.ts';
import { memberGroup } from '../live/contract.ts';

/** Shows a job to the member who has started it, on whatever pages they have open. A page that misses it fetches the job. */
export const showJob =
  ({ push, log }: Services): ShowJob =>
  async (tenantId, job) => {
    const memberId = memberOf(job.startedBy);
    if (!memberId) return;
    await push
      .toGroup(memberGroup(tenantId, memberId), { type: 'job', job: shownJob(job) })
      .catch((error: unknown) => log.warn('A job was not shown live', { tenantId, job: job.id, error }));
  };
