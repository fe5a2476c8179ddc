import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { Geofence, Routes } from '../../../../shared/client/routes.ts';
import { api, collected } from '../api.ts';

/** More shapes than that on one map are no help to anybody; a search still finds the others. */
const MOST_ON_MAP = 2_000;
const VISITS = 10;
const VISITS_EVERY = 15_000;

export type Shape = Geofence['shape'];
export type Rules = Geofence['rules'];
export type NewGeofence = Routes['POST geofences']['body'];
export type GeofencePatch = Routes['PATCH geofences/{geofenceId}']['body'];

const everything = ['geofences'] as const;

/** The geofences that watch, by name: for the map, and to say where something is. */
export const activeGeofences = queryOptions({
  queryKey: [...everything, 'active'],
  queryFn: ({ signal }) =>
    collected(api.all('geofences', { query: { status: ['active'], sort: 'name', limit: 500 }, signal }), MOST_ON_MAP),
  staleTime: 60_000,
});

/** What is looked for. */
export interface GeofenceFilter {
  readonly search?: string | undefined;
  readonly status: Geofence['status'];
}

/** Those that fit, by name. */
export const geofenceList = ({ search, status }: GeofenceFilter) =>
  queryOptions({
    queryKey: [...everything, 'list', status, search ?? ''],
    queryFn: ({ signal }) => {
      const query = { status: [status], search: search || undefined, sort: 'name', limit: 500 } as const;
      return collected(api.all('geofences', { query, signal }), MOST_ON_MAP);
    },
    staleTime: 15_000,
    placeholderData: (before) => before,
  });

export const oneGeofence = (geofenceId: string) =>
  queryOptions({
    queryKey: [...everything, 'one', geofenceId],
    queryFn: ({ signal }) => api.get('geofences/{geofenceId}', { path: { geofenceId }, signal }),
  });

/** Who was in it, the latest first. */
export const geofenceVisits = (geofenceId: string) =>
  infiniteQueryOptions({
    queryKey: [...everything, 'visits', geofenceId],
    queryFn: ({ pageParam, signal }) => {
      const query = { geofenceId: [geofenceId], sort: '-enteredAt', limit: VISITS } as const;
      return api.get('geofence-visits', { query: { ...query, cursor: pageParam || undefined }, signal });
    },
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
    select: ({ pages }) => pages.flatMap(({ items }) => items),
    refetchInterval: VISITS_EVERY,
  });

interface Change {
  readonly geofence: Geofence;
  /** What of it is another now; nothing, if only the shape is. */
  readonly patch?: GeofencePatch | undefined;
  readonly shape?: Shape | undefined;
}

/** What can be done with geofences. Each answers with the geofence as it is then. */
export const useGeofenceCommands = () => {
  const client = useQueryClient();
  const onSuccess = async (geofence: Geofence) => {
    client.setQueryData(oneGeofence(geofence.id).queryKey, geofence);
    await Promise.all([
      client.invalidateQueries({ queryKey: [...everything, 'list'] }),
      client.invalidateQueries({ queryKey: [...everything, 'active'] }),
    ]);
  };
  const create = useMutation({ mutationFn: (body: NewGeofence) => api.post('geofences', { body }), onSuccess });
  const change = useMutation({
    mutationFn: async ({ geofence, patch, shape }: Change) => {
      const path = { geofenceId: geofence.id };
      const version = (now: Geofence) => `"${now.version}"`;
      let now = geofence;
      if (patch) now = await api.patch('geofences/{geofenceId}', { path, body: patch, ifMatch: version(now) });
      if (shape)
        now = await api.post('geofences/{geofenceId}/redraw', { path, body: { shape }, ifMatch: version(now) });
      return now;
    },
    onSuccess,
  });
  const setArchived = useMutation({
    mutationFn: ({ id: geofenceId, status }: Geofence) =>
      status === 'active'
        ? api.post('geofences/{geofenceId}/archive', { path: { geofenceId } })
        : api.post('geofences/{geofenceId}/restore', { path: { geofenceId } }),
    onSuccess,
  });
  const importFile = useMutation({
    mutationFn: (body: Routes['POST geofences/import']['body']) => api.post('geofences/import', { body }),
    onSuccess: () => client.invalidateQueries({ queryKey: everything }),
  });
  return { create, change, setArchived, importFile };
};

/** Where all of them can be had as a file. */
export const EXPORT_URL = '/api/v1/geofences/geojson';
