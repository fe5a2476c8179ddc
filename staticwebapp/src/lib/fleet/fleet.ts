import type { Position, Vehicle } from './contract.ts';
import type { Positions } from './positions.ts';
import { type VehicleStatus, vehicleStatus } from './vehicle-status.ts';

/** A vehicle as the screens show it: who it is, where it was last, what it is doing. */
export interface FleetVehicle {
  readonly vehicle: Vehicle;
  readonly position: Position | undefined;
  readonly status: VehicleStatus;
}

export type StatusFilter = VehicleStatus | 'all';

export interface FleetFilter {
  readonly search: string;
  readonly status: StatusFilter;
}

const byName = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** By name, numbers in names counted as numbers: Van 2 before Van 10. */
export const sortedByName = (vehicles: readonly Vehicle[]): readonly Vehicle[] =>
  [...vehicles].sort((a, b) => byName.compare(a.name, b.name) || byName.compare(a.id, b.id));

export const fleetOf = (
  vehicles: readonly Vehicle[],
  positions: Positions | undefined,
  now: number,
): readonly FleetVehicle[] =>
  vehicles.map((vehicle) => {
    const position = positions?.get(vehicle.id);
    return { vehicle, position, status: vehicleStatus(position, now) };
  });

/** Lower case, without accents, spaces and dashes: `łódź-2` is found by `lodz 2`, `AB-12-CD` by `ab12`. */
const searchable = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll('ł', 'l')
    .normalize('NFD')
    .replace(/[\p{Diacritic}\s\-_.]/gu, '');

const haystacks = new WeakMap<Vehicle, string>();

const haystackOf = (vehicle: Vehicle): string => {
  const known = haystacks.get(vehicle);
  if (known !== undefined) return known;
  const made = `${searchable(vehicle.name)}\n${searchable(vehicle.plate ?? '')}`;
  haystacks.set(vehicle, made);
  return made;
};

/** The vehicles whose name or plate contains the search. */
export const searchFleet = (fleet: readonly FleetVehicle[], search: string): readonly FleetVehicle[] => {
  const wanted = searchable(search);
  return wanted ? fleet.filter(({ vehicle }) => haystackOf(vehicle).includes(wanted)) : fleet;
};

export const withStatus = (fleet: readonly FleetVehicle[], status: StatusFilter): readonly FleetVehicle[] =>
  status === 'all' ? fleet : fleet.filter((vehicle) => vehicle.status === status);

export type StatusCounts = Readonly<Record<StatusFilter, number>>;

export const countByStatus = (fleet: readonly FleetVehicle[]): StatusCounts => {
  const counts = { all: fleet.length, moving: 0, stopped: 0, offline: 0 };
  for (const { status } of fleet) counts[status] += 1;
  return counts;
};
