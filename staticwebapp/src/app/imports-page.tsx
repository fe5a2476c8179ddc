import { Skeleton } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { LoadMore } from '../components/load-more.tsx';
import { Notice } from '../components/notice.tsx';
import classes from '../components/page.module.css';
import { Unavailable } from '../components/unavailable.tsx';
import { ImportList } from '../features/imports/import-list.tsx';
import { NewImport } from '../features/imports/new-import.tsx';
import { may } from '../lib/auth.ts';
import { importList } from '../lib/imports/imports.ts';
import { useMe } from '../lib/use-me.ts';

/** Tables on their way into the fleet, and those that have arrived. */
export const ImportsPage = () => {
  const me = useMe();
  const navigate = useNavigate();
  const list = useInfiniteQuery(importList);
  return (
    <div className={classes.page}>
      <div className={classes.column}>
        <header className={classes.head}>
          <h1 className={classes.heading}>Imports</h1>
        </header>
        {may(me, 'imports:write') && (
          <div className={classes.card}>
            <NewImport onRead={(importId) => void navigate({ to: '/imports/$importId', params: { importId } })} />
          </div>
        )}
        <div className={classes.card}>
          {list.data?.length ? (
            <ImportList imports={list.data} />
          ) : list.data ? (
            <Notice title="No imports yet">
              <p>What is imported stays here for 30 days, with the rows that could not be done.</p>
            </Notice>
          ) : list.error ? (
            <Unavailable what="The list" error={list.error} onRetry={() => void list.refetch()} />
          ) : (
            <Skeleton height={14} width="40%" m={24} radius={6} aria-label="Loading imports" />
          )}
          <LoadMore
            available={list.hasNextPage}
            loading={list.isFetchingNextPage}
            onLoad={() => void list.fetchNextPage()}
          />
        </div>
      </div>
    </div>
  );
};
