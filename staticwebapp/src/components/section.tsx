import { Button, Skeleton } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import { type ReactNode, useId } from 'react';
import classes from './section.module.css';

interface SectionProps {
  readonly title: string;
  readonly action?: ReactNode;
  readonly children: ReactNode;
}

/** One matter of a page: what it is called, what can be done about it, and what there is to say. */
export const Section = ({ title, action, children }: SectionProps) => {
  const id = useId();
  return (
    <section className={classes.section} aria-labelledby={id}>
      <header className={classes.head}>
        <h2 className={classes.title} id={id}>
          {title}
        </h2>
        {action}
      </header>
      <div className={classes.body}>{children}</div>
    </section>
  );
};

/** What there is to say when there is nothing. */
export const Quiet = ({ children }: { readonly children: ReactNode }) => <p className={classes.quiet}>{children}</p>;

interface LoadedProps<Data> {
  readonly query: UseQueryResult<Data>;
  readonly children: (data: Data) => ReactNode;
}

/** What a query has brought; until then its shape, and when it failed, another chance. */
export function Loaded<Data>({ query, children }: LoadedProps<Data>) {
  if (query.data !== undefined) return children(query.data);
  if (query.error)
    return (
      <div className={classes.failed} role="alert">
        <span>{query.error.message}</span>
        <Button size="compact-sm" variant="default" onClick={() => void query.refetch()}>
          Try again
        </Button>
      </div>
    );
  return <Skeleton height={14} width="60%" radius={6} aria-label="Loading" />;
}
