import { type Projection, unknownEvent, type Versioned } from '../../shared/projections/projection.ts';
import { asDriverId } from '../drivers/contract.ts';
import { type AssignmentEvent, assignmentStream, type Reason } from './assignment.ts';

/** One assignment, as it is kept: whether it is planned, current or past is for the clock to say. */
export interface StoredAssignment {
  readonly id: string;
  readonly vehicleId: string;
  readonly driverId: string;
  readonly from: string;
  /** `OPEN` when nobody has said so far. */
  readonly until: string;
  readonly plannedAt?: string;
  readonly endReason?: Reason;
  /** Never to be, or as if it had never been: in no list. */
  readonly cancelledAt?: string;
  readonly cancelled: boolean;
}

/** The store compares only what is there. */
export const OPEN = '9999-12-31T23:59:59.999Z';
const STREAMS = assignmentStream('', '').streamId;

const reopened = ({ cancelledAt: _, endReason: __, ...card }: StoredAssignment): StoredAssignment => ({
  ...card,
  cancelled: false,
});

const cancelled = (card: StoredAssignment, cancelledAt: string): StoredAssignment => ({
  ...card,
  cancelledAt,
  cancelled: true,
});

/** Every assignment of a vehicle is a document of its own. */
export const assignmentCards: Projection<StoredAssignment, AssignmentEvent> = {
  name: 'assignment-cards',
  streams: STREAMS,
  partsOf: ({ data }) => ('assignmentId' in data ? [data.assignmentId] : []),
  apply(card, { event, streamId }) {
    const vehicleId = streamId.slice(STREAMS.length);
    switch (event.type) {
      case 'DriverAssigned': {
        const { assignmentId: id, driverId, since: from, until = OPEN } = event.data;
        return { id, vehicleId, driverId: asDriverId(driverId), from, until, cancelled: false };
      }
      case 'AssignmentPlanned': {
        const { assignmentId: id, until = OPEN, ...planned } = event.data;
        return { id, vehicleId, ...planned, until, cancelled: false };
      }
      case 'AssignmentReopened':
        return card && { ...reopened(card), until: event.data.until ?? OPEN };
      case 'AssignmentEnded': {
        const { endedAt, reason } = event.data;
        return card && { ...card, until: endedAt, ...(reason && { endReason: reason }) };
      }
      case 'AssignmentEndSet':
        return card && { ...card, until: event.data.until };
      case 'AssignmentCancelled': {
        const { cancelledAt, reason } = event.data;
        return card && { ...cancelled(card, cancelledAt), ...(reason && { endReason: reason }) };
      }
      case 'AssignmentCalledOff':
        return card && cancelled(card, event.data.calledOffAt);
      case 'AssignmentEndingRuledOut':
        return card;
      default:
        return unknownEvent(event, card);
    }
  },
};

export type AssignmentCard = Versioned<StoredAssignment>;
