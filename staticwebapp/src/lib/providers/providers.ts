import { infiniteQueryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { ProviderConnection, Routes } from '../../../../shared/client/routes.ts';
import { api } from '../api.ts';

export type { ProviderConnection };
export type NewConnection = Routes['POST provider-connections']['body'];

const PAGE = 60;
const POLLED_MS = 30_000;

/** The accounts at providers that report or could, by name. */
export const connections = infiniteQueryOptions({
  queryKey: ['provider-connections'],
  queryFn: ({ pageParam, signal }) => {
    const query = { status: ['active', 'paused'], sort: 'name', limit: PAGE } as const;
    return api.get('provider-connections', { query: { ...query, cursor: pageParam || undefined }, signal });
  },
  initialPageParam: '',
  getNextPageParam: ({ nextCursor }) => nextCursor,
  select: ({ pages }) => pages.flatMap(({ items }) => items),
  refetchInterval: POLLED_MS,
});

/** What can become of a connection. */
export type ConnectionVerb = 'pause' | 'resume' | 'disconnect';

export const useConnectionCommands = () => {
  const client = useQueryClient();
  const onSuccess = () => client.invalidateQueries({ queryKey: connections.queryKey });
  const connect = useMutation({
    mutationFn: (body: NewConnection) => api.post('provider-connections', { body }),
    onSuccess,
  });
  const change = useMutation({
    mutationFn: ({ connectionId, verb }: { readonly connectionId: string; readonly verb: ConnectionVerb }) =>
      api.post(`provider-connections/{connectionId}/${verb}`, { path: { connectionId } }),
    onSuccess,
  });
  const setSecret = useMutation({
    mutationFn: ({ connectionId, secret }: { readonly connectionId: string; readonly secret: string }) =>
      api.post('provider-connections/{connectionId}/secret', { path: { connectionId }, body: { secret } }),
    onSuccess,
  });
  return { connect, change, setSecret };
};
