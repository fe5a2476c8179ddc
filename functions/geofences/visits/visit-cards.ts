import { type Patch, patched } from '../../../shared/kernel/patch.ts';
import { type Projection, unknownEvent, type Versioned } from '../../../shared/projections/projection.ts';
import { type GeofenceVisit, VISITS_VIEW } from './contract.ts';
import { type Course, type VisitEvent, visitStream } from './visit.ts';

/** As the API shows it. */
export type StoredVisit = Omit<GeofenceVisit, 'version'>;

const secondsBetween = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / 1000);

/** Whether it is over, and how long it was, follows from when it began and ended. */
const standing = (card: Omit<StoredVisit, 'status'>): StoredVisit => {
  const { seconds: _, ...rest } = card;
  const { enteredAt, leftAt } = rest;
  if (leftAt === undefined) return { ...rest, status: 'open' };
  return { ...rest, status: 'over', seconds: secondsBetween(enteredAt, leftAt) };
};

const changed = (card: StoredVisit, changes: Patch<Course>, correctedAt: string): StoredVisit =>
  standing({ ...patched<StoredVisit>(card, changes as Patch<StoredVisit>), correctedAt });

export const visitCards: Projection<StoredVisit, VisitEvent> = {
  name: VISITS_VIEW,
  streams: visitStream('', '').streamId,
  apply(card, { event }) {
    if (event.type === 'VisitBegan') {
      const { visitId: id, ...begun } = event.data;
      return standing({ id, ...begun });
    }
    if (!card) return card;
    switch (event.type) {
      case 'VisitDwelled':
      case 'VisitEnded': {
        const { recordedAt: _, ...more } = event.data;
        return standing({ ...card, ...more });
      }
      case 'VisitCorrected':
        return changed(card, event.data.changes, event.data.correctedAt);
      case 'VisitWithdrawn':
        return { ...card, status: 'withdrawn', correctedAt: event.data.withdrawnAt };
      case 'VisitFoundAgain':
        return changed(card, event.data.changes, event.data.foundAt);
      default:
        return unknownEvent(event, card);
    }
  },
};

/** What the API shows of a stored card: all of it. */
export const shown = (card: Versioned<StoredVisit>): GeofenceVisit => card;
