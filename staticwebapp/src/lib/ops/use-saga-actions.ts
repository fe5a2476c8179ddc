import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../api.ts';
import { type SagaDetail, sagaDetail } from './sagas.ts';

/** Terminate and retry; both answer the saga that is to be looked at next. */
export const useSagaActions = (id: string) => {
  const client = useQueryClient();
  const onSuccess = (saga: SagaDetail) => {
    client.setQueryData(sagaDetail(saga.id).queryKey, saga);
    return client.invalidateQueries({ queryKey: ['sagas'] });
  };
  const path = `ops/sagas/${encodeURIComponent(id)}`;
  const terminate = useMutation({
    mutationFn: (reason: string) => api.post<SagaDetail>(`${path}/terminate`, { reason }),
    onSuccess,
  });
  const retry = useMutation({ mutationFn: () => api.post<SagaDetail>(`${path}/retry`), onSuccess });
  return { terminate, retry };
};
