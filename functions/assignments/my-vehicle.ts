import { endpoint } from '../../shared/http/endpoint.ts';
import { ok } from '../../shared/http/respond.ts';
import { memberOf } from '../access/contract.ts';
import { driverOfMember } from '../drivers/use-cases.ts';
import { assignmentsOf, during, recordOf } from './assigned.ts';
import type { AssignmentCard } from './assignment-cards.ts';
import { requireVehicle } from './change.ts';
import { MyVehicle } from './contract.ts';

const NOTHING = { assignment: null, vehicle: null, next: null };

export const myVehicle = endpoint({
  summary: 'Show which vehicle is yours, and which is next',
  scope: 'self:read',
  answer: MyVehicle,
  async run({ caller: { tenantId, actor }, now }, services) {
    const memberId = memberOf(actor);
    const driverId = memberId && (await driverOfMember(services, tenantId, memberId));
    if (!driverId) return ok(NOTHING);
    const first = async (state: 'current' | 'planned') => {
      const { where, ...query } = during(state, now);
      const found = { ...query, where: { ...where, driverId }, orderBy: 'from', limit: 1 };
      return (await assignmentsOf(services, tenantId).query<AssignmentCard>(found)).items[0];
    };
    const [current, next] = await Promise.all([first('current'), first('planned')]);
    // It is theirs, to whatever group it belongs.
    const vehicle = current && (await requireVehicle(services, { tenantId }, current.vehicleId));
    return ok({
      assignment: current ? recordOf(current) : null,
      vehicle: vehicle
        ? { id: vehicle.id, name: vehicle.name, ...(vehicle.plate !== undefined && { plate: vehicle.plate }) }
        : null,
      next: next ? recordOf(next) : null,
    });
  },
});
