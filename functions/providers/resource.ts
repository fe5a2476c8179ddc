import { one, oneOf } from '../../shared/resources/filters.ts';
import { resource } from '../../shared/resources/resource.ts';
import { GroupId } from '../groups/contract.ts';
import { CONNECTIONS_VIEW, connectionCards, shown } from './connection-cards.ts';
import { CONNECTION_STATUSES, PROVIDERS, ProviderConnection } from './contract.ts';

export const connectionResource = resource({
  name: CONNECTIONS_VIEW,
  noun: 'connection',
  param: 'connectionId',
  scope: 'providers:read',
  projection: connectionCards,
  schema: ProviderConnection,
  shown,
  filters: {
    status: oneOf(CONNECTION_STATUSES),
    provider: oneOf(PROVIDERS),
    health: oneOf(['ok', 'failing']),
    groupId: one(GroupId, { subtree: true }),
  },
  sorts: { name: 'sortName', connectedAt: 'connectedAt' },
  search: ['name'],
  groupField: 'groupId',
});
