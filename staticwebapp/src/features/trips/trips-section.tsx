import { Button, Skeleton } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Trip } from '../../../../shared/client/routes.ts';
import { Quiet, Section } from '../../components/section.tsx';
import { Unavailable } from '../../components/unavailable.tsx';
import { formatDate } from '../../lib/format.ts';
import { vehicleTrips } from '../../lib/trips/trips.ts';
import { TripRow } from './trip-row.tsx';
import classes from './trips.module.css';

interface Day {
  readonly name: string;
  readonly trips: readonly Trip[];
}

/** Trips under the day on which they began, by the clocks of whoever looks. */
const byDay = (trips: readonly Trip[]): readonly Day[] => {
  const days = Map.groupBy(trips, ({ startedAt }) => formatDate(startedAt));
  return [...days].map(([name, trips]) => ({ name, trips }));
};

interface TripsSectionProps {
  readonly vehicleId: string;
  readonly mayClassify: boolean;
}

/** Where the vehicle went, the latest trip first; each can be looked at on a map. */
export const TripsSection = ({ vehicleId, mayClassify }: TripsSectionProps) => {
  const trips = useInfiniteQuery(vehicleTrips(vehicleId));
  const [openId, setOpenId] = useState<string>();
  return (
    <Section title="Trips">
      {trips.data?.length === 0 && (
        <Quiet>No trips yet. A trip is listed when it has ended: a few minutes after the vehicle was parked.</Quiet>
      )}
      {byDay(trips.data ?? []).map(({ name, trips }) => (
        <section key={name} className={classes.day} aria-label={name}>
          <h3 className={classes.date}>{name}</h3>
          <ol className={classes.trips}>
            {trips.map((trip) => (
              <TripRow
                key={trip.id}
                trip={trip}
                open={openId === trip.id}
                onToggle={() => setOpenId(openId === trip.id ? undefined : trip.id)}
                mayClassify={mayClassify}
              />
            ))}
          </ol>
        </section>
      ))}
      {!trips.data && trips.error && (
        <Unavailable what="The trips" error={trips.error} onRetry={() => void trips.refetch()} />
      )}
      {trips.isPending && <Skeleton height={14} width="60%" radius={6} aria-label="Loading trips" />}
      {trips.hasNextPage && (
        <Button
          size="compact-sm"
          variant="default"
          mt={12}
          loading={trips.isFetchingNextPage}
          onClick={() => void trips.fetchNextPage()}
        >
          Earlier trips
        </Button>
      )}
    </Section>
  );
};
