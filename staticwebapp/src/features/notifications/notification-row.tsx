import { UnstyledButton, VisuallyHidden } from '@mantine/core';
import { type ReactNode, useId, useState } from 'react';
import { BellIcon, HandedOverIcon, UndoIcon, WheelIcon } from '../../components/icons.tsx';
import { formatAgo, formatInstant } from '../../lib/format.ts';
import type { Notification } from '../../lib/notifications/inbox.ts';
import { wordsOf } from '../../lib/notifications/notification-words.ts';
import classes from './notification-row.module.css';

const ICONS: Readonly<Record<Notification['what'], ReactNode>> = {
  'vehicle-taken-over': <WheelIcon />,
  'vehicle-handed-over': <HandedOverIcon />,
  'called-off': <UndoIcon />,
  'renewal-due': <BellIcon />,
};

interface NotificationRowProps {
  readonly told: Notification;
  readonly now: number;
  readonly onRead: () => void;
}

/** One notification in a line. Opening it shows the rest, and is reading it. */
export const NotificationRow = ({ told, now, onRead }: NotificationRowProps) => {
  const { what, at, readAt, calledOffAt } = told;
  const [isOpen, setOpen] = useState(false);
  const detailsId = useId();
  const { before, name, after, means } = wordsOf(told);
  const significance = calledOffAt ? 'It was called off; all is as it was.' : means;
  const toggle = () => {
    setOpen(!isOpen);
    if (!readAt) onRead();
  };

  return (
    <li
      className={classes.item}
      data-what={what}
      data-unread={!readAt || undefined}
      data-called-off={calledOffAt && ''}
    >
      <UnstyledButton
        className={classes.row}
        aria-expanded={isOpen}
        aria-controls={detailsId}
        onClick={toggle}
        data-testid="notification"
      >
        <span className={classes.icon}>{ICONS[what]}</span>
        <span className={classes.words}>
          {!readAt && <VisuallyHidden>Unread: </VisuallyHidden>}
          <span className={classes.title}>
            {before}
            <strong>{name}</strong>
            {after}
          </span>
          <span className={classes.note}>
            <time dateTime={at}>{formatAgo(at, now)}</time>
            {calledOffAt && <span className={classes.tag}>Called off</span>}
          </span>
        </span>
        <span className={classes.dot} aria-hidden />
      </UnstyledButton>
      <div id={detailsId} className={classes.details} hidden={!isOpen}>
        {significance && <p>{significance}</p>}
        <p>
          {formatInstant(at)}
          {calledOffAt && ` · called off ${formatInstant(calledOffAt)}`}
        </p>
      </div>
    </li>
  );
};
