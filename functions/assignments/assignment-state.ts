import { fold } from '../../shared/kernel/decider.ts';
import type { Services } from '../../shared/services.ts';
import { type AssignmentEvent, assignment, assignmentStream } from './assignment.ts';

/** Who drives a vehicle, has and will, as its stream says, and at which version it did so: the view may lag behind. */
export const assignmentStateOf = async (
  { streams }: Pick<Services, 'streams'>,
  tenantId: string,
  vehicleId: string,
) => {
  const { events, version } = await streams.read<AssignmentEvent>(assignmentStream(tenantId, vehicleId));
  const state = fold(
    assignment,
    events.map(({ event }) => event),
  );
  return { state, version };
};
