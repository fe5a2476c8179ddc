import { Button, Skeleton } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { GeofenceVisit } from '../../../../shared/client/routes.ts';
import { Quiet } from '../../components/section.tsx';
import { useVehicles } from '../../lib/fleet/use-vehicles.ts';
import { formatDuration, formatMinute, formatSpeed } from '../../lib/format.ts';
import { geofenceVisits } from '../../lib/geofences/geofences.ts';
import classes from './geofences.module.css';

const stayOf = ({ kind, status, seconds, leftAt, enteredAt }: GeofenceVisit): string => {
  if (kind === 'crossing') return 'went through';
  const away = kind === 'absence' ? 'away' : 'inside';
  if (status === 'open') return kind === 'absence' ? 'is away' : 'is inside';
  const lasted = seconds ?? (leftAt ? (Date.parse(leftAt) - Date.parse(enteredAt)) / 1_000 : undefined);
  return lasted === undefined ? away : `${formatDuration(lasted)} ${away}`;
};

interface VisitProps {
  readonly visit: GeofenceVisit;
  readonly vehicle: string;
}

const Visit = ({ visit, vehicle }: VisitProps) => (
  <li className={classes.visit} data-testid="visit" data-status={visit.status}>
    <Link className={classes.vehicle} to="/vehicles/$vehicleId" params={{ vehicleId: visit.vehicleId }}>
      {vehicle}
    </Link>
    <span className={classes.stay}>{stayOf(visit)}</span>
    <span className={classes.soft}>
      <time dateTime={visit.enteredAt}>{formatMinute(visit.enteredAt)}</time>
      {visit.maxSpeed !== undefined && ` · up to ${formatSpeed(visit.maxSpeed)}`}
      {visit.dwelledAt && ' · stayed long'}
    </span>
  </li>
);

/** Who was in a geofence, the latest first. */
export const VisitList = ({ geofenceId }: { readonly geofenceId: string }) => {
  const visits = useInfiniteQuery(geofenceVisits(geofenceId));
  const { data: vehicles = [] } = useVehicles();
  const nameOf = (vehicleId: string) => vehicles.find(({ id }) => id === vehicleId)?.name ?? vehicleId;
  if (!visits.data)
    return visits.error ? (
      <Quiet>{visits.error.message}</Quiet>
    ) : (
      <Skeleton height={14} width="60%" radius={6} aria-label="Loading visits" />
    );
  return visits.data.length === 0 ? (
    <Quiet>Nobody was here yet.</Quiet>
  ) : (
    <>
      <ul className={classes.visits}>
        {visits.data.map((visit) => (
          <Visit key={visit.id} visit={visit} vehicle={nameOf(visit.vehicleId)} />
        ))}
      </ul>
      {visits.hasNextPage && (
        <Button
          size="compact-sm"
          variant="default"
          loading={visits.isFetchingNextPage}
          onClick={() => void visits.fetchNextPage()}
        >
          Earlier visits
        </Button>
      )}
    </>
  );
};
