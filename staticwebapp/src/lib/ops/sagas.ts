import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { SagaCard, SagaDetail } from '../../../../functions/ops/contract.ts';
import { api, type Page } from '../api.ts';

export type { SagaCard, SagaDetail, SagaProblem, SagaStepCard } from '../../../../functions/ops/contract.ts';

const WATCHING_MS = 2_000;
const RESTING_MS = 20_000;

/** While something runs, a person watches it; otherwise a new one may appear. */
const pace = (sagas: readonly SagaCard[]): number =>
  sagas.some(({ state }) => state === 'running') ? WATCHING_MS : RESTING_MS;

export const sagaList = infiniteQueryOptions({
  queryKey: ['sagas', 'list'],
  queryFn: ({ pageParam, signal }) =>
    api.get<Page<SagaCard>>(`ops/sagas${pageParam ? `?cursor=${encodeURIComponent(pageParam)}` : ''}`, signal),
  initialPageParam: '',
  getNextPageParam: ({ nextCursor }) => nextCursor,
  select: ({ pages }) => pages.flatMap(({ items }) => items),
  refetchInterval: ({ state }) => pace(state.data?.pages.flatMap(({ items }) => items) ?? []),
});

export const sagaDetail = (id: string) =>
  queryOptions({
    queryKey: ['sagas', 'one', id],
    queryFn: ({ signal }) => api.get<SagaDetail>(`ops/sagas/${encodeURIComponent(id)}`, signal),
    refetchInterval: ({ state }) => pace(state.data ? [state.data] : []),
  });
