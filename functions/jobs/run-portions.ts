import type { QueueHandler, TimerHandler } from '../../shared/area.ts';
import { PortionMessage } from '../../shared/jobs/job-queue.ts';
import { performPortion } from '../../shared/jobs/perform-portion.ts';
import { resumeJobs } from '../../shared/jobs/resume-jobs.ts';
import { showJob } from './show-job.ts';

/** Does one portion of a job. A message that comes twice repeats at most one portion, which may be repeated. */
export const runPortion: QueueHandler = {
  handler: (services) => (message) => performPortion(services, PortionMessage.parse(message), showJob(services)),
};

/** Takes up what was left lying. */
export const resume: TimerHandler = {
  handler: (services) => () => resumeJobs(services, showJob(services)),
};
