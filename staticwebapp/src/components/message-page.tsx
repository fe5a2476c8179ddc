import type { ReactNode } from 'react';
import { Brand } from './brand.tsx';
import classes from './message-page.module.css';

interface MessagePageProps {
  readonly title: string;
  readonly children: ReactNode;
  readonly actions?: ReactNode;
}

/** A whole page that says one thing: what is the matter, and what to do next. */
export const MessagePage = ({ title, children, actions }: MessagePageProps) => (
  <main className={classes.page}>
    <div className={classes.card}>
      <Brand large />
      <h1 className={classes.title}>{title}</h1>
      <div className={classes.text}>{children}</div>
      {actions && <div className={classes.actions}>{actions}</div>}
    </div>
  </main>
);
