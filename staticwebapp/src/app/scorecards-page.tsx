import { Drawer, NativeSelect } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { weekOf } from '../../../shared/kernel/week.ts';
import { LoadMore } from '../components/load-more.tsx';
import { Notice } from '../components/notice.tsx';
import page from '../components/page.module.css';
import { Tabs } from '../components/tabs.tsx';
import { Unavailable } from '../components/unavailable.tsx';
import { RankingSkeleton, RankingTable } from '../features/scorecards/ranking-table.tsx';
import { SubjectDetail } from '../features/scorecards/subject-detail.tsx';
import { WeekSwitch } from '../features/scorecards/week-switch.tsx';
import { may } from '../lib/auth.ts';
import { useVehicles } from '../lib/fleet/use-vehicles.ts';
import { type ScoreSearch, scoreSearch } from '../lib/scorecards/score-search.ts';
import { driverNames, ranking } from '../lib/scorecards/scorecards.ts';
import { useMe } from '../lib/use-me.ts';
import classes from './scorecards-page.module.css';

const route = getRouteApi('/member/scorecards');
const ORDERS = [
  { value: '', label: 'Best first' },
  { value: 'worst', label: 'Worst first' },
];

/** How well everybody drove in a week, and why. */
export const ScorecardsPage = () => {
  const me = useMe();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const phone = useMediaQuery('(max-width: 48em)', undefined, { getInitialValueInEffect: false });
  const current = weekOf(new Date().toISOString());
  const { week = current, of: subject = 'driver', first, id } = search;
  const list = useInfiniteQuery(ranking(week, subject, first === 'worst'));
  const { data: vehicles = [] } = useVehicles();
  const { data: drivers } = useQuery({ ...driverNames, enabled: may(me, 'drivers:read') });
  const vehicleNames = new Map(vehicles.map(({ id, name }) => [id, name]));
  const nameOf = (id: string) => (subject === 'driver' ? drivers : vehicleNames)?.get(id) ?? id;
  const ask = (asked: { readonly [Name in keyof ScoreSearch]?: string | undefined }, replace = true) =>
    void navigate({ search: (before) => scoreSearch({ ...before, ...asked }), replace });
  const kept = { ...(search.week && { week: search.week }), ...(first && { first }) };

  return (
    <div className={page.page}>
      <div className={page.column}>
        <header className={page.head}>
          <h1 className={page.heading}>Scorecards</h1>
          <WeekSwitch
            week={week}
            current={current}
            onWeek={(asked) => ask({ week: asked === current ? undefined : asked })}
          />
        </header>
        <Tabs
          label="Whose"
          tabs={[
            { name: 'Drivers', link: { to: '/scorecards', search: kept }, on: subject === 'driver' },
            {
              name: 'Vehicles',
              link: { to: '/scorecards', search: { ...kept, of: 'vehicle' } },
              on: subject === 'vehicle',
              testId: 'tab-vehicles',
            },
          ]}
        />
        <div className={classes.above}>
          <p className={classes.note}>Less than 50 km in a week gives no score. Private trips are not counted.</p>
          <NativeSelect
            aria-label="Order"
            data={ORDERS}
            value={first ?? ''}
            onChange={({ currentTarget }) => ask({ first: currentTarget.value || undefined })}
          />
        </div>
        <div className={page.card}>
          {list.data?.length ? (
            <RankingTable
              cards={list.data}
              nameOf={nameOf}
              what={subject === 'driver' ? 'Driver' : 'Vehicle'}
              stale={list.isPlaceholderData}
            />
          ) : list.error ? (
            <Unavailable what="The ranking" error={list.error} onRetry={() => void list.refetch()} />
          ) : !list.data ? (
            <RankingSkeleton />
          ) : (
            <Notice title="No scores for this week">
              <p>A score needs 50 km in the week. Trips count once they have ended.</p>
            </Notice>
          )}
          <LoadMore
            available={list.hasNextPage}
            loading={list.isFetchingNextPage}
            onLoad={() => void list.fetchNextPage()}
          />
        </div>
      </div>
      <Drawer
        opened={id !== undefined}
        onClose={() => ask({ id: undefined }, false)}
        position={phone ? 'bottom' : 'right'}
        size={phone ? '92%' : 460}
        aria-label="Details"
        closeButtonProps={{ 'aria-label': 'Close details' }}
      >
        {id !== undefined && <SubjectDetail subject={subject} id={id} name={nameOf(id)} week={week} />}
      </Drawer>
    </div>
  );
};
