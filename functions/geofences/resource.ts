import { Tag } from '../../shared/kernel/tags.ts';
import { has, one, oneOf } from '../../shared/resources/filters.ts';
import { resource } from '../../shared/resources/resource.ts';
import { GroupId } from '../groups/contract.ts';
import { GEOFENCE_STATUSES, GEOFENCES_VIEW, Geofence } from './contract.ts';
import { geofenceCards, shown } from './geofence-cards.ts';

export const geofenceResource = resource({
  name: GEOFENCES_VIEW,
  noun: 'geofence',
  param: 'geofenceId',
  scope: 'geofences:read',
  projection: geofenceCards,
  schema: Geofence,
  shown,
  filters: {
    status: oneOf(GEOFENCE_STATUSES),
    groupId: one(GroupId, { subtree: true }),
    tag: has(Tag, { field: 'tags' }),
  },
  sorts: { name: 'sortName', createdAt: 'createdAt' },
  search: ['name'],
  groupField: 'groupId',
});
