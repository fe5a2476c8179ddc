import { execute } from '../../shared/eventstore/execute.ts';
import type { Input } from '../../shared/http/endpoint.ts';
import { entity } from '../../shared/http/respond.ts';
import type { Services } from '../../shared/services.ts';
import { type VehicleCommand, vehicle, vehicleStream } from './vehicle.ts';
import { vehicleNow } from './vehicle-cards.ts';

const handle = execute(vehicle);

/** Runs a command on an existing vehicle and answers with the vehicle as it is now. */
export const changeVehicle = async (
  {
    params: { vehicleId },
    caller: { tenantId, actor },
    now,
    correlationId,
    expected,
  }: Input<{ vehicleId: string }, unknown, unknown>,
  services: Services,
  command: VehicleCommand,
) => {
  const run = { at: now, actor, correlationId, expected };
  const { version } = await handle(services.streams, vehicleStream(tenantId, vehicleId), command, run);
  return entity(await vehicleNow(services, tenantId, vehicleId, version));
};
