import { z } from 'zod';
import { endpoint } from '../../shared/http/endpoint.ts';
import { ok } from '../../shared/http/respond.ts';
import { currentOf, requireVehicle } from './change.ts';
import { CurrentAssignment, NobodyDrives } from './contract.ts';
import { withDrivers } from './drivers.ts';

/** Who drives the vehicle; `driver` is null while nobody does. */
export const currentDriver = endpoint({
  summary: 'Show who drives a vehicle',
  scope: 'assignments:read',
  answer: z.union([CurrentAssignment, NobodyDrives]),
  params: z.object({ vehicleId: z.string() }),
  async run({ params: { vehicleId }, caller: { tenantId } }, services) {
    await requireVehicle(services, tenantId, vehicleId);
    const current = await currentOf(services, tenantId, vehicleId);
    const [shown] = current ? await withDrivers(services, tenantId, [current]) : [];
    return ok(shown ?? { vehicleId, driver: null });
  },
});
