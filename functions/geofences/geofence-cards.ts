import { patched } from '../../shared/kernel/patch.ts';
import { type Projection, unknownEvent, type Versioned } from '../../shared/projections/projection.ts';
import { GEOFENCES_VIEW, type Geofence } from './contract.ts';
import { type Drawn, type GeofenceEvent, geofenceStream } from './geofence.ts';

type Card = Omit<Drawn, 'geofenceId'> &
  Pick<Geofence, 'id' | 'status' | 'createdAt'> & { readonly archivedAt?: string };

/** The card with a name that sorts without case. */
export type StoredGeofence = Card & { readonly sortName: string };

const named = (card: Card): StoredGeofence => ({ ...card, sortName: card.name.toLowerCase() });

export const geofenceCards: Projection<StoredGeofence, GeofenceEvent> = {
  name: GEOFENCES_VIEW,
  streams: geofenceStream('', '').streamId,
  apply(card, { event }) {
    if (event.type === 'GeofenceCreated') {
      const { geofenceId: id, ...drawn } = event.data;
      return named({ id, ...drawn, status: 'active' });
    }
    if (!card) return card;
    switch (event.type) {
      case 'GeofenceChanged':
        return named(patched<Card>(card, event.data.changes));
      case 'GeofenceRedrawn':
        return { ...card, shape: event.data.shape };
      case 'GeofenceMoved': {
        const { groupId: _, ...rest } = card;
        return event.data.groupId === null ? rest : { ...rest, groupId: event.data.groupId };
      }
      case 'GeofenceArchived':
        return { ...card, status: 'archived', archivedAt: event.data.archivedAt };
      case 'GeofenceRestored': {
        const { archivedAt: _, ...rest } = card;
        return { ...rest, status: 'active' };
      }
      default:
        return unknownEvent(event, card);
    }
  },
};

/** What the API shows of a stored card. */
export const shown = ({ sortName: _, tags, ...card }: Versioned<StoredGeofence>): Geofence => ({
  ...card,
  tags: [...tags],
});
