import { execute } from '../../shared/eventstore/execute.ts';
import { type Asking, causeOf } from '../../shared/http/cause.ts';
import type { Services } from '../../shared/services.ts';
import type { Vehicle } from './contract.ts';
import { vehicleResource } from './resource.ts';
import { type VehicleCommand, vehicle, vehicleStream } from './vehicle.ts';

const handle = execute(vehicle);

/**
 * Runs a command on a vehicle that the caller may see, and answers it as it is now.
 * @throws FleetError `not-found`, or whatever rule forbids it
 */
export const changeVehicle = async (
  services: Services,
  asked: Asking,
  vehicleId: string,
  command: VehicleCommand,
): Promise<Vehicle> => {
  const { caller } = asked;
  // The stream does not know who may see it.
  if (caller.groups) await vehicleResource.find(services, caller, vehicleId);
  const stream = vehicleStream(caller.tenantId, vehicleId);
  const { version } = await handle(services.streams, stream, command, causeOf(asked));
  return vehicleResource.find(services, caller, vehicleId, version);
};
