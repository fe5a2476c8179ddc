import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { Scorecard } from '../../../../shared/client/routes.ts';
import { addWeeks, type Week } from '../../../../shared/kernel/week.ts';
import { api, collected } from '../api.ts';

export type { Score, Scorecard, Scorecards, ScorePart } from '../../../../shared/client/routes.ts';
export type Subject = Scorecard['subject'];

const PAGE = 60;
export const WEEKS_SHOWN = 12;
/** Trips end at any time of the current week. */
const WEEK_CHANGES_MS = 60_000;

export const ranking = (week: Week, subject: Subject, worstFirst: boolean) =>
  infiniteQueryOptions({
    queryKey: ['scorecards', 'ranking', week, subject, worstFirst],
    queryFn: ({ pageParam, signal }) => {
      const sort = worstFirst ? 'score' : '-score';
      return api.get('scorecards', {
        query: { week, subject, sort, limit: PAGE, cursor: pageParam || undefined },
        signal,
      });
    },
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
    select: ({ pages }) => pages.flatMap(({ items }) => items),
    refetchInterval: WEEK_CHANGES_MS,
    placeholderData: (before) => before,
  });

/** The weeks of one driver or vehicle, up to `to`. */
export const weeksOf = (subject: Subject, id: string, to: Week) =>
  queryOptions({
    queryKey: ['scorecards', 'weeks', subject, id, to],
    queryFn: ({ signal }) => {
      const query = { from: addWeeks(to, 1 - WEEKS_SHOWN), to };
      return subject === 'driver'
        ? api.get('drivers/{driverId}/scorecards', { path: { driverId: id }, query, signal })
        : api.get('vehicles/{vehicleId}/scorecards', { path: { vehicleId: id }, query, signal });
    },
  });

/** More names of drivers than that are not looked up. */
const MOST_DRIVERS = 5_000;

/** What drivers are called, by their ids. */
export const driverNames = queryOptions({
  queryKey: ['drivers', 'names'],
  queryFn: async ({ signal }) => {
    const drivers = api.all('drivers', { query: { fields: ['id', 'name'], limit: 500 }, signal });
    return new Map((await collected(drivers, MOST_DRIVERS)).map(({ id, name }) => [id, name]));
  },
  staleTime: 5 * 60_000,
});
