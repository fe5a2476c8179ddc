import { queryOptions, useQuery } from '@tanstack/react-query';
import { api, collected } from '../api.ts';

/** Retired and sold vehicles are history; what stands in the shop is still somewhere. */
const IN_USE = ['active', 'in-shop', 'out-of-service'] as const;

export const vehicles = queryOptions({
  queryKey: ['vehicles', 'list'],
  queryFn: ({ signal }) => collected(api.all('vehicles', { query: { status: IN_USE, limit: 500 }, signal })),
  staleTime: 60_000,
  refetchInterval: 5 * 60_000, // registrations and renames are rare, and not on the live channel
});

/** Every vehicle of the tenant that is in use. */
export const useVehicles = () => useQuery(vehicles);
