import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { Vehicle } from '../../../../shared/client/routes.ts';
import { api, collected } from '../api.ts';
import { IN_USE, queryOf, type VehicleSearch } from './vehicle-search.ts';

const PAGE = 60;
/** More names of drivers than that are not shown in the register; a vehicle's own page always says who drives it. */
const MOST_DRIVERS = 2_000;

const LISTED = [
  'id',
  'name',
  'kind',
  'plate',
  'make',
  'model',
  'modelYear',
  'status',
  'groupId',
  'meters',
  'tags',
  'version',
] as const;

/** The register, as far as it was scrolled. */
export const vehicleRegister = (search: VehicleSearch) =>
  infiniteQueryOptions({
    queryKey: ['vehicles', 'register', search],
    queryFn: ({ pageParam, signal }) =>
      api.get('vehicles', {
        query: { ...queryOf(search), fields: LISTED, limit: PAGE, cursor: pageParam || undefined },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
    select: ({ pages }) => pages.flatMap(({ items }) => items),
    staleTime: 15_000,
    placeholderData: (before) => before,
  });

/** Who drives what at present: names by vehicle. */
export const currentDrivers = queryOptions({
  queryKey: ['vehicles', 'drivers'],
  queryFn: async ({ signal }) => {
    const current = api.all('assignments', { query: { state: 'current', limit: 500 }, signal });
    const assignments = await collected(current, MOST_DRIVERS);
    return new Map(assignments.map(({ vehicleId, driver }) => [vehicleId, driver.name]));
  },
  staleTime: 60_000,
});

/** Every group, each after its parent. */
export const groups = queryOptions({
  queryKey: ['groups'],
  queryFn: ({ signal }) => api.get('groups', { signal }).then(({ items }) => items),
  staleTime: 5 * 60_000,
});

/** The fields that the company has added to vehicles, without archived ones. */
export const vehicleFields = queryOptions({
  queryKey: ['custom-fields', 'vehicle'],
  queryFn: async ({ signal }) => {
    const { items } = await api.get('custom-fields', { signal });
    const fields = items.find(({ id }) => id === 'vehicle')?.fields ?? [];
    return fields.filter(({ archived }) => !archived);
  },
  staleTime: 5 * 60_000,
});

/** Everything of one vehicle is below this. */
export const vehicleKey = (vehicleId: string) => ['vehicles', 'one', vehicleId] as const;

export const oneVehicle = (vehicleId: string) =>
  queryOptions({
    queryKey: [...vehicleKey(vehicleId), 'facts'],
    queryFn: ({ signal }) => api.get('vehicles/{vehicleId}', { path: { vehicleId }, signal }),
    staleTime: 5_000,
  });

/** What somebody should look at since the latest change; only the answer to that change says it. */
export const vehicleWarnings = (vehicleId: string) =>
  queryOptions({
    queryKey: [...vehicleKey(vehicleId), 'warnings'],
    queryFn: (): NonNullable<Vehicle['warnings']> => [],
    enabled: false,
  });

export const currentDriver = (vehicleId: string) =>
  queryOptions({
    queryKey: [...vehicleKey(vehicleId), 'driver'],
    queryFn: ({ signal }) => api.get('vehicles/{vehicleId}/driver', { path: { vehicleId }, signal }),
  });

/** The latest readings of both meters, with those that do not count. */
export const meterReadings = (vehicleId: string) =>
  queryOptions({
    queryKey: [...vehicleKey(vehicleId), 'readings'],
    queryFn: ({ signal }) =>
      api.get('vehicles/{vehicleId}/meters', { path: { vehicleId }, query: { limit: 6 }, signal }),
  });

/** Everything that has happened to the vehicle, the latest first; few are changed more than a hundred times. */
export const vehicleHistory = (vehicleId: string) =>
  queryOptions({
    queryKey: [...vehicleKey(vehicleId), 'history'],
    queryFn: async ({ signal }) => {
      const entries = await collected(
        api.all('vehicles/{vehicleId}/history', { path: { vehicleId }, query: { limit: 500 }, signal }),
      );
      return entries.reverse();
    },
  });

/** What is due of the vehicle, the next first. */
export const vehicleRenewals = (vehicleId: string) =>
  queryOptions({
    queryKey: [...vehicleKey(vehicleId), 'renewals'],
    queryFn: async ({ signal }) => {
      const query = { subject: [`vehicle:${vehicleId}`], sort: 'dueOn', limit: 100 } as const;
      const { items } = await api.get('renewals', { query, signal });
      return items.filter(({ status }) => status === 'open');
    },
  });

const SETTLING_MS = 1_500;

/** The papers of the vehicle, the newest first; looked at again while one of them is being checked. */
export const vehicleDocuments = (vehicleId: string) =>
  queryOptions({
    queryKey: [...vehicleKey(vehicleId), 'documents'],
    queryFn: ({ signal }) =>
      api
        .get('documents', { query: { subject: [`vehicle:${vehicleId}`], sort: '-addedAt', limit: 50 }, signal })
        .then(({ items }) => items),
    refetchInterval: ({ state }) => (state.data?.some(({ status }) => status === 'scanning') ? SETTLING_MS : false),
  });

const CHOICES = 20;

/** Vehicles in use to choose from, by what somebody types. */
export const vehicleChoices = (search: string) =>
  queryOptions({
    queryKey: ['vehicles', 'choices', search],
    queryFn: ({ signal }) => {
      const query = { search: search || undefined, status: IN_USE, sort: 'name', limit: CHOICES } as const;
      return api.get('vehicles', { query: { ...query, fields: ['id', 'name', 'plate'] }, signal });
    },
    select: ({ items }) =>
      items.map(({ id, name, plate }) => ({ value: id, label: plate ? `${name} · ${plate}` : name })),
    staleTime: 15_000,
    placeholderData: (before) => before,
  });
