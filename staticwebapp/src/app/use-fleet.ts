import { useCallback, useMemo, useState } from 'react';
import {
  countByStatus,
  type FleetFilter,
  type FleetVehicle,
  fleetOf,
  type StatusCounts,
  searchFleet,
  sortedByName,
  withStatus,
} from '../lib/fleet/fleet.ts';
import { useVehiclePositions } from '../lib/fleet/use-positions.ts';
import { useVehicles } from '../lib/fleet/use-vehicles.ts';
import { useNow } from '../lib/use-now.ts';
import { useThrottled } from '../lib/use-throttled.ts';

interface Fleet {
  readonly isPending: boolean;
  readonly error: Error | undefined;
  /** The tenant has no vehicle at all. */
  readonly isEmpty: boolean;
  readonly retry: () => void;
  readonly positionsLoaded: boolean;
  readonly filter: FleetFilter;
  readonly setFilter: (filter: FleetFilter) => void;
  /** What passes the filter, as fresh as the live channel: for the map. The selected vehicle always passes. */
  readonly shown: readonly FleetVehicle[];
  /** The same, calmer: nobody reads a list that changes sixty times a second. */
  readonly listed: readonly FleetVehicle[];
  /** Of what passes the search, whatever the status filter says. */
  readonly counts: StatusCounts;
  readonly selected: FleetVehicle | undefined;
}

const LIST_EVERY = 1_000;
const AGE_EVERY = 10_000;

/** The vehicles and their positions as one thing, filtered. */
export const useFleet = (selectedId: string | undefined): Fleet => {
  const list = useVehicles();
  const positions = useVehiclePositions();
  const now = useNow(AGE_EVERY);
  const [filter, setFilter] = useState<FleetFilter>({ search: '', status: 'all' });

  const vehicles = useMemo(() => sortedByName(list.data ?? []), [list.data]);
  // `now` only ages what is silent; a fix that arrives is judged by the clock of its arrival.
  const fleet = useMemo(
    () => fleetOf(vehicles, positions.data, Math.max(now, Date.now())),
    [vehicles, positions.data, now],
  );
  const found = useMemo(() => searchFleet(fleet, filter.search), [fleet, filter.search]);
  const passing = useMemo(() => withStatus(found, filter.status), [found, filter.status]);
  const selected = useMemo(() => fleet.find(({ vehicle }) => vehicle.id === selectedId), [fleet, selectedId]);
  const shown = useMemo(
    () => (selected && !passing.includes(selected) ? [...passing, selected] : passing),
    [passing, selected],
  );

  const calm = useThrottled(fleet, LIST_EVERY);
  const calmFound = useMemo(() => searchFleet(calm, filter.search), [calm, filter.search]);
  const listed = useMemo(() => withStatus(calmFound, filter.status), [calmFound, filter.status]);
  const counts = useMemo(() => countByStatus(calmFound), [calmFound]);

  const { refetch: refetchList } = list;
  const { refetch: refetchPositions } = positions;
  const retry = useCallback(() => {
    void refetchList();
    void refetchPositions();
  }, [refetchList, refetchPositions]);

  // With something to show, a failed refresh is no reason to take it away; the connection indicator tells.
  const error = (list.data ? undefined : list.error) ?? (positions.data ? undefined : positions.error) ?? undefined;
  return {
    isPending: !error && (list.isPending || positions.isPending),
    error,
    isEmpty: vehicles.length === 0,
    retry,
    positionsLoaded: positions.data !== undefined && list.data !== undefined,
    filter,
    setFilter,
    shown,
    listed,
    counts,
    selected,
  };
};
