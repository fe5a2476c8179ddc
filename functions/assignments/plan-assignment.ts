import { z } from 'zod';
import { created } from '../../shared/http/answers.ts';
import { causeOf } from '../../shared/http/cause.ts';
import { endpoint } from '../../shared/http/endpoint.ts';
import { json } from '../../shared/http/respond.ts';
import { invalid } from '../../shared/kernel/errors.ts';
import { defined } from '../../shared/kernel/objects.ts';
import { assignDriver, planDriver } from './change.ts';
import { Assignment, PlanAssignmentBody } from './contract.ts';
import { shownAt } from './drivers.ts';

/** Clocks differ: so long ago is now. */
const minuteBefore = (now: string): string => new Date(Date.parse(now) - 60_000).toISOString();

const inThePast = () =>
  invalid('assignments/in-the-past', 'An assignment begins now or later.', [
    { path: ['from'], message: 'Give an instant to come, or leave it out.' },
  ]);
const backwards = () =>
  invalid('assignments/backwards', 'An assignment ends later than it begins.', [
    { path: ['until'], message: 'Give an instant behind `from`, and behind now.' },
  ]);

export const planAssignment = endpoint({
  summary: 'Plan who drives a vehicle, from when to when',
  description:
    'It begins and ends by itself. Neither the vehicle nor the driver may have another assignment at any time of it. Without `from` it begins now.',
  scope: 'assignments:write',
  answer: created(Assignment),
  params: z.object({ vehicleId: z.string() }),
  body: PlanAssignmentBody,
  async run(input, services) {
    const { caller, now, body, newId } = input;
    const { driverId, from = now, until } = body;
    if (from < minuteBefore(now)) throw inThePast();
    if (until !== undefined && (until <= from || until <= now)) throw backwards();
    const asked = { vehicleId: input.params.vehicleId, driverId, assignmentId: newId('asg'), ...defined({ until }) };
    const card =
      from > now
        ? await planDriver(services, caller, { ...asked, from }, causeOf(input))
        : await assignDriver(services, caller, asked, causeOf(input));
    const [shown] = await shownAt(services, caller.tenantId, [card], now);
    const headers = { location: `/api/v1/assignments/${card.id}`, etag: `"${card.version}"` };
    return json(201, shown, headers);
  },
});
