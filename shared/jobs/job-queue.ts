import { z } from 'zod';
import type { Outgoing } from '../messaging/bus.ts';
import type { StoredJob } from './job.ts';
import { pauseAfter } from './job-course.ts';

export const JOBS_QUEUE = 'jobs';

/** Asks for one portion of a job. */
export const PortionMessage = z.object({
  tenantId: z.string(),
  jobId: z.string(),
  portion: z.int().min(0),
  attempts: z.int().min(0),
});
export type PortionMessage = z.infer<typeof PortionMessage>;

/** The message for what comes next of a job. Whoever sends it a second time, sends nothing: the queue knows its id. */
export const messageFor = (tenantId: string, { id, portion, attempts }: StoredJob, now: Date): Outgoing => {
  const body: PortionMessage = { tenantId, jobId: id, portion, attempts };
  if (attempts === 0) return { body, messageId: `${id}:${portion}` };
  return {
    body,
    messageId: `${id}:${portion}:${attempts}`,
    dueAt: new Date(now.getTime() + pauseAfter(attempts) * 1000),
  };
};
