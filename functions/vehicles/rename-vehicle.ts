import { z } from 'zod';
import { endpoint } from '../../shared/http/endpoint.ts';
import { changeVehicle } from './change-vehicle.ts';
import { RenameVehicleBody, Vehicle } from './contract.ts';

/** Gives a vehicle another name. Safe to send twice. */
export const renameVehicle = endpoint({
  summary: 'Give a vehicle another name',
  scope: 'vehicles:write',
  answer: Vehicle,
  params: z.object({ vehicleId: z.string() }),
  body: RenameVehicleBody,
  run: (input, services) =>
    changeVehicle(input, services, { type: 'Rename', data: { name: input.body.name, now: input.now } }),
});
