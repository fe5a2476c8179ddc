import {
  type InfiniteData,
  infiniteQueryOptions,
  queryOptions,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query';
import { ApiError } from '../../../../shared/client/api-error.ts';
import type { Routes, Trip, VehicleActivity } from '../../../../shared/client/routes.ts';
import { api, collected } from '../api.ts';
import { vehicleKey } from '../vehicles/vehicle-queries.ts';

/** What a vehicle does is told on no channel; what it is shown as is this old at most. */
const ACTIVITY_EVERY = 10_000;
const TRIPS_EVERY = 30_000;
const PAGE = 10;
const MOST_FIXES = 20_000;

/** What a vehicle is doing; `null` when its device has not been heard yet. */
export const vehicleActivity = (vehicleId: string) =>
  queryOptions({
    queryKey: [...vehicleKey(vehicleId), 'activity'],
    queryFn: async ({ signal }): Promise<VehicleActivity | null> => {
      try {
        return await api.get('vehicles/{vehicleId}/activity', { path: { vehicleId }, signal });
      } catch (error) {
        if (error instanceof ApiError && error.status === 404) return null;
        throw error;
      }
    },
    refetchInterval: ACTIVITY_EVERY,
  });

/** The trips of a vehicle, the latest first, as far as they were asked for. */
export const vehicleTrips = (vehicleId: string) =>
  infiniteQueryOptions({
    queryKey: [...vehicleKey(vehicleId), 'trips'],
    queryFn: ({ pageParam, signal }) => {
      const query = { vehicleId: [vehicleId], sort: '-startedAt', limit: PAGE } as const;
      return api.get('trips', { query: { ...query, cursor: pageParam || undefined }, signal });
    },
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
    select: ({ pages }) => pages.flatMap(({ items }) => items),
    refetchInterval: TRIPS_EVERY,
  });

/** The way that a trip took: its fixes, the oldest first. */
export const tripTrack = ({ id, vehicleId, startedAt: from, endedAt: to, correctedAt }: Trip) =>
  queryOptions({
    queryKey: [...vehicleKey(vehicleId), 'track', id, correctedAt],
    queryFn: ({ signal }) => {
      const query = { from, to, limit: 10_000 };
      return collected(api.all('vehicles/{vehicleId}/positions', { path: { vehicleId }, query, signal }), MOST_FIXES);
    },
    staleTime: 5 * 60_000,
  });

type TripPages = InfiniteData<{ readonly items: readonly Trip[]; readonly nextCursor?: string }>;
export type Classifying = Routes['POST trips/{tripId}/classify']['body'];

/** Says what a trip was for. */
export const useClassifyTrip = ({ id: tripId, vehicleId }: Trip) => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: Classifying) => api.post('trips/{tripId}/classify', { path: { tripId }, body }),
    onSuccess: (trip) => {
      const exchanged = (pages: TripPages | undefined) =>
        pages && {
          ...pages,
          pages: pages.pages.map((page) => ({
            ...page,
            items: page.items.map((one) => (one.id === trip.id ? trip : one)),
          })),
        };
      client.setQueryData(vehicleTrips(vehicleId).queryKey, exchanged);
    },
  });
};
