import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Job } from '../../../shared/client/routes.ts';
import { api } from './api.ts';
import { useConnection, useLive } from './use-live.tsx';

const WATCHING_MS = 1_500;
/** Beside the live channel only in case a message was lost. */
const RESTING_MS = 10_000;

export const isUnderWay = ({ state }: Pick<Job, 'state'>): boolean =>
  state === 'queued' || state === 'running' || state === 'cancelling';

/** What is done of it, 0 to 1; `undefined` while nobody knows how much there is. */
export const shareOf = ({ progress: { done, total } }: Pick<Job, 'progress'>): number | undefined =>
  total === undefined ? undefined : total === 0 ? 1 : Math.min(1, done / total);

export const JOB_WORDS: Readonly<Record<Job['state'], string>> = {
  queued: 'Waiting',
  running: 'Running',
  cancelling: 'Stopping',
  cancelled: 'Stopped',
  completed: 'Done',
  'completed-with-errors': 'Done, with errors',
  failed: 'Failed',
};

/** The job that a live message tells of. */
export const jobIn = (message: unknown): Job | undefined => {
  const { job } = message as { readonly job?: Partial<Job> };
  return typeof job?.id === 'string' && typeof job.state === 'string' && typeof job.progress?.done === 'number'
    ? (job as Job)
    : undefined;
};

/** Messages may overtake each other: what has ended has ended, and nothing is ever less done. */
export const laterOf = (known: Job | undefined, told: Job): Job =>
  !known || (isUnderWay(known) && (!isUnderWay(told) || told.progress.done >= known.progress.done)) ? told : known;

const oneJob = (jobId: string) =>
  queryOptions({
    queryKey: ['jobs', jobId],
    queryFn: ({ signal }) => api.get('jobs/{jobId}', { path: { jobId }, signal }),
  });

/** How a job gets on: as the live channel tells, and looked up where that is not there. */
export const useJob = (seen: Job): Job => {
  const queries = useQueryClient();
  const live = useLive();
  const pace = useConnection() === 'live' ? RESTING_MS : WATCHING_MS;
  const { data: job } = useQuery({
    ...oneJob(seen.id),
    initialData: seen,
    refetchInterval: ({ state }) => (state.data && isUnderWay(state.data) ? pace : false),
  });
  useEffect(
    () =>
      live.on('job', (message) => {
        const told = jobIn(message);
        if (told?.id === seen.id) queries.setQueryData(oneJob(seen.id).queryKey, (known) => laterOf(known, told));
      }),
    [live, queries, seen.id],
  );
  return job;
};
