import type { z } from 'zod';
import { validCustomFields } from '../../shared/custom-fields/valid-custom-fields.ts';
import { execute } from '../../shared/eventstore/execute.ts';
import { created } from '../../shared/http/answers.ts';
import { type Asking, causeOfNew } from '../../shared/http/cause.ts';
import { endpoint } from '../../shared/http/endpoint.ts';
import { entity } from '../../shared/http/respond.ts';
import { requireGroup } from '../../shared/identity/group-tree.ts';
import type { Services } from '../../shared/services.ts';

import { RegisterVehicleBody, Vehicle } from './contract.ts';
import { plateWarnings } from './plate-warnings.ts';
import { vehicleResource } from './resource.ts';
import { vehicle, vehicleStream } from './vehicle.ts';
import { claimVin } from './vin-claim.ts';

const handle = execute(vehicle);

/** Adds a vehicle under an id. @returns the version of its stream */
export const addVehicle = async (
  services: Services,
  asked: Asking,
  vehicleId: string,
  body: z.output<typeof RegisterVehicleBody>,
): Promise<number> => {
  const { caller, now } = asked;
  await requireGroup(services, caller, body.groupId);
  await validCustomFields(services, caller, 'vehicle', body.customFields);
  if (body.vin) await claimVin(services, asked, body.vin, vehicleId);
  const command = { type: 'Register', data: { vehicleId, ...body, now } } as const;
  const stream = vehicleStream(caller.tenantId, vehicleId);
  return (await handle(services.streams, stream, command, causeOfNew(asked))).version;
};

export const registerVehicle = endpoint({
  summary: 'Add a vehicle to the fleet',
  description:
    'A plate that another vehicle has is taken with a warning; a VIN that another vehicle in use has is refused.',
  scope: 'vehicles:write',
  body: RegisterVehicleBody,
  answer: created(Vehicle),
  async run(input, services) {
    const { body, caller, newId } = input;
    const vehicleId = newId('veh');
    const version = await addVehicle(services, input, vehicleId, body);
    const registered = await vehicleResource.find(services, caller, vehicleId, version);
    const warnings = await plateWarnings(services, caller, registered);
    return entity(
      { ...registered, ...(warnings.length > 0 && { warnings }) },
      { status: 201, location: `/api/v1/vehicles/${vehicleId}` },
    );
  },
});
