import { Button, Skeleton } from '@mantine/core';
import { useState } from 'react';
import { BellIcon } from '../../components/icons.tsx';
import type { Inbox } from '../../lib/notifications/inbox.ts';
import { useNow } from '../../lib/use-now.ts';
import classes from './notification-list.module.css';
import { NotificationRow } from './notification-row.tsx';

const AGE_EVERY = 10_000;
const AT_ONCE = 30;

interface NotificationListProps {
  readonly inbox: Inbox;
  readonly onRead: (id: string) => void;
}

export const NotificationList = ({ inbox, onRead }: NotificationListProps) => {
  const now = useNow(AGE_EVERY);
  const [shown, setShown] = useState(AT_ONCE);
  return (
    <>
      <ul className={classes.list}>
        {inbox.slice(0, shown).map((told) => (
          <NotificationRow key={told.id} told={told} now={now} onRead={() => onRead(told.id)} />
        ))}
      </ul>
      {inbox.length > shown && (
        <Button className={classes.more} variant="default" size="sm" onClick={() => setShown(shown + AT_ONCE)}>
          Show older ones
        </Button>
      )}
    </>
  );
};

export const NothingNew = () => (
  <div className={classes.nothing} data-testid="nothing-new">
    <span className={classes.bell}>
      <BellIcon />
    </span>
    <p className={classes.title}>Nothing new</p>
    <p className={classes.text}>What concerns you appears here the moment it happens.</p>
  </div>
);

/** The shape of the list while it loads. */
export const NotificationListSkeleton = () => (
  <div className={classes.list} role="status" aria-label="Loading notifications">
    {[62, 48, 56].map((width) => (
      <div key={width} className={classes.waiting}>
        <Skeleton circle height={40} />
        <div>
          <Skeleton height={12} width={`${width}%`} radius={6} />
          <Skeleton height={10} mt={9} width="26%" radius={6} />
        </div>
      </div>
    ))}
  </div>
);
