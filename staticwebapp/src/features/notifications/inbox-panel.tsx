import { Button } from '@mantine/core';
import { Unavailable } from '../../components/unavailable.tsx';
import { unreadIn } from '../../lib/notifications/inbox.ts';
import { useMarkAsRead, useNotifications } from '../../lib/notifications/use-notifications.ts';
import classes from './inbox-panel.module.css';
import { NothingNew, NotificationList, NotificationListSkeleton } from './notification-list.tsx';

/** What the member was told, and the means to have read it, under a heading of the level that fits its place. */
export const InboxPanel = ({ heading: Heading }: { readonly heading: 'h1' | 'h2' }) => {
  const { data: inbox, error, refetch } = useNotifications();
  const marking = useMarkAsRead();
  const unread = unreadIn(inbox ?? []);
  const isAllRead = unread.length === 0;
  // It stays where it is when there is nothing left to mark, so that a keyboard does not lose its place.
  const markAll = () => !isAllRead && marking.mutate(unread.map(({ id }) => id));

  return (
    <section className={classes.panel} aria-label="Notifications" data-level={Heading}>
      <header className={classes.head}>
        <Heading className={classes.title} tabIndex={-1} data-autofocus>
          Notifications
        </Heading>
        {Boolean(inbox?.length) && (
          <Button
            variant="subtle"
            size="compact-sm"
            aria-disabled={isAllRead}
            {...(isAllRead && { 'data-disabled': true })}
            onClick={markAll}
            data-testid="mark-all-as-read"
          >
            Mark all as read
          </Button>
        )}
      </header>
      {marking.error && (
        <p className={classes.error} role="alert">
          It could not be marked as read. {marking.error.message}
        </p>
      )}
      <div className={classes.content}>
        {inbox?.length ? (
          <NotificationList inbox={inbox} onRead={(id) => marking.mutate([id])} />
        ) : inbox ? (
          <NothingNew />
        ) : error ? (
          <Unavailable what="Your notifications" error={error} onRetry={() => void refetch()} />
        ) : (
          <NotificationListSkeleton />
        )}
      </div>
    </section>
  );
};
