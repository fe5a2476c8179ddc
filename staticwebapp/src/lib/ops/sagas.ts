import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { Saga } from '../../../../shared/client/routes.ts';
import { api } from '../api.ts';

export type { Saga, SagaProblem, SagaStep, SagaWithSteps } from '../../../../shared/client/routes.ts';

const WATCHING_MS = 2_000;
const RESTING_MS = 20_000;

/** While something runs, a person watches it; otherwise a new one may appear. */
const pace = (sagas: readonly Saga[]): number =>
  sagas.some(({ state }) => state === 'running') ? WATCHING_MS : RESTING_MS;

export const sagaList = infiniteQueryOptions({
  queryKey: ['sagas', 'list'],
  queryFn: ({ pageParam, signal }) => api.get('ops/sagas', { query: { cursor: pageParam || undefined }, signal }),
  initialPageParam: '',
  getNextPageParam: ({ nextCursor }) => nextCursor,
  select: ({ pages }) => pages.flatMap(({ items }) => items),
  refetchInterval: ({ state }) => pace(state.data?.pages.flatMap(({ items }) => items) ?? []),
});

export const sagaDetail = (id: string) =>
  queryOptions({
    queryKey: ['sagas', 'one', id],
    queryFn: ({ signal }) => api.get('ops/sagas/{sagaId}', { path: { sagaId: id }, signal }),
    refetchInterval: ({ state }) => pace(state.data ? [state.data] : []),
  });
