import { z } from 'zod';
import { endpoint } from '../../shared/http/endpoint.ts';
import { changeVehicle } from './change-vehicle.ts';
import { RetireVehicleBody, Vehicle } from './contract.ts';

/** Takes a vehicle out of service for good; its history stays. Safe to send twice. */
export const retireVehicle = endpoint({
  summary: 'Retire a vehicle for good',
  scope: 'vehicles:write',
  answer: Vehicle,
  params: z.object({ vehicleId: z.string() }),
  body: RetireVehicleBody,
  run: (input, services) =>
    changeVehicle(input, services, { type: 'Retire', data: { reason: input.body.reason, now: input.now } }),
});
