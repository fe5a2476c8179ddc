import { execute } from '../../shared/eventstore/execute.ts';
import { created } from '../../shared/http/answers.ts';
import { causeOf } from '../../shared/http/cause.ts';
import { endpoint } from '../../shared/http/endpoint.ts';
import { entity } from '../../shared/http/respond.ts';
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
  async run(input, services) {
    const { body, caller, now } = input;
    const { tenantId } = caller;
    const vehicleId = input.newId('veh');
    const command = { type: 'Register', data: { vehicleId, ...defined(body), now } } as const;
    const { version } = await handle(services.streams, vehicleStream(tenantId, vehicleId), command, causeOf(input));
    const registered = await vehicleNow(services, tenantId, vehicleId, version);
    return entity(registered, { status: 201, location: `/api/v1/vehicles/${vehicleId}` });
  },
});
