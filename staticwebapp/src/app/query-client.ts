import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { ApiError } from '../../../shared/client/api-error.ts';
import { isUnauthenticated } from '../lib/api.ts';
import { currentUser } from '../lib/auth.ts';

const RETRIES = 3;

/** The network and the server get further chances, and so does what was too much at once; any other refusal stays a refusal. */
const worthRetrying = (failures: number, error: Error): boolean =>
  failures < RETRIES &&
  !(error instanceof ApiError && error.status >= 400 && error.status < 500 && error.status !== 429);

export const createQueryClient = (): QueryClient => {
  // Whoever is told 401 asks again who is signed in; the session gate acts on that one answer.
  const onError = (error: Error, failing?: { queryKey: readonly unknown[] }) => {
    if (!isUnauthenticated(error) || failing?.queryKey[0] === currentUser.queryKey[0]) return;
    void client.invalidateQueries({ queryKey: currentUser.queryKey });
  };
  const client = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError: (error) => onError(error) }),
    defaultOptions: { queries: { retry: worthRetrying, networkMode: 'always' } },
  });
  return client;
};
