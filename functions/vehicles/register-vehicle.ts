import { execute } from '../../shared/eventstore/execute.ts';
import { created } from '../../shared/http/answers.ts';
import { endpoint } from '../../shared/http/endpoint.ts';
import { entity } from '../../shared/http/respond.ts';
import { newId } from '../../shared/kernel/ids.ts';
import { defined } from '../../shared/kernel/objects.ts';
import { RegisterVehicleBody, Vehicle } from './contract.ts';
import { vehicle, vehicleStream } from './vehicle.ts';
import { vehicleNow } from './vehicle-cards.ts';

const handle = execute(vehicle);

/** Adds a vehicle to the fleet. */
export const registerVehicle = endpoint({
  summary: 'Add a vehicle to the fleet',
  scope: 'vehicles:write',
  answer: created(Vehicle),
  body: RegisterVehicleBody,
  async run({ body, caller: { tenantId, actor }, now, correlationId }, services) {
    const vehicleId = newId('veh');
    const command = { type: 'Register', data: { vehicleId, ...defined(body), now } } as const;
    const { version } = await handle(services.streams, vehicleStream(tenantId, vehicleId), command, {
      at: now,
      actor,
      correlationId,
    });
    const registered = await vehicleNow(services, tenantId, vehicleId, version);
    return entity(registered, { status: 201, location: `/api/v1/vehicles/${vehicleId}` });
  },
});
