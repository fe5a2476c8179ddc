import { type Execution, execute } from '../../shared/eventstore/execute.ts';
import type { Caller } from '../../shared/identity/caller.ts';
import { conflict } from '../../shared/kernel/errors.ts';
import type { Services } from '../../shared/services.ts';
import { isInUse } from '../vehicles/contract.ts';
import { vehicleResource } from '../vehicles/resource.ts';
import { type Assignment, type AssignmentCommand, assignment, assignmentStream, openTerms } from './assignment.ts';
import { type AssignmentCard, OPEN } from './assignment-cards.ts';
import { assignmentStateOf } from './assignment-state.ts';
import { claimDriver } from './driver-claim.ts';
import { requireDriver } from './drivers.ts';
import type { Period } from './term.ts';

/** Whoever asks: a step of a saga asks for all of its company. */
export type Asker = Pick<Caller, 'tenantId' | 'groups'>;

const handle = execute(assignment);

export const changeAssignment = (
  { streams }: Pick<Services, 'streams'>,
  tenantId: string,
  vehicleId: string,
  command: AssignmentCommand,
  run: Execution,
) => handle(streams, assignmentStream(tenantId, vehicleId), command, run);

/** A vehicle that the asker may see. @throws FleetError `not-found` */
export const requireVehicle = (services: Pick<Services, 'views' | 'streams'>, asker: Asker, vehicleId: string) =>
  vehicleResource.find(services, asker, vehicleId);

/** @throws FleetError `not-found`; `conflict` when the vehicle is out of use. */
export const requireInUse = async (services: Pick<Services, 'views' | 'streams'>, asker: Asker, vehicleId: string) => {
  const vehicle = await requireVehicle(services, asker, vehicleId);
  if (!isInUse(vehicle.status))
    throw conflict('assignments/vehicle-retired', 'This vehicle is out of service; nobody drives it any more.');
  return vehicle;
};

/** What a new assignment says. */
export interface Assigning {
  readonly vehicleId: string;
  readonly driverId: string;
  readonly assignmentId: string;
  /** When it ends by itself; absent: when somebody ends it. */
  readonly until?: string;
}

/** When what begins now must end at the latest: where the next planned one of the vehicle begins. */
const nextFrom = (state: Assignment, assignmentId: string, now: string): string | undefined =>
  openTerms(state, now).find(([id, { from }]) => id !== assignmentId && from > now)?.[1].from;

const end = (...ends: (string | undefined)[]): { until?: string } => {
  const until = ends.filter((one) => one !== undefined).sort()[0];
  return until === undefined ? {} : { until };
};

/** The driver is claimed between two looks at the rules: a claim for what does not come keeps them from any other vehicle for a minute. */
const claimAndChange = async (
  services: Services,
  tenantId: string,
  { vehicleId, driverId, assignmentId }: Assigning,
  { state, command, period }: { state: Assignment; command: AssignmentCommand; period: Period },
  cause: Execution,
): Promise<AssignmentCard> => {
  assignment.decide(command, state);
  await claimDriver(services, tenantId, driverId, { vehicleId, assignmentId, reopens: false, ...period });
  const made = await changeAssignment(services, tenantId, vehicleId, command, cause);
  const term = made.state.terms[assignmentId];
  const { from, until = OPEN } = typeof term === 'object' ? term : period;
  return { id: assignmentId, vehicleId, driverId, from, until, cancelled: false, version: made.version };
};

/**
 * Lets a driver drive a vehicle from now on, until `until`, or the next planned assignment of the vehicle, or until somebody ends it. Safe to repeat
 * with the same assignment id.
 * @throws FleetError `conflict` when the vehicle is out of use or has a driver, the driver has a vehicle, or the assignment was ended since.
 */
export const assignDriver = async (services: Services, asker: Asker, assigning: Assigning, cause: Execution) => {
  const { vehicleId, driverId, assignmentId } = assigning;
  const now = cause.at;
  await requireInUse(services, asker, vehicleId);
  await requireDriver(services, asker, driverId, { field: 'driverId' });
  const { state } = await assignmentStateOf(services, asker.tenantId, vehicleId);
  const until = end(assigning.until, nextFrom(state, assignmentId, now));
  const command = { type: 'Assign', data: { assignmentId, driverId, ...until, now } } as const;
  return claimAndChange(
    services,
    asker.tenantId,
    assigning,
    { state, command, period: { from: now, ...until } },
    cause,
  );
};

/** Lets a driver drive a vehicle from a time to come on. @throws FleetError `conflict` when either has something else then. */
export const planDriver = async (
  services: Services,
  asker: Asker,
  assigning: Assigning & { readonly from: string },
  cause: Execution,
) => {
  const { vehicleId, driverId, assignmentId, from } = assigning;
  await requireInUse(services, asker, vehicleId);
  await requireDriver(services, asker, driverId, { field: 'driverId', later: true });
  const { state } = await assignmentStateOf(services, asker.tenantId, vehicleId);
  const period = { from, ...end(assigning.until) };
  const command = { type: 'Plan', data: { assignmentId, driverId, ...period, now: cause.at } } as const;
  return claimAndChange(services, asker.tenantId, assigning, { state, command, period }, cause);
};
