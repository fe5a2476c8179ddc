import { z } from 'zod';
import { endpoint } from '../../shared/http/endpoint.ts';
import { ok } from '../../shared/http/respond.ts';
import { currentOf, requireVehicle } from './change.ts';
import { withDrivers } from './drivers.ts';

/** Who drives the vehicle; `driver` is null while nobody does. */
export const currentDriver = endpoint({
  scope: 'assignments:read',
  params: z.object({ vehicleId: z.string() }),
  async run({ params: { vehicleId }, caller: { tenantId } }, services) {
    await requireVehicle(services, tenantId, vehicleId);
    const current = await currentOf(services, tenantId, vehicleId);
    const [shown] = current ? await withDrivers(services, tenantId, [current]) : [];
    return ok(shown ?? { vehicleId, driver: null });
  },
});
