import type { Recorded } from '../../shared/eventstore/event-store.ts';
import type { VehicleStatus } from './contract.ts';
import type { Details } from './details/contract.ts';
import { detailsOf, type VehicleEvent } from './vehicle.ts';

/** What of a vehicle is counted. */
export interface Standing {
  readonly status: VehicleStatus;
  /** Not `kind`: in the container that it is kept in, this names the partition. */
  readonly vehicleKind: Details['kind'];
  /** `''` for the company itself. */
  readonly group: string;
  /** The event that it follows: what comes again changes nothing. */
  readonly version: number;
}

type Numbers = Readonly<Record<string, number>>;

/** Vehicles that belong to one group. */
export interface GroupCounts {
  readonly status: Numbers;
  readonly kind: Numbers;
}

/** Of every group that has any vehicles, how many. */
export type FleetCounts = Readonly<Record<string, GroupCounts>>;

const next = ({ type, data }: VehicleEvent, standing: Standing | undefined): Omit<Standing, 'version'> | undefined => {
  if (type === 'VehicleRegistered')
    return { status: 'active', vehicleKind: detailsOf(data).kind, group: data.groupId ?? '' };
  if (!standing) return undefined;
  switch (type) {
    case 'VehicleDetailsChanged':
      return { ...standing, vehicleKind: data.changes.kind ?? standing.vehicleKind };
    case 'VehicleMoved':
      return { ...standing, group: data.groupId ?? '' };
    case 'VehicleStatusChanged':
      return { ...standing, status: data.status };
    case 'VehicleRetired':
      return { ...standing, status: 'retired' };
    case 'VehicleSold':
      return { ...standing, status: 'sold' };
    case 'VehicleReinstated':
      return { ...standing, status: 'active' };
    default:
      return standing;
  }
};

const isSameStanding = (one: Omit<Standing, 'version'>, other: Omit<Standing, 'version'>): boolean =>
  one.status === other.status && one.vehicleKind === other.vehicleKind && one.group === other.group;

/** Where a vehicle stands after these events; the same object when none of them concerns what is counted. */
export const standingAfter = (
  before: Standing | undefined,
  events: readonly Recorded<VehicleEvent>[],
): Standing | undefined => {
  let standing = before;
  for (const { event, version } of events) {
    if (version <= (standing?.version ?? 0)) continue;
    const after = next(event, standing);
    if (after && !(standing && isSameStanding(after, standing))) standing = { ...after, version };
  }
  return standing;
};

const added = (numbers: Numbers = {}, key: string, by: number): Numbers => {
  const { [key]: before = 0, ...others } = numbers;
  return before + by === 0 ? others : { ...others, [key]: before + by };
};

const counted = (counts: FleetCounts, { group, status, vehicleKind }: Standing, by: number): FleetCounts => {
  const { [group]: before, ...others } = counts;
  const after = { status: added(before?.status, status, by), kind: added(before?.kind, vehicleKind, by) };
  return Object.keys(after.status).length === 0 ? others : { ...others, [group]: after };
};

/** The counts after a vehicle has come to stand elsewhere. */
export const moved = (counts: FleetCounts, before: Standing | undefined, after: Standing): FleetCounts =>
  counted(before ? counted(counts, before, -1) : counts, after, 1);

const sumOf = (numbers: Numbers): number => Object.values(numbers).reduce((sum, one) => sum + one, 0);

const together = (all: readonly Numbers[]): Record<string, number> => {
  const sums: Record<string, number> = {};
  for (const [key, number] of all.flatMap(Object.entries<number>)) sums[key] = (sums[key] ?? 0) + number;
  return sums;
};

/** The numbers of those groups that somebody may see. */
export const summaryOf = (counts: FleetCounts, maySee: (groupId: string | undefined) => boolean) => {
  const seen = Object.entries(counts).filter(([group]) => maySee(group || undefined));
  const byGroup = seen.map(([group, { status }]) => ({ groupId: group || null, vehicles: sumOf(status) }));
  return {
    vehicles: byGroup.reduce((sum, { vehicles }) => sum + vehicles, 0),
    byStatus: together(seen.map(([, { status }]) => status)),
    byKind: together(seen.map(([, { kind }]) => kind)),
    byGroup: byGroup.toSorted((a, b) => b.vehicles - a.vehicles),
  };
};
