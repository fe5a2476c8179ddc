import { Link, type LinkProps } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import classes from './tabs.module.css';

export interface Tab {
  readonly name: string;
  readonly link: Pick<LinkProps, 'to' | 'search'>;
  readonly on: boolean;
  readonly count?: ReactNode;
  readonly testId?: string;
}

/** The parts of a page, each with an address of its own. */
export const Tabs = ({ label, tabs }: { readonly label: string; readonly tabs: readonly Tab[] }) => (
  <nav className={classes.tabs} aria-label={label}>
    {tabs.map(({ name, link, on, count, testId }) => (
      <Link
        key={name}
        {...link}
        className={classes.tab}
        // The router would call every tab of the page the current one.
        aria-current={on ? 'page' : undefined}
        data-on={on || undefined}
        data-testid={testId}
      >
        {name}
        {count !== undefined && <span className={classes.count}>{count}</span>}
      </Link>
    ))}
  </nav>
);
