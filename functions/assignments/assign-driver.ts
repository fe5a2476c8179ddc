import { z } from 'zod';
import { endpoint } from '../../shared/http/endpoint.ts';
import { ok } from '../../shared/http/respond.ts';
import { newId } from '../../shared/kernel/ids.ts';
import { normalEmail } from '../access/contract.ts';
import { taken } from './assignment.ts';
import { assignDriver, currentOf, requireInService } from './change.ts';
import { AssignDriverBody, CurrentAssignment } from './contract.ts';
import { driverNamed } from './drivers.ts';

/** Lets a driver drive a vehicle that nobody drives. Safe to send twice. */
export const assign = endpoint({
  summary: 'Let a driver drive a vehicle',
  scope: 'assignments:write',
  answer: CurrentAssignment,
  params: z.object({ vehicleId: z.string() }),
  body: AssignDriverBody,
  async run({ params: { vehicleId }, body: { driver }, caller: { tenantId, actor }, now, correlationId }, services) {
    await requireInService(services, tenantId, vehicleId);
    const driverId = await driverNamed(services, tenantId, driver, 'driver');
    const current = await currentOf(services, tenantId, vehicleId);
    const shown = { vehicleId, driver: { id: driverId, email: normalEmail(driver) } };
    if (current?.driverId === driverId)
      return ok({ ...shown, assignmentId: current.assignmentId, since: current.since });
    // Before the driver is claimed: a claim for what does not come keeps them from any other vehicle for a minute.
    if (current) throw taken();
    const assignmentId = newId('asg');
    const assigning = { vehicleId, driverId, assignmentId };
    await assignDriver(services, tenantId, assigning, { at: now, actor, correlationId });
    return ok({ ...shown, assignmentId, since: now });
  },
});
