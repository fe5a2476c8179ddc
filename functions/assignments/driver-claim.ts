import { claim, UNDER_WAY_MS } from '../../shared/documents/claims.ts';
import { conflict } from '../../shared/kernel/errors.ts';
import type { Services } from '../../shared/services.ts';
import { isOver } from './assignment.ts';
import { assignmentStateOf } from './assignment-state.ts';
import { overlap, type Period } from './term.ts';

/** An assignment that a driver is taken by. */
interface Claim {
  readonly vehicleId: string;
  readonly assignmentId: string;
  /** For an assignment that was over and is about to hold again. */
  readonly reopens: boolean;
  readonly at: string;
  /** Absent in a claim from before there were plans: it began when it was made. */
  readonly from?: string;
  readonly until?: string;
}

/** What a driver is taken by, now and later: one document for each driver, so that no two vehicles get them at once. */
type Claims = { readonly claims: readonly Claim[] } | Claim;

export type Wanted = Omit<Claim, 'at' | 'from' | 'until'> & Period;

type Ports = Pick<Services, 'operations' | 'streams' | 'clock'>;

const listOf = (claims: Claims | undefined): readonly Claim[] =>
  !claims ? [] : 'claims' in claims ? claims.claims : [claims];

const periodOf = ({ at, from = at, until }: Claim): Period => ({ from, ...(until !== undefined && { until }) });

/** A claim as it is worth now: for how long its vehicle's stream says, and nothing once that is over; before it says anything, for a minute. */
const worth = async (ports: Ports, tenantId: string, claimed: Claim): Promise<Claim | undefined> => {
  const { vehicleId, assignmentId, reopens, at } = claimed;
  const { state } = await assignmentStateOf(ports, tenantId, vehicleId);
  const now = ports.clock();
  const term = state.terms[assignmentId];
  if (typeof term === 'object' && !isOver(state, assignmentId, now.toISOString())) {
    const { from, until } = term;
    return { vehicleId, assignmentId, reopens, at, from, ...(until !== undefined && { until }) };
  }
  if (term && !reopens) return undefined;
  return now.getTime() - Date.parse(at) < UNDER_WAY_MS ? claimed : undefined;
};

/** A driver's claims under the id that they had when drivers were members. */
const claimsId = (driverId: string): string => driverId.replace(/^drv_/, '');

const claimsOf = ({ operations }: Pick<Services, 'operations'>, tenantId: string) =>
  operations.in(tenantId, 'driver-claims');

/**
 * Takes a driver for an assignment that is about to be, from when it begins to when it ends. Nothing needs to be given back: a claim holds
 * no longer than its assignment, and is dropped once its time is up.
 * @throws FleetError `conflict` when the driver has another vehicle at some time of it.
 */
export const claimDriver = (ports: Ports, tenantId: string, driverId: string, wanted: Wanted): Promise<void> =>
  claim<Claims>(claimsOf(ports, tenantId), claimsId(driverId), async (current) => {
    const now = ports.clock().toISOString();
    const others = listOf(current).filter(
      ({ assignmentId, until }) => assignmentId !== wanted.assignmentId && (until === undefined || until > now),
    );
    const isNear = (other: Claim) => overlap(periodOf(other), wanted);
    const near = await Promise.all(others.filter(isNear).map((other) => worth(ports, tenantId, other)));
    const held = near.filter((other) => other !== undefined);
    const inTheWay = held.find(isNear);
    if (inTheWay)
      throw conflict('assignments/driver-busy', 'This driver has another vehicle.', { vehicleId: inTheWay.vehicleId });
    return { claims: [...others.filter((other) => !isNear(other)), ...held, { ...wanted, at: now }] };
  });

/** The vehicles that a driver has or will have, and perhaps some that they had. */
export const claimedVehicles = async (
  ports: Pick<Services, 'operations'>,
  tenantId: string,
  driverId: string,
): Promise<readonly string[]> => {
  const stored = await claimsOf(ports, tenantId).get<Claims>(claimsId(driverId));
  return [...new Set(listOf(stored?.doc).map(({ vehicleId }) => vehicleId))];
};
