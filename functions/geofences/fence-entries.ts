import type { Place } from '../places/contract.ts';
import type { FenceEntry } from './fence-table.ts';
import type { StoredGeofence } from './geofence-cards.ts';

/** A yard: how far around a place it lends its name when it does not say how far it reaches. */
const USUAL_PLACE_METRES = 100;

/** What a geofence does, once it is active: one of a group that names no vehicles watches those of its group. */
export const entryOfGeofence = ({ id, name, status, shape, rules, groupId }: StoredGeofence): FenceEntry => {
  if (status !== 'active') return { id, gone: true };
  const appliesTo = rules.appliesTo ?? (groupId === undefined ? undefined : { groupIds: [groupId] });
  return { ...rules, ...(appliesTo && { appliesTo }), id, name, kind: 'geofence', shape };
};

/** What of the card of a place counts here. */
export type PlaceCard = Pick<Place, 'id' | 'name' | 'status' | 'position' | 'radiusMetres'>;

/** A place lends its name to what is there. */
export const entryOfPlace = ({ id, name, status, position, radiusMetres }: PlaceCard): FenceEntry =>
  status === 'active'
    ? {
        ...{ id, name, kind: 'place' },
        shape: { type: 'circle', center: position, radiusMetres: radiusMetres ?? USUAL_PLACE_METRES },
      }
    : { id, gone: true };
