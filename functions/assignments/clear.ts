import type { Execution } from '../../shared/eventstore/execute.ts';
import type { Services } from '../../shared/services.ts';
import { DRIVERS_VIEW, type DriverCard } from '../drivers/contract.ts';
import { isInUse, VEHICLES_VIEW, type VehicleCard } from '../vehicles/contract.ts';
import type { Reason } from './assignment.ts';
import { changeAssignment } from './change.ts';
import { claimedVehicles } from './driver-claim.ts';

const clear = (
  services: Services,
  tenantId: string,
  { vehicleId, ...who }: { vehicleId: string; driverId?: string; reason: Reason },
  cause: Execution,
) => {
  const command = { type: 'Clear', data: { ...who, operation: who.reason, now: cause.at } } as const;
  return changeAssignment(services, tenantId, vehicleId, command, cause);
};

const isGone = async ({ views }: Services, tenantId: string, vehicleId: string) => {
  const vehicle = await views.in(tenantId, VEHICLES_VIEW).get<VehicleCard>(vehicleId);
  return vehicle !== undefined && !isInUse(vehicle.doc.status);
};

const hasLeft = async ({ views }: Services, tenantId: string, driverId: string) =>
  (await views.in(tenantId, DRIVERS_VIEW).get<DriverCard>(driverId))?.doc.status === 'left';

/** Ends what is current of a vehicle that is out of use, and cancels what is planned. Safe to repeat, and late: it may be in use again. */
export const clearVehicle = async (services: Services, tenantId: string, vehicleId: string, cause: Execution) => {
  if (await isGone(services, tenantId, vehicleId))
    await clear(services, tenantId, { vehicleId, reason: 'vehicle-gone' }, cause);
};

/** Ends and cancels what there is of a driver who has left, whatever the vehicle: their claims know them all. Safe to repeat, and late. */
export const clearDriver = async (services: Services, tenantId: string, driverId: string, cause: Execution) => {
  if (!(await hasLeft(services, tenantId, driverId))) return;
  for (const vehicleId of await claimedVehicles(services, tenantId, driverId))
    await clear(services, tenantId, { vehicleId, driverId, reason: 'driver-left' }, cause);
};

/** The same for an assignment that holds again though its vehicle or its driver may be gone. */
export const clearIfGone = async (
  services: Services,
  tenantId: string,
  { vehicleId, driverId }: { vehicleId: string; driverId: string },
  cause: Execution,
) => {
  await clearVehicle(services, tenantId, vehicleId, cause);
  await clearDriver(services, tenantId, driverId, cause);
};
