import { queryOptions, useQuery } from '@tanstack/react-query';
import { api, collected } from '../api.ts';

/** The choices of how far back a track reaches, in hours. */
export const TRACK_HOURS = [2, 6, 12, 24] as const;
export type TrackHours = (typeof TRACK_HOURS)[number];

const MOST_FIXES = 100_000;

export const vehicleTracks = ['vehicles', 'track'] as const;

export const vehicleTrack = (vehicleId: string, hours: TrackHours) =>
  queryOptions({
    queryKey: [...vehicleTracks, vehicleId, hours],
    queryFn: ({ signal }) => {
      const from = new Date(Date.now() - hours * 3_600_000).toISOString();
      const query = { from, limit: 10_000 };
      return collected(api.all('vehicles/{vehicleId}/positions', { path: { vehicleId }, query, signal }), MOST_FIXES);
    },
    staleTime: 60_000, // live fixes are put on its end
    structuralSharing: false,
  });

/** The fixes of the last hours, oldest first; nothing is fetched without a vehicle. */
export const useTrack = (vehicleId: string | undefined, hours: TrackHours) =>
  useQuery({ ...vehicleTrack(vehicleId ?? '', hours), enabled: vehicleId !== undefined });
