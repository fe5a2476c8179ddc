import type { Asking } from '../../shared/http/cause.ts';
import { endpoint } from '../../shared/http/endpoint.ts';
import { entity } from '../../shared/http/respond.ts';
import { requireGroup } from '../../shared/identity/group-tree.ts';
import type { Services } from '../../shared/services.ts';
import { changeVehicle } from './change-vehicle.ts';
import { MoveVehicleBody, Vehicle, VehicleParams } from './contract.ts';

/** @param groupId `null` for the company itself */
export const moveVehicle = async (
  services: Services,
  asked: Asking,
  vehicleId: string,
  groupId: string | null,
): Promise<Vehicle> => {
  await requireGroup(services, asked.caller, groupId ?? undefined);
  return changeVehicle(services, asked, vehicleId, { type: 'Move', data: { groupId, now: asked.now } });
};

export const moveToGroup = endpoint({
  summary: 'Move a vehicle to another group',
  scope: 'vehicles:write',
  params: VehicleParams,
  body: MoveVehicleBody,
  answer: Vehicle,
  run: async (input, services) =>
    entity(await moveVehicle(services, input, input.params.vehicleId, input.body.groupId)),
});
