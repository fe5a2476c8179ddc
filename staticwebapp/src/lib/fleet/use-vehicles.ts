import { queryOptions, useQuery } from '@tanstack/react-query';
import { api, collected } from '../api.ts';

export const vehicles = queryOptions({
  queryKey: ['vehicles', 'list'],
  queryFn: ({ signal }) => collected(api.all('vehicles', { query: { status: 'active', limit: 500 }, signal })),
  staleTime: 60_000,
  refetchInterval: 5 * 60_000, // registrations and renames are rare, and not on the live channel
});

/** Every active vehicle of the tenant. */
export const useVehicles = () => useQuery(vehicles);
