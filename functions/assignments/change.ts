import type { Cause } from '../../shared/eventstore/event-store.ts';
import { type Execution, execute } from '../../shared/eventstore/execute.ts';
import { conflict, notFound } from '../../shared/kernel/errors.ts';
import type { Services } from '../../shared/services.ts';
import { isInUse, VEHICLES_VIEW, type VehicleCard } from '../vehicles/contract.ts';
import { type AssignmentCommand, assignment, assignmentStream } from './assignment.ts';
import { assignmentCards, type StoredAssignment } from './assignment-cards.ts';
import { claimDriver } from './driver-claim.ts';
import { requireDriver } from './drivers.ts';

const handle = execute(assignment);

export const changeAssignment = (
  { streams }: Pick<Services, 'streams'>,
  tenantId: string,
  vehicleId: string,
  command: AssignmentCommand,
  run: Execution,
) => handle(streams, assignmentStream(tenantId, vehicleId), command, run);

/** @throws FleetError `not-found` */
export const requireVehicle = async ({ views }: Pick<Services, 'views'>, tenantId: string, vehicleId: string) => {
  const vehicle = await views.in(tenantId, VEHICLES_VIEW).get<VehicleCard>(vehicleId);
  if (!vehicle) throw notFound('vehicles/not-found', 'There is no such vehicle.');
  return vehicle.doc;
};

/** @throws FleetError `not-found`; `conflict` when the vehicle is out of service. */
export const requireInService = async (services: Pick<Services, 'views'>, tenantId: string, vehicleId: string) => {
  const vehicle = await requireVehicle(services, tenantId, vehicleId);
  if (!isInUse(vehicle.status))
    throw conflict('assignments/vehicle-retired', 'This vehicle is out of service; nobody drives it any more.');
  return vehicle;
};

/** Who drives the vehicle now, if anybody. */
export const currentOf = async ({ views }: Pick<Services, 'views'>, tenantId: string, vehicleId: string) => {
  const stored = await views.in(tenantId, assignmentCards.name).get<StoredAssignment>(vehicleId);
  return stored?.doc.driven ? stored.doc : undefined;
};

/** What a new assignment says. */
export interface Assigning {
  readonly vehicleId: string;
  readonly driverId: string;
  readonly assignmentId: string;
}

/**
 * Lets a driver drive a vehicle. Safe to repeat with the same assignment id.
 * @throws FleetError `conflict` when the vehicle is out of service or has a driver, the driver has a vehicle, or the assignment was ended since.
 */
export const assignDriver = async (
  services: Services,
  tenantId: string,
  { vehicleId, driverId, assignmentId }: Assigning,
  cause: Cause,
) => {
  await requireInService(services, tenantId, vehicleId);
  await requireDriver(services, tenantId, driverId, 'driver');
  await claimDriver(services, tenantId, driverId, { vehicleId, assignmentId, reopens: false });
  const command = { type: 'Assign', data: { assignmentId, driverId, now: cause.at } } as const;
  return changeAssignment(services, tenantId, vehicleId, command, cause);
};
