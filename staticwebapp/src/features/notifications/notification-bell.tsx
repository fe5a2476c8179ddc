import { ActionIcon, Popover } from '@mantine/core';
import { BellIcon } from '../../components/icons.tsx';
import { unreadIn } from '../../lib/notifications/inbox.ts';
import { badgeOf, countLabel } from '../../lib/notifications/notification-words.ts';
import { useNotifications } from '../../lib/notifications/use-notifications.ts';
import { InboxPanel } from './inbox-panel.tsx';
import classes from './notification-bell.module.css';

/** How many notifications wait to be read, and behind it what they say. */
export const NotificationBell = () => {
  const { data: inbox } = useNotifications();
  const unread = unreadIn(inbox ?? []).length;
  return (
    <Popover position="bottom-end" width={400} withinPortal={false} trapFocus returnFocus>
      <Popover.Target>
        <ActionIcon
          className={classes.bell}
          variant="subtle"
          color="gray"
          size="lg"
          aria-label={inbox ? `Notifications, ${countLabel(unread)}` : 'Notifications'}
          data-testid="notification-bell"
          data-unread={inbox && unread}
        >
          <BellIcon />
          {unread > 0 && (
            <span key={unread} className={classes.badge} aria-hidden>
              {badgeOf(unread)}
            </span>
          )}
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown className={classes.dropdown} aria-label="Notifications" data-testid="notification-popover">
        <InboxPanel heading="h2" />
      </Popover.Dropdown>
    </Popover>
  );
};
