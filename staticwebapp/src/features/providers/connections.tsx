import { Skeleton } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { LoadMore } from '../../components/load-more.tsx';
import { Notice } from '../../components/notice.tsx';
import page from '../../components/page.module.css';
import { Unavailable } from '../../components/unavailable.tsx';
import { connections } from '../../lib/providers/providers.ts';
import { ConnectionRow } from './connection-row.tsx';
import classes from './connections.module.css';

/** The accounts at telematics providers whose vehicles report here. */
export const Connections = ({ mayWrite }: { readonly mayWrite: boolean }) => {
  const list = useInfiniteQuery(connections);
  return (
    <div className={page.card}>
      {list.data?.length ? (
        <ul className={classes.list}>
          {list.data.map((connection) => (
            <ConnectionRow key={connection.id} connection={connection} mayWrite={mayWrite} />
          ))}
        </ul>
      ) : list.error ? (
        <Unavailable what="The list" error={list.error} onRetry={() => void list.refetch()} />
      ) : list.data ? (
        <Notice title="No providers connected">
          <p>Vehicles that report to Samsara, Geotab, Motive or Flespi can be followed here as well.</p>
        </Notice>
      ) : (
        <Skeleton height={14} width="40%" m={24} radius={6} aria-label="Loading connections" />
      )}
      <LoadMore
        available={list.hasNextPage}
        loading={list.isFetchingNextPage}
        onLoad={() => void list.fetchNextPage()}
      />
    </div>
  );
};
