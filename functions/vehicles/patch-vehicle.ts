import { validCustomFields } from '../../shared/custom-fields/valid-custom-fields.ts';
import type { Asking } from '../../shared/http/cause.ts';
import { endpoint } from '../../shared/http/endpoint.ts';
import { entity } from '../../shared/http/respond.ts';
import type { Services } from '../../shared/services.ts';
import { changeVehicle } from './change-vehicle.ts';
import { PatchVehicleBody, Vehicle, VehicleParams, type VehiclePatch } from './contract.ts';
import { plateWarnings } from './plate-warnings.ts';
import { vehicleResource } from './resource.ts';
import { claimVin } from './vin-claim.ts';

/** Changes what describes a vehicle, and warns when it now has the plate of another. */
export const patchVehicle = async (
  services: Services,
  asked: Asking,
  vehicleId: string,
  patch: VehiclePatch,
): Promise<Vehicle> => {
  const { caller, now } = asked;
  await validCustomFields(services, caller, 'vehicle', patch.customFields ?? {}, { isNew: false });
  if (patch.vin) {
    // A claim is for a vehicle of ours: it must not take a VIN for what never was.
    await vehicleResource.find(services, caller, vehicleId);
    await claimVin(services, asked, patch.vin, vehicleId);
  }
  const changed = await changeVehicle(services, asked, vehicleId, { type: 'Describe', data: { patch, now } });
  const warnings = patch.plate ? await plateWarnings(services, caller, changed) : [];
  return warnings.length > 0 ? { ...changed, warnings } : changed;
};

export const editVehicle = endpoint({
  summary: 'Change what describes a vehicle',
  description:
    'A merge patch: what is not named stays, `null` takes a value away. Objects such as `acquisition` are replaced as a whole; of `customFields`, what is named.',
  scope: 'vehicles:write',
  params: VehicleParams,
  body: PatchVehicleBody,
  answer: Vehicle,
  run: async (input, services) => entity(await patchVehicle(services, input, input.params.vehicleId, input.body)),
});
