import { z } from 'zod';
import { pageOf } from '../../shared/http/answers.ts';
import { endpoint } from '../../shared/http/endpoint.ts';
import { paging } from '../../shared/http/request.ts';
import { ok } from '../../shared/http/respond.ts';
import { memberIdOf } from '../access/contract.ts';
import { assignmentCards, type StoredAssignment } from './assignment-cards.ts';
import { CurrentAssignment } from './contract.ts';
import { withDrivers } from './drivers.ts';

/** Who drives what now; `driver` is an address. */
export const listAssignments = endpoint({
  summary: 'List who drives what',
  scope: 'assignments:read',
  answer: pageOf(CurrentAssignment),
  query: z.object({ ...paging(500, 100), driver: z.email().optional() }),
  async run({ query: { driver, limit, cursor }, caller: { tenantId } }, services) {
    const { items, ...rest } = await services.views.in(tenantId, assignmentCards.name).query<StoredAssignment>({
      where: { driven: true, ...(driver && { driverId: memberIdOf(driver) }) },
      orderBy: 'vehicleId',
      limit,
      cursor,
    });
    return ok({ items: await withDrivers(services, tenantId, items), ...rest });
  },
});
