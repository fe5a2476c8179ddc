import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../api.ts';
import { type SagaWithSteps, sagaDetail } from './sagas.ts';

/** Terminate and retry; both answer the saga that is to be looked at next. */
export const useSagaActions = (id: string) => {
  const client = useQueryClient();
  const onSuccess = (saga: SagaWithSteps) => {
    client.setQueryData(sagaDetail(saga.id).queryKey, saga);
    return client.invalidateQueries({ queryKey: ['sagas'] });
  };
  const path = { sagaId: id };
  const terminate = useMutation({
    mutationFn: (reason: string) => api.post('ops/sagas/{sagaId}/terminate', { path, body: { reason } }),
    onSuccess,
  });
  const retry = useMutation({ mutationFn: () => api.post('ops/sagas/{sagaId}/retry', { path }), onSuccess });
  return { terminate, retry };
};
