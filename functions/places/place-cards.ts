import { patched } from '../../shared/kernel/patch.ts';
import { type Projection, unknownEvent, type Versioned } from '../../shared/projections/projection.ts';
import { PLACES_VIEW, type Place } from './contract.ts';
import { type Details, type PlaceEvent, placeStream } from './place.ts';

/** The card with what lists need: a name that sorts without case, and a position that can be asked for. */
export interface StoredPlace extends Details {
  readonly id: string;
  readonly groupId?: string;
  readonly status: Place['status'];
  readonly createdAt: string;
  readonly archivedAt?: string;
  readonly sortName: string;
  readonly lat: number;
  readonly lon: number;
}

const indexed = (card: Omit<StoredPlace, 'sortName' | 'lat' | 'lon'>): StoredPlace => ({
  ...card,
  sortName: card.name.toLowerCase(),
  ...card.position,
});

export const placeCards: Projection<StoredPlace, PlaceEvent> = {
  name: PLACES_VIEW,
  streams: placeStream('', '').streamId,
  apply(card, { event }) {
    switch (event.type) {
      case 'PlaceCreated': {
        const { placeId: id, ...created } = event.data;
        return indexed({ id, ...created, status: 'active' });
      }
      case 'PlaceChanged':
        return card && indexed(patched<Omit<StoredPlace, 'sortName' | 'lat' | 'lon'>>(card, event.data.changes));
      case 'PlaceMoved': {
        if (!card) return card;
        const { groupId: _, ...rest } = card;
        return event.data.groupId === null ? rest : { ...rest, groupId: event.data.groupId };
      }
      case 'PlaceArchived':
        return card && { ...card, status: 'archived', archivedAt: event.data.archivedAt };
      case 'PlaceRestored': {
        if (!card) return card;
        const { archivedAt: _, ...rest } = card;
        return { ...rest, status: 'active' };
      }
      default:
        return unknownEvent(event, card);
    }
  },
};

/** What the API shows of a stored card. */
export const shown = ({ sortName: _, lat: __, lon: ___, ...card }: Versioned<StoredPlace>): Place => card;
