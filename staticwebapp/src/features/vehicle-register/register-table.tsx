import { Skeleton, UnstyledButton } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Vehicle } from '../../../../shared/client/routes.ts';
import { cell } from '../../components/cell.ts';
import table from '../../components/table.module.css';
import { VehicleStatusPill } from '../../components/vehicle-status-pill.tsx';
import { formatOdometer } from '../../lib/format.ts';
import { sortedBy, type VehicleSort } from '../../lib/vehicles/vehicle-search.ts';
import { KIND_WORDS, modelOf } from '../../lib/vehicles/vehicle-words.ts';
import classes from './register-table.module.css';

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
      <UnstyledButton className={table.sort} data-on={on} onClick={() => onSort(sortedBy(field, sort))}>
        {label}
        {on && (
          <span className={table.arrow} aria-hidden>
            {on === 'ascending' ? '▲' : '▼'}
          </span>
        )}
      </UnstyledButton>
    </th>
  );
};

interface RowProps {
  readonly vehicle: Vehicle;
  readonly driver: string | undefined;
  readonly group: string | undefined;
}

const Row = ({ vehicle, driver, group }: RowProps) => {
  const { id, name, plate, kind, status, meters, tags } = vehicle;
  return (
    <tr data-testid={`register-row-${id}`}>
      <td {...cell('name')}>
        <Link to="/vehicles/$vehicleId" params={{ vehicleId: id }} className={table.name}>
          {name}
        </Link>
      </td>
      <td className={classes.plate} {...cell('plate')}>
        {plate}
      </td>
      <td className={table.medium}>{KIND_WORDS[kind]}</td>
      <td className={table.soft} {...cell('model')}>
        {modelOf(vehicle)}
      </td>
      <td {...cell('status', 'end')}>
        <VehicleStatusPill status={status} />
      </td>
      <td className={`${table.soft} ${table.medium}`}>{group}</td>
      <td className={table.number} {...cell('odometer')}>
        {meters.odometer && formatOdometer(meters.odometer.total)}
      </td>
      <td className={table.soft} {...cell('driver')}>
        {driver}
      </td>
      <td className={table.wide}>
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
        <th scope="col" className={table.medium}>
          Kind
        </th>
        <SortedHead label="Model" field="modelYear" sort={sort} onSort={onSort} />
        <th scope="col">Status</th>
        <th scope="col" className={table.medium}>
          Group
        </th>
        <SortedHead label="Odometer" field="odometer" sort={sort} onSort={onSort} className={table.number} />
        <th scope="col">Driver</th>
        <th scope="col" className={table.wide}>
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
          <td {...cell('name')}>
            <Skeleton height={12} width={`${width}%`} radius={6} />
          </td>
        </tr>
      ))}
    </tbody>
  </table>
);
