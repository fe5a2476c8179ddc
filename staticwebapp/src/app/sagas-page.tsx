import { Drawer } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Notice } from '../components/notice.tsx';
import { Unavailable } from '../components/unavailable.tsx';
import { SagaDetail } from '../features/sagas/saga-detail.tsx';
import { SagaList, SagaListSkeleton } from '../features/sagas/saga-list.tsx';
import { may } from '../lib/auth.ts';
import { useVehicles } from '../lib/fleet/use-vehicles.ts';
import { sagaDetail, sagaList } from '../lib/ops/sagas.ts';
import { useMe } from '../lib/use-me.ts';
import classes from './sagas-page.module.css';

const route = getRouteApi('/member/ops/sagas');

interface OneSagaProps {
  readonly id: string;
  readonly subjectOf: (subject: string) => string;
  readonly mayIntervene: boolean;
  readonly onOpen: (id: string) => void;
}

const OneSaga = ({ id, subjectOf, mayIntervene, onOpen }: OneSagaProps) => {
  const { data: saga, error, refetch } = useQuery(sagaDetail(id));
  if (saga)
    return <SagaDetail saga={saga} subject={subjectOf(saga.subject)} mayIntervene={mayIntervene} onOpen={onOpen} />;
  return error ? <Unavailable what="It" error={error} onRetry={() => void refetch()} /> : <SagaListSkeleton />;
};

/** What the system does in several steps: how each went, and what can be done when it went wrong. */
export const SagasPage = () => {
  const me = useMe();
  const { saga: selectedId } = route.useSearch();
  const navigate = route.useNavigate();
  const phone = useMediaQuery('(max-width: 48em)', undefined, { getInitialValueInEffect: false });
  const list = useInfiniteQuery(sagaList);
  const { data: vehicles = [] } = useVehicles();
  const subjectOf = (subject: string) => vehicles.find(({ id }) => id === subject)?.name ?? subject;
  const open = (saga: string | undefined) => void navigate({ search: saga ? { saga } : {} });

  return (
    <div className={classes.page}>
      <div className={classes.column}>
        <h1 className={classes.heading}>Operations</h1>
        <p className={classes.lead}>
          Work that takes several steps. Either all of them are done, or what was done is undone.
        </p>
        {list.data?.length ? (
          <SagaList
            sagas={list.data}
            subjectOf={subjectOf}
            selectedId={selectedId}
            onSelect={open}
            more={{
              available: list.hasNextPage,
              loading: list.isFetchingNextPage,
              load: () => void list.fetchNextPage(),
            }}
          />
        ) : list.data ? (
          <div className={classes.card}>
            <Notice title="Nothing yet">
              <p>When somebody hands a vehicle over to another driver, you can follow it here step by step.</p>
            </Notice>
          </div>
        ) : list.error ? (
          <div className={classes.card}>
            <Unavailable what="The list" error={list.error} onRetry={() => void list.refetch()} />
          </div>
        ) : (
          <SagaListSkeleton />
        )}
      </div>
      <Drawer
        opened={selectedId !== undefined}
        onClose={() => open(undefined)}
        position={phone ? 'bottom' : 'right'}
        size={phone ? '88%' : 460}
        aria-label="Details"
        closeButtonProps={{ 'aria-label': 'Close details' }}
      >
        {selectedId && (
          <OneSaga id={selectedId} subjectOf={subjectOf} mayIntervene={may(me, 'ops:write')} onOpen={open} />
        )}
      </Drawer>
    </div>
  );
};
