import { VisuallyHidden } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { type Inbox, newsSince } from '../../lib/notifications/inbox.ts';
import { titleOf } from '../../lib/notifications/notification-words.ts';
import { useLiveNotifications, useNotifications } from '../../lib/notifications/use-notifications.ts';

/** Keeps the inbox live, and says what is new to whoever listens instead of looking. */
export const NotificationNews = () => {
  useLiveNotifications();
  const { data: inbox } = useNotifications();
  const before = useRef<Inbox>(undefined);
  const [news, setNews] = useState<Inbox>([]);

  useEffect(() => {
    if (!inbox) return;
    const arrived = newsSince(before.current, inbox);
    before.current = inbox;
    if (arrived.length) setNews(arrived);
  }, [inbox]);

  return (
    <VisuallyHidden role="status" data-testid="notification-news">
      {news.map((told) => (
        <span key={told.id}>{titleOf(told)}. </span>
      ))}
    </VisuallyHidden>
  );
};
