import { one, oneOf } from '../../shared/resources/filters.ts';
import { resource } from '../../shared/resources/resource.ts';
import { GroupId } from '../groups/contract.ts';
import { PLACE_KINDS, PLACE_STATUSES, Place } from './contract.ts';
import { placeCards, shown } from './place-cards.ts';

export const placeResource = resource({
  name: 'places',
  noun: 'place',
  param: 'placeId',
  scope: 'places:read',
  projection: placeCards,
  schema: Place,
  shown,
  filters: {
    status: oneOf(PLACE_STATUSES),
    kind: oneOf(PLACE_KINDS),
    groupId: one(GroupId, { subtree: true }),
  },
  sorts: { name: 'sortName', createdAt: 'createdAt' },
  search: ['name', 'address'],
  groupField: 'groupId',
});
