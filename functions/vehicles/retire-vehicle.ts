import { z } from 'zod';
import { endpoint } from '../../shared/http/endpoint.ts';
import { changeVehicle } from './change-vehicle.ts';
import { RetireVehicleBody } from './contract.ts';

/** Takes a vehicle out of service for good; its history stays. Safe to send twice. */
export const retireVehicle = endpoint({
  scope: 'vehicles:write',
  params: z.object({ vehicleId: z.string() }),
  body: RetireVehicleBody,
  run: (input, services) =>
    changeVehicle(input, services, { type: 'Retire', data: { reason: input.body.reason, now: input.now } }),
});
