import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { currentUser } from '../lib/auth.ts';
import { useLive } from '../lib/use-live.tsx';

/** Ties the live connection to the session: a refusal asks who is signed in, and a good answer starts it again. */
export const LiveSession = () => {
  const live = useLive();
  const queries = useQueryClient();
  const { dataUpdatedAt } = useQuery(currentUser);

  useEffect(
    () => live.onRefused(() => void queries.invalidateQueries({ queryKey: currentUser.queryKey })),
    [live, queries],
  );
  useEffect(() => {
    if (dataUpdatedAt) live.start();
  }, [live, dataUpdatedAt]);
  return null;
};
