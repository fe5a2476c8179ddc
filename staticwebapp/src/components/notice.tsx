import type { ReactNode } from 'react';
import classes from './notice.module.css';

interface NoticeProps {
  readonly title: string;
  readonly children: ReactNode;
  readonly urgent?: boolean;
  readonly action?: ReactNode;
}

/** What stands where a list would be: there is nothing, or it could not be loaded. */
export const Notice = ({ title, children, urgent = false, action }: NoticeProps) => (
  <div className={classes.notice} role={urgent ? 'alert' : 'status'}>
    <h2 className={classes.title}>{title}</h2>
    <div className={classes.text}>{children}</div>
    {action}
  </div>
);
