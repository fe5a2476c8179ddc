import { type Projection, unknownEvent, type Versioned } from '../../shared/projections/projection.ts';
import { type AssignmentEvent, assignmentStream } from './assignment.ts';

/** Who drives one vehicle, if anybody does. */
export interface AssignmentCard {
  readonly vehicleId: string;
  readonly driven: boolean;
  readonly assignmentId?: string;
  readonly driverId?: string;
  readonly since?: string;
}

const STREAMS = assignmentStream('', '').streamId;

export const assignmentCards: Projection<AssignmentCard, AssignmentEvent> = {
  name: 'assignments',
  streams: STREAMS,
  apply(card, { event, streamId }) {
    const vehicleId = streamId.slice(STREAMS.length);
    const nobody: AssignmentCard = { vehicleId, driven: false };
    switch (event.type) {
      case 'DriverAssigned':
      case 'AssignmentReopened': {
        const { assignmentId, driverId, since } = event.data;
        return { vehicleId, driven: true, assignmentId, driverId, since };
      }
      case 'AssignmentEnded':
      case 'AssignmentCalledOff':
        return card && card.assignmentId !== event.data.assignmentId ? card : nobody;
      case 'AssignmentEndingRuledOut':
        return card ?? nobody;
      default:
        return unknownEvent(event, card);
    }
  },
};

export type StoredAssignment = Versioned<AssignmentCard>;
