import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { api, collected } from '../api.ts';
import { useConnection, useLive } from '../use-live.tsx';
import { caughtUp, type Inbox, markedAsRead, notificationIn, received } from './inbox.ts';

const queryKey = ['notifications'];
/** Nobody reads further back; what is older is gone after 90 days anyway. */
const MOST = 400;
const DEGRADED_POLLING = 20_000;

const notifications = queryOptions({
  queryKey,
  queryFn: async ({ signal, client }): Promise<Inbox> => {
    const fetched = await collected(api.all('me/notifications', { query: { limit: 200 }, signal }), MOST);
    return caughtUp(fetched, client.getQueryData<Inbox>(queryKey));
  },
  staleTime: 15_000, // what is read on another screen is not on the live channel; coming back to this one looks again
});

/** What the signed-in member was told. */
export const useNotifications = () => {
  const connection = useConnection();
  return useQuery({ ...notifications, refetchInterval: connection === 'live' ? false : DEGRADED_POLLING });
};

/** Keeps the inbox up with the live channel: once per page. */
export const useLiveNotifications = (): void => {
  const queries = useQueryClient();
  const live = useLive();

  useEffect(() => {
    const fetchAgain = () => void queries.invalidateQueries({ queryKey });
    const stop = live.on('notification', (message) => {
      const told = notificationIn(message);
      const known = queries.getQueryData(notifications.queryKey);
      if (told && known) queries.setQueryData(notifications.queryKey, received(known, told));
      // Calling something off changes what was told before, which only the list shows.
      if (!told || !known || told.what === 'called-off') fetchAgain();
    });
    const stopResync = live.onResync(fetchAgain);
    return () => {
      stop();
      stopResync();
    };
  }, [live, queries]);
};

/** Marks notifications as read: on the screen at once, and as it was before should the server not agree. */
export const useMarkAsRead = () => {
  const queries = useQueryClient();
  const mark = (ids: readonly string[]) =>
    queries.setQueryData(
      notifications.queryKey,
      (inbox) => inbox && markedAsRead(inbox, ids, new Date().toISOString()),
    );
  return useMutation({
    mutationFn: async (ids: readonly string[]) => {
      for (const notificationId of ids)
        await api.post('me/notifications/{notificationId}/read', { path: { notificationId } });
    },
    onMutate: async (ids) => {
      await queries.cancelQueries({ queryKey });
      mark(ids);
    },
    // A list that was fetched meanwhile may not know it yet.
    onSuccess: (_, ids) => mark(ids),
    onError: () => queries.invalidateQueries({ queryKey }),
  });
};
