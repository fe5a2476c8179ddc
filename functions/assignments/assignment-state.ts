import { fold } from '../../shared/kernel/decider.ts';
import type { Services } from '../../shared/services.ts';
import { type AssignmentEvent, assignment, assignmentStream } from './assignment.ts';

/** Who drives a vehicle and who has, as its stream says: the view may lag behind. */
export const assignmentStateOf = async (
  { streams }: Pick<Services, 'streams'>,
  tenantId: string,
  vehicleId: string,
) => {
  const { events } = await streams.read<AssignmentEvent>(assignmentStream(tenantId, vehicleId));
  return fold(
    assignment,
    events.map(({ event }) => event),
  );
};
