import { Button, Drawer } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { PlusIcon } from '../components/icons.tsx';
import { LoadMore } from '../components/load-more.tsx';
import { Notice } from '../components/notice.tsx';
import classes from '../components/page.module.css';
import { Unavailable } from '../components/unavailable.tsx';
import { RegisterVehicle } from '../features/vehicle-form/register-vehicle.tsx';
import { RegisterFilters } from '../features/vehicle-register/register-filters.tsx';
import { RegisterSkeleton, RegisterTable } from '../features/vehicle-register/register-table.tsx';
import { may } from '../lib/auth.ts';
import { useMe } from '../lib/use-me.ts';
import { currentDrivers, groups, vehicleRegister } from '../lib/vehicles/vehicle-queries.ts';
import { isNarrowed, vehicleSearch } from '../lib/vehicles/vehicle-search.ts';

const route = getRouteApi('/member/vehicles');

/** Every vehicle of the company, and what is known of it. */
export const VehiclesPage = () => {
  const me = useMe();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const phone = useMediaQuery('(max-width: 48em)', undefined, { getInitialValueInEffect: false });
  const [registering, setRegistering] = useState(false);
  const list = useInfiniteQuery(vehicleRegister(search));
  const { data: known = [] } = useQuery({ ...groups, enabled: may(me, 'groups:read') });
  const { data: drivers } = useQuery({ ...currentDrivers, enabled: may(me, 'assignments:read') });
  const names = new Map(known.map(({ id, name }) => [id, name]));
  const ask = (asked: Record<string, string | undefined>) =>
    void navigate({ search: (before) => vehicleSearch({ ...before, ...asked }), replace: true });
  const mayRegister = may(me, 'vehicles:write');
  const register = mayRegister && (
    <Button size="sm" leftSection={<PlusIcon />} onClick={() => setRegistering(true)} data-testid="register-vehicle">
      Register vehicle
    </Button>
  );

  return (
    <div className={classes.page}>
      <div className={classes.column}>
        <header className={classes.head}>
          <h1 className={classes.heading}>Vehicles</h1>
          {register}
        </header>
        <RegisterFilters search={search} groups={known} onChange={ask} />
        <div className={classes.card}>
          {list.data?.length ? (
            <RegisterTable
              vehicles={list.data}
              driverOf={(id) => drivers?.get(id)}
              groupName={(id) => (id === undefined ? undefined : names.get(id))}
              sort={search.sort ?? 'name'}
              onSort={(sort) => ask({ sort: sort === 'name' ? undefined : sort })}
              stale={list.isPlaceholderData}
            />
          ) : list.error ? (
            <Unavailable what="The register" error={list.error} onRetry={() => void list.refetch()} />
          ) : !list.data ? (
            <RegisterSkeleton />
          ) : isNarrowed(search) ? (
            <Notice
              title="No vehicle matches"
              action={
                <Button size="sm" variant="default" onClick={() => void navigate({ search: {} })}>
                  Show all in use
                </Button>
              }
            >
              <p>Vehicles that were retired or sold show with “Any status”.</p>
            </Notice>
          ) : (
            <Notice title="No vehicles yet" action={register}>
              <p>
                {mayRegister
                  ? 'Register the first one, or import all of them from a table.'
                  : 'As soon as somebody registers one, it is here.'}
              </p>
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
        opened={registering}
        onClose={() => setRegistering(false)}
        position={phone ? 'bottom' : 'right'}
        size={phone ? '94%' : 520}
        title="Register a vehicle"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <RegisterVehicle
          groups={known}
          onDone={(vehicleId) => void navigate({ to: '/vehicles/$vehicleId', params: { vehicleId } })}
          onCancel={() => setRegistering(false)}
        />
      </Drawer>
    </div>
  );
};
