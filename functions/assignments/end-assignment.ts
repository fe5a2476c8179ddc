import { z } from 'zod';
import { causeOf } from '../../shared/http/cause.ts';
import { endpoint, type Input } from '../../shared/http/endpoint.ts';
import { ok } from '../../shared/http/respond.ts';
import { notFound } from '../../shared/kernel/errors.ts';
import type { Services } from '../../shared/services.ts';
import { assignmentsOf, currentOf } from './assigned.ts';
import type { AssignmentCommand } from './assignment.ts';
import type { AssignmentCard } from './assignment-cards.ts';
import { changeAssignment, requireVehicle } from './change.ts';
import { Assignment, EndAssignmentBody, NobodyDrives } from './contract.ts';
import { shownAt } from './drivers.ts';

export const endCurrent = endpoint({
  summary: 'Let nobody drive a vehicle from now on',
  description: 'What is planned stays planned. Safe to send twice.',
  scope: 'assignments:write',
  answer: NobodyDrives,
  params: z.object({ vehicleId: z.string() }),
  async run(input, services) {
    const { caller, now, newId } = input;
    const { vehicleId } = input.params;
    await requireVehicle(services, caller, vehicleId);
    const assignmentId = (await currentOf(services, caller.tenantId, vehicleId, now))?.id;
    if (assignmentId) {
      const command = { type: 'End', data: { assignmentId, operation: newId('op'), now } } as const;
      await changeAssignment(services, caller.tenantId, vehicleId, command, causeOf(input));
    }
    return ok({ vehicleId, driver: null });
  },
});

const Address = z.object({ assignmentId: z.string() });
type Asked = Input<z.infer<typeof Address>, unknown, unknown>;

/** An assignment that the caller may see. @throws FleetError `not-found` */
export const findAssignment = async (
  services: Services,
  caller: Asked['caller'],
  assignmentId: string,
): Promise<AssignmentCard> => {
  const missing = () => notFound('assignments/not-found', 'There is no such assignment.');
  const stored = await assignmentsOf(services, caller.tenantId).get<AssignmentCard>(assignmentId);
  if (!stored) throw missing();
  if (caller.groups)
    await requireVehicle(services, caller, stored.doc.vehicleId).catch(() => {
      throw missing();
    });
  return stored.doc;
};

const change = async (input: Asked, services: Services, command: AssignmentCommand) => {
  const { caller, now } = input;
  const { assignmentId } = input.params;
  const { vehicleId } = await findAssignment(services, caller, assignmentId);
  await changeAssignment(services, caller.tenantId, vehicleId, command, causeOf(input));
  const changed = await findAssignment(services, caller, assignmentId);
  const [shown] = await shownAt(services, caller.tenantId, [changed], now);
  return ok(shown);
};

export const endAssignment = endpoint({
  summary: 'End an assignment, now or at a time to come',
  scope: 'assignments:write',
  answer: Assignment,
  params: Address,
  body: EndAssignmentBody,
  run(input, services) {
    const { assignmentId } = input.params;
    const { now, newId } = input;
    const at = input.body?.at;
    return change(
      input,
      services,
      at === undefined
        ? { type: 'End', data: { assignmentId, operation: newId('op'), now } }
        : { type: 'SetEnd', data: { assignmentId, until: at, now } },
    );
  },
});

export const cancelAssignment = endpoint({
  summary: 'Cancel a planned assignment',
  description: 'Before it begins; after that, end it. Safe to send twice.',
  scope: 'assignments:write',
  answer: Assignment,
  params: Address,
  run: (input, services) =>
    change(input, services, {
      type: 'Cancel',
      data: { assignmentId: input.params.assignmentId, now: input.now },
    }),
});
