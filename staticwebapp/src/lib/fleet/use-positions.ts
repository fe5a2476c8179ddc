import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { api } from '../api.ts';
import { useConnection, useLive } from '../use-live.tsx';
import type { Position } from './contract.ts';
import { createMoveBatch, movedVehicles, type Positions, snapshotOf, withPositions } from './positions.ts';
import { extendTrack } from './track.ts';
import { vehicleTracks } from './use-track.ts';
import { vehicles } from './use-vehicles.ts';

export const vehiclePositions = queryOptions({
  queryKey: ['vehicles', 'positions'],
  queryFn: async ({ signal, client }): Promise<Positions> => {
    const { items } = await api.get('vehicles/positions', { signal });
    return snapshotOf(items, client.getQueryData<Positions>(['vehicles', 'positions']));
  },
  staleTime: Number.POSITIVE_INFINITY, // the live channel keeps it fresh; a reconnect refetches
  structuralSharing: false, // a map, replaced whole
});

const DEGRADED_POLLING = 20_000;

/**
 * A fix that was accepted while the page connected is on the live channel before anybody listened, and in the latest state only a time bucket later.
 * Looking once more after this long finds it.
 */
const SETTLED_AFTER = 4_000;

const atNextFrame = (callback: () => void) => {
  const id = requestAnimationFrame(callback);
  return () => cancelAnimationFrame(id);
};

/** The newest fix of every vehicle: fetched once, kept up by the live channel, polled while that is down. */
export const useVehiclePositions = () => {
  const queries = useQueryClient();
  const live = useLive();
  const connection = useConnection();

  useEffect(() => {
    const apply = (moves: readonly Position[]): boolean => {
      const known = queries.getQueryData(vehiclePositions.queryKey);
      if (!known) return false;
      queries.setQueryData(vehiclePositions.queryKey, withPositions(known, moves));
      for (const move of moves) {
        const tracks = { queryKey: [...vehicleTracks, move.vehicleId], type: 'active' as const };
        queries.setQueriesData<readonly Position[]>(tracks, (track) => track && extendTrack(track, move));
      }
      const somebodyNew = moves.some(({ vehicleId }) => !known.has(vehicleId));
      if (somebodyNew) void queries.invalidateQueries({ queryKey: vehicles.queryKey });
      return true;
    };
    let settling: ReturnType<typeof setTimeout> | undefined;
    const resync = () => {
      const look = () => void queries.invalidateQueries({ queryKey: vehiclePositions.queryKey });
      look();
      clearTimeout(settling);
      settling = setTimeout(look, SETTLED_AFTER);
      void queries.invalidateQueries({ queryKey: vehicleTracks });
    };
    const batch = createMoveBatch(atNextFrame, apply);
    const stop = live.on('vehicles-moved', (message) => batch.add(movedVehicles(message)));
    const stopResync = live.onResync(resync);
    // On another page nobody listened.
    if (live.connection() === 'live') resync();
    return () => {
      stop();
      stopResync();
      clearTimeout(settling);
      batch.cancel();
    };
  }, [live, queries]);

  return useQuery({ ...vehiclePositions, refetchInterval: connection === 'live' ? false : DEGRADED_POLLING });
};
