import { z } from 'zod';
import { endpoint } from '../../shared/http/endpoint.ts';
import { ok } from '../../shared/http/respond.ts';
import { currentOf } from './assigned.ts';
import { requireVehicle } from './change.ts';
import { CurrentAssignment, NobodyDrives } from './contract.ts';
import { shownCurrent } from './drivers.ts';

export const currentDriver = endpoint({
  summary: 'Show who drives a vehicle',
  description: '`driver` is null while nobody does.',
  scope: 'assignments:read',
  answer: z.union([CurrentAssignment, NobodyDrives]),
  params: z.object({ vehicleId: z.string() }),
  async run({ params: { vehicleId }, caller, now }, services) {
    await requireVehicle(services, caller, vehicleId);
    const current = await currentOf(services, caller.tenantId, vehicleId, now);
    return ok(current ? await shownCurrent(services, caller.tenantId, current) : { vehicleId, driver: null });
  },
});
