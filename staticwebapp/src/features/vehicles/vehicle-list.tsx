import { CloseButton, TextInput } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { type KeyboardEvent, memo, useRef } from 'react';
import { SearchIcon } from '../../components/icons.tsx';
import type { FleetFilter, FleetVehicle, StatusCounts } from '../../lib/fleet/fleet.ts';
import { StatusFilterBar } from './status-filter-bar.tsx';
import classes from './vehicle-list.module.css';
import { VehicleRows } from './vehicle-rows.tsx';

interface VehicleListProps {
  /** What passes the filter, in order. */
  readonly fleet: readonly FleetVehicle[];
  readonly counts: StatusCounts;
  readonly filter: FleetFilter;
  readonly onFilter: (filter: FleetFilter) => void;
  readonly selectedId: string | undefined;
  readonly onSelect: (vehicleId: string) => void;
  /** On a phone the rows hide while the sheet is down. */
  readonly onSearchFocus?: () => void;
}

/** Find a vehicle: by typing, by what it is doing, or by eye. */
export const VehicleList = memo(function VehicleList(props: VehicleListProps) {
  const { fleet, counts, filter, onFilter, selectedId, onSelect, onSearchFocus } = props;
  const searchBox = useRef<HTMLInputElement>(null);
  const rows = useRef<HTMLDivElement>(null);
  useHotkeys([['/', () => searchBox.current?.focus()]]);

  const leaveSearch = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') {
      event.preventDefault();
      rows.current?.focus();
    }
    if (event.key === 'Enter' && fleet[0]) onSelect(fleet[0].vehicle.id);
    if (event.key === 'Escape' && filter.search) {
      event.stopPropagation();
      onFilter({ ...filter, search: '' });
    }
  };

  return (
    <div className={classes.list}>
      <div className={classes.head}>
        <TextInput
          ref={searchBox}
          type="search"
          aria-label="Search vehicles by name or plate"
          placeholder="Search name or plate"
          data-testid="vehicle-search"
          leftSection={<SearchIcon />}
          rightSection={
            filter.search && (
              <CloseButton
                size="sm"
                aria-label="Clear the search"
                onClick={() => onFilter({ ...filter, search: '' })}
              />
            )
          }
          value={filter.search}
          onChange={(event) => onFilter({ ...filter, search: event.currentTarget.value })}
          onKeyDown={leaveSearch}
          onFocus={onSearchFocus}
        />
        <StatusFilterBar counts={counts} value={filter.status} onChange={(status) => onFilter({ ...filter, status })} />
      </div>
      {fleet.length > 0 ? (
        <VehicleRows ref={rows} fleet={fleet} selectedId={selectedId} onSelect={onSelect} />
      ) : (
        <p className={classes.none} role="status">
          {filter.search ? `No vehicle matches “${filter.search}”` : 'No vehicle'}
          {filter.status !== 'all' && ` is ${filter.status} right now`}.
        </p>
      )}
    </div>
  );
});
