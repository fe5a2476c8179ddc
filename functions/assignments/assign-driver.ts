import { z } from 'zod';
import { causeOf } from '../../shared/http/cause.ts';
import { endpoint } from '../../shared/http/endpoint.ts';
import { ok } from '../../shared/http/respond.ts';
import { currentOf } from './assigned.ts';
import { assignDriver, requireInUse } from './change.ts';
import { AssignDriverBody, CurrentAssignment } from './contract.ts';
import { driverNamed, shownCurrent } from './drivers.ts';

const FIELDS = { email: 'driver', driverId: 'driverId' };

export const assign = endpoint({
  summary: 'Let a driver drive a vehicle from now on',
  description:
    'For a vehicle that nobody drives. It ends by itself where the next planned assignment of the vehicle begins, else when somebody ends it. Safe to send twice.',
  scope: 'assignments:write',
  answer: CurrentAssignment,
  params: z.object({ vehicleId: z.string() }),
  body: AssignDriverBody,
  async run(input, services) {
    const { caller, now, newId, body } = input;
    const { vehicleId } = input.params;
    await requireInUse(services, caller, vehicleId);
    const named = { email: body.driver, driverId: body.driverId };
    const cause = causeOf(input);
    const driverId = await driverNamed(services, caller.tenantId, named, FIELDS, cause);
    const current = await currentOf(services, caller.tenantId, vehicleId, now);
    if (current?.driverId === driverId) return ok(await shownCurrent(services, caller.tenantId, current));
    const assignmentId = newId('asg');
    const made = await assignDriver(services, caller, { vehicleId, driverId, assignmentId }, cause);
    return ok(await shownCurrent(services, caller.tenantId, made));
  },
});
