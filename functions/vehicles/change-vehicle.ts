import { execute } from '../../shared/eventstore/execute.ts';
import { causeOf } from '../../shared/http/cause.ts';
import type { Input } from '../../shared/http/endpoint.ts';
import { entity } from '../../shared/http/respond.ts';
import type { Services } from '../../shared/services.ts';
import { type VehicleCommand, vehicle, vehicleStream } from './vehicle.ts';
import { vehicleNow } from './vehicle-cards.ts';

const handle = execute(vehicle);

/** Runs a command on an existing vehicle and answers with the vehicle as it is now. */
export const changeVehicle = async (
  input: Input<{ vehicleId: string }, unknown, unknown>,
  services: Services,
  command: VehicleCommand,
) => {
  const { params, caller } = input;
  const stream = vehicleStream(caller.tenantId, params.vehicleId);
  const { version } = await handle(services.streams, stream, command, causeOf(input));
  return entity(await vehicleNow(services, caller.tenantId, params.vehicleId, version));
};
