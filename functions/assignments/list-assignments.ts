import { z } from 'zod';
import type { Conditions, Range } from '../../shared/documents/documents.ts';
import { answer, ndjson, pageOf } from '../../shared/http/answers.ts';
import { endpoint } from '../../shared/http/endpoint.ts';
import { paging } from '../../shared/http/request.ts';
import { ok } from '../../shared/http/respond.ts';
import { defined } from '../../shared/kernel/objects.ts';
import { listed } from '../../shared/resources/listed.ts';
import { fieldsOf } from '../../shared/resources/sparse.ts';
import { memberIdOf } from '../access/contract.ts';
import { driverIdOfMember } from '../drivers/contract.ts';
import { driverOfMember } from '../drivers/use-cases.ts';
import { seenBy } from '../vehicles/use-cases.ts';
import { assignmentsOf, during } from './assigned.ts';
import type { AssignmentCard } from './assignment-cards.ts';
import { Assignment, STATES } from './contract.ts';
import { shownAt } from './drivers.ts';
import { findAssignment } from './end-assignment.ts';

const Id = z.string().min(1).max(64);
const Instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text).toISOString());

export const listAssignments = endpoint({
  summary: 'List who drives what, and who did and will',
  description:
    'Those that are current, unless `state` says otherwise or a period is asked for: with `from` or `to`, all that had or will have some time in it. The newest first.',
  scope: 'assignments:read',
  answer: [answer(pageOf(Assignment)), ndjson(Assignment)],
  query: z.strictObject({
    ...paging(500, 100),
    fields: fieldsOf(Assignment),
    vehicleId: Id.optional(),
    driverId: Id.optional(),
    driver: z.email().optional().describe('The address that the driver signs in with.'),
    state: z.enum(STATES).optional(),
    from: Instant.optional(),
    to: Instant.optional(),
  }),
  async run({ query, caller, now, request }, services) {
    const { vehicleId, driverId, driver, from, to } = query;
    const { tenantId } = caller;
    const member = driver === undefined ? undefined : memberIdOf(driver);
    const named = member && ((await driverOfMember(services, tenantId, member)) ?? driverIdOfMember(member));
    const isPeriod = from !== undefined || to !== undefined;
    const { where, range } =
      isPeriod && !query.state ? { where: { cancelled: false } } : during(query.state ?? 'current', now);
    const within: Range[] = [
      ...(from === undefined ? [] : [{ field: 'until', from }]),
      ...(to === undefined ? [] : [{ field: 'from', to }]),
    ];
    const wanted = {
      where: { ...where, ...defined({ vehicleId, driverId: driverId ?? named }) } as Conditions,
      range: [...[range ?? []].flat(), ...within],
      orderBy: 'from',
      descending: true,
    };
    return listed(request, query, async (asked) => {
      const { items, ...rest } = await assignmentsOf(services, tenantId).query<AssignmentCard>({ ...wanted, ...asked });
      return { items: await shownAt(services, tenantId, await seenBy(services, caller, items), now), ...rest };
    });
  },
});

export const getAssignment = endpoint({
  summary: 'Show an assignment',
  scope: 'assignments:read',
  answer: Assignment,
  params: z.object({ assignmentId: z.string() }),
  async run({ params: { assignmentId }, caller, now }, services) {
    const card = await findAssignment(services, caller, assignmentId);
    const [shown] = await shownAt(services, caller.tenantId, [card], now);
    return ok(shown);
  },
});
