import { z } from 'zod';
import { endpoint } from '../../shared/http/endpoint.ts';
import { ok } from '../../shared/http/respond.ts';
import { newId } from '../../shared/kernel/ids.ts';
import { changeAssignment, currentOf, requireVehicle } from './change.ts';
import { NobodyDrives } from './contract.ts';

/** From now on nobody drives the vehicle. Safe to send twice. */
export const endAssignment = endpoint({
  summary: 'Let nobody drive a vehicle any more',
  scope: 'assignments:write',
  answer: NobodyDrives,
  params: z.object({ vehicleId: z.string() }),
  async run({ params: { vehicleId }, caller: { tenantId, actor }, now, correlationId }, services) {
    await requireVehicle(services, tenantId, vehicleId);
    const assignmentId = (await currentOf(services, tenantId, vehicleId))?.assignmentId;
    if (assignmentId) {
      const command = { type: 'End', data: { assignmentId, operation: newId('op'), now } } as const;
      await changeAssignment(services, tenantId, vehicleId, command, { at: now, actor, correlationId });
    }
    return ok({ vehicleId, driver: null });
  },
});
