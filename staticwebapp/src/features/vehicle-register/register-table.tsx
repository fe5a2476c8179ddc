import { Skeleton, UnstyledButton } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { CSSProperties } from 'react';
import type { Vehicle } from '../../../../shared/client/routes.ts';
import { VehicleStatusPill } from '../../components/vehicle-status-pill.tsx';
import { formatOdometer } from '../../lib/format.ts';
import { sortedBy, type VehicleSort } from '../../lib/vehicles/vehicle-search.ts';
import { KIND_WORDS, modelOf } from '../../lib/vehicles/vehicle-words.ts';
import classes from './register-table.module.css';

declare module 'react' {
  interface CSSProperties {
    '--cell'?: string;
  }
}

const MOST_TAGS = 3;

interface HeadProps {
  readonly label: string;
  readonly field: 'name' | 'plate' | 'modelYear' | 'odometer';
  readonly sort: VehicleSort;
  readonly onSort: (sort: VehicleSort) => void;
  readonly className?: string | undefined;
}

const SortedHead = ({ label, field, sort, onSort, className }: HeadProps) => {
  const on = sort === field ? 'ascending' : sort === `-${field}` ? 'descending' : undefined;
  return (
    <th scope="col" aria-sort={on ?? 'none'} className={className}>
      <UnstyledButton className={classes.sort} data-on={on} onClick={() => onSort(sortedBy(field, sort))}>
        {label}
        {on && (
          <span className={classes.arrow} aria-hidden>
            {on === 'ascending' ? '▲' : '▼'}
          </span>
        )}
      </UnstyledButton>
    </th>
  );
};

/** Where a cell goes on a phone, where a row is a small card. */
const at = (cell: string): { 'data-cell': string; style: CSSProperties } => ({
  'data-cell': cell,
  style: { '--cell': cell },
});

interface RowProps {
  readonly vehicle: Vehicle;
  readonly driver: string | undefined;
  readonly group: string | undefined;
}

const Row = ({ vehicle, driver, group }: RowProps) => {
  const { id, name, plate, kind, status, meters, tags } = vehicle;
  return (
    <tr data-testid={`register-row-${id}`}>
      <td {...at('name')}>
        <Link to="/vehicles/$vehicleId" params={{ vehicleId: id }} className={classes.name}>
          {name}
        </Link>
      </td>
      <td className={classes.plate} {...at('plate')}>
        {plate}
      </td>
      <td className={classes.medium}>{KIND_WORDS[kind]}</td>
      <td className={classes.soft} {...at('model')}>
        {modelOf(vehicle)}
      </td>
      <td {...at('status')}>
        <VehicleStatusPill status={status} />
      </td>
      <td className={`${classes.soft} ${classes.medium}`}>{group}</td>
      <td className={classes.number} {...at('odometer')}>
        {meters.odometer && formatOdometer(meters.odometer.total)}
      </td>
      <td className={classes.soft} {...at('driver')}>
        {driver}
      </td>
      <td className={classes.wide}>
        <span className={classes.tags}>
          {tags.slice(0, MOST_TAGS).map((tag) => (
            <span key={tag} className={classes.tag}>
              {tag}
            </span>
          ))}
          {tags.length > MOST_TAGS && (
            <span className={classes.tag} title={tags.slice(MOST_TAGS).join(', ')}>
              +{tags.length - MOST_TAGS}
            </span>
          )}
        </span>
      </td>
    </tr>
  );
};

interface RegisterTableProps {
  readonly vehicles: readonly Vehicle[];
  readonly driverOf: (vehicleId: string) => string | undefined;
  readonly groupName: (groupId: string | undefined) => string | undefined;
  readonly sort: VehicleSort;
  readonly onSort: (sort: VehicleSort) => void;
  /** What is shown was asked for before the filters changed. */
  readonly stale: boolean;
}

export const RegisterTable = ({ vehicles, driverOf, groupName, sort, onSort, stale }: RegisterTableProps) => (
  <table className={classes.table} data-stale={stale || undefined} aria-busy={stale}>
    <thead>
      <tr>
        <SortedHead label="Name" field="name" sort={sort} onSort={onSort} />
        <SortedHead label="Plate" field="plate" sort={sort} onSort={onSort} />
        <th scope="col" className={classes.medium}>
          Kind
        </th>
        <SortedHead label="Model" field="modelYear" sort={sort} onSort={onSort} />
        <th scope="col">Status</th>
        <th scope="col" className={classes.medium}>
          Group
        </th>
        <SortedHead label="Odometer" field="odometer" sort={sort} onSort={onSort} className={classes.number} />
        <th scope="col">Driver</th>
        <th scope="col" className={classes.wide}>
          Tags
        </th>
      </tr>
    </thead>
    <tbody>
      {vehicles.map((vehicle) => (
        <Row key={vehicle.id} vehicle={vehicle} driver={driverOf(vehicle.id)} group={groupName(vehicle.groupId)} />
      ))}
    </tbody>
  </table>
);

/** The shape of the register while it loads. */
export const RegisterSkeleton = () => (
  <table className={classes.table} aria-label="Loading vehicles" aria-busy>
    <tbody>
      {[62, 48, 70, 55, 66, 50].map((width) => (
        <tr key={width}>
          <td {...at('name')}>
            <Skeleton height={12} width={`${width}%`} radius={6} />
          </td>
        </tr>
      ))}
    </tbody>
  </table>
);
