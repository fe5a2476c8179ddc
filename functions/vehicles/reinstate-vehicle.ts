import { endpoint } from '../../shared/http/endpoint.ts';
import { entity } from '../../shared/http/respond.ts';
import { changeVehicle } from './change-vehicle.ts';
import { ReinstateVehicleBody, Vehicle, VehicleParams } from './contract.ts';
import { vehicleResource } from './resource.ts';
import { claimVin } from './vin-claim.ts';

export const reinstateVehicle = endpoint({
  summary: 'Take a retired or sold vehicle back into use',
  scope: 'vehicles:write',
  params: VehicleParams,
  body: ReinstateVehicleBody,
  answer: Vehicle,
  async run(input, services) {
    const { params, body, caller, now } = input;
    const { vin } = await vehicleResource.find(services, caller, params.vehicleId);
    // While it was away, another vehicle may have been given its VIN.
    if (vin) await claimVin(services, input, vin, params.vehicleId);
    const command = { type: 'Reinstate', data: { reason: body.reason, now } } as const;
    return entity(await changeVehicle(services, input, params.vehicleId, command));
  },
});
