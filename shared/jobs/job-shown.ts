import type { HttpResponseInit } from '@azure/functions';
import { z } from 'zod';
import { json } from '../http/respond.ts';
import type { Caller } from '../identity/caller.ts';
import { defined } from '../kernel/objects.ts';
import { JOB_STATES, type StoredJob } from './job.ts';

const JobProblem = z
  .object({ code: z.string(), message: z.string() })
  .meta({ id: 'JobProblem', description: 'Why a job has failed.' });

/** A job as the API shows it. */
export const Job = z
  .object({
    id: z.string(),
    kind: z.string().describe('What is being done: `imports-run`, for example.'),
    state: z
      .enum(JOB_STATES)
      .describe('`cancelling` ends as soon as the portion under way is done; what was done until then stays.'),
    subject: z.string().exactOptional().describe('What it is about.'),
    startedAt: z.iso.datetime(),
    startedBy: z.string(),
    endedAt: z.iso.datetime().exactOptional(),
    progress: z
      .object({
        done: z.int().describe('Handled so far, well or not.'),
        total: z.int().exactOptional().describe('Absent while nobody knows.'),
        failed: z.int().describe('How many of `done` could not be done.'),
      })
      .describe('In whatever the job counts: rows, events.'),
    notes: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).describe('Facts of this kind of job.'),
    hasResult: z.boolean().describe('Whether there is something to fetch at `/jobs/{jobId}/result`.'),
    problem: JobProblem.exactOptional(),
  })
  .meta({ id: 'Job', description: 'Work in the background. It is kept for 30 days.' });

export type Job = Readonly<z.infer<typeof Job>>;

/** What those see of a job who may see it. */
export const shownJob = (job: StoredJob): Job => {
  const { id, name, state, subject, startedAt, startedBy, endedAt, progress, notes, result, problem } = job;
  const always = { id, kind: name, state, startedAt, startedBy, progress, notes, hasResult: result !== undefined };
  return { ...always, ...defined({ subject, endedAt, problem }) };
};

/** 202: it is under way, and its `Location` tells how it goes. */
export const acceptedJob = (job: StoredJob): HttpResponseInit =>
  json(202, shownJob(job), { location: `/api/v1/jobs/${job.id}`, 'cache-control': 'no-store' });

/** Sees all jobs of the company; whoever is limited to some groups sees their own only, for a job may tell of all. */
export const seesAllJobs = ({ scopes, groups }: Caller): boolean => scopes.has('jobs:read') && !groups;

export const maySeeJob = (caller: Caller, { startedBy }: Pick<StoredJob, 'startedBy'>): boolean =>
  startedBy === caller.actor || seesAllJobs(caller);
