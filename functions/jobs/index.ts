import { area, http, queue, timer } from '../../shared/area.ts';
import { JOBS_QUEUE } from '../../shared/jobs/job-queue.ts';
import { listJobs } from './list-jobs.ts';
import { cancelJob, getJob, getJobResult } from './one-job.ts';
import { resume, runPortion } from './run-portions.ts';

export default area('jobs', {
  list: http('GET jobs', listJobs),
  get: http('GET jobs/{jobId}', getJob),
  cancel: http('POST jobs/{jobId}/cancel', cancelJob),
  result: http('GET jobs/{jobId}/result', getJobResult),

  run: queue(JOBS_QUEUE, runPortion),
  resume: timer('30 * * * * *', resume),
});
