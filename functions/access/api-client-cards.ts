import type { Scope } from '../../shared/identity/caller.ts';
import { type Projection, unknownEvent, type Versioned } from '../../shared/projections/projection.ts';
import { has, oneOf } from '../../shared/resources/filters.ts';
import { resource } from '../../shared/resources/resource.ts';
import { GroupId } from '../groups/contract.ts';
import { type ApiClientEvent, apiClientStream } from './api-client.ts';
import { ApiClient, scopesOf } from './contract.ts';

export interface ApiClientCard {
  readonly id: string;
  readonly name: string;
  readonly sortName: string;
  readonly keyHash: string;
  /** The key before the last rotation, while it still works. */
  readonly previous?: { readonly keyHash: string; readonly until: string };
  readonly scopes?: readonly Scope[];
  readonly groups?: readonly string[];
  readonly expiresAt?: string;
  readonly createdAt: string;
  readonly rotatedAt?: string;
  readonly revokedAt?: string;
  readonly active: boolean;
  readonly status: 'active' | 'revoked';
}

/** What the directory knows of a key: enough to let its client in without asking anybody else. */
export interface ApiKeyEntry {
  readonly tenantId: string;
  readonly clientId: string;
  readonly scopes?: readonly Scope[];
  readonly groups?: readonly string[];
  /** From then on it is refused. */
  readonly until?: string;
}

export const apiKeyAddress = (keyHash: string) => ({ pk: `api-key:${keyHash}`, id: 'client' });

const earlier = (a: string, b: string | undefined) => (b !== undefined && b < a ? b : a);

export const apiClients: Projection<ApiClientCard, ApiClientEvent> = {
  name: 'api-clients',
  streams: apiClientStream('', '').streamId,
  apply(card, { event }) {
    switch (event.type) {
      case 'ApiClientIssued': {
        const { clientId: id, issuedAt: createdAt, ...client } = event.data;
        return { id, ...client, sortName: client.name.toLowerCase(), createdAt, active: true, status: 'active' };
      }
      case 'ApiClientKeyRotated': {
        if (!card) return card;
        const { keyHash, previousUntil: until, rotatedAt } = event.data;
        const { previous: _, ...rest } = card;
        return { ...rest, keyHash, rotatedAt, ...(until && { previous: { keyHash: card.keyHash, until } }) };
      }
      case 'ApiClientRevoked':
        return card && { ...card, active: false, status: 'revoked', revokedAt: event.data.revokedAt };
      default:
        return unknownEvent(event, card);
    }
  },
  lookups({ active, keyHash, previous, id: clientId, scopes, groups, expiresAt }, tenantId) {
    if (!active) return [];
    const entry: ApiKeyEntry = {
      tenantId,
      clientId,
      ...(scopes && { scopes }),
      ...(groups && { groups }),
      ...(expiresAt && { until: expiresAt }),
    };
    const overlapping = previous && {
      ...apiKeyAddress(previous.keyHash),
      value: { ...entry, until: earlier(previous.until, expiresAt) },
    };
    return [{ ...apiKeyAddress(keyHash), value: entry }, ...(overlapping ? [overlapping] : [])];
  },
};

const shown = ({
  sortName: _,
  keyHash: __,
  active: ___,
  previous,
  scopes,
  groups,
  ...card
}: Versioned<ApiClientCard>) => ({
  ...card,
  scopes: [...(scopes ?? scopesOf('client'))],
  ...(groups && { groups: [...groups] }),
  ...(previous && { previousKeyUntil: previous.until }),
});

export const apiClientResource = resource({
  name: 'api-clients',
  noun: 'API client',
  param: 'clientId',
  scope: 'access:read',
  projection: apiClients,
  schema: ApiClient,
  shown,
  filters: { status: oneOf(['active', 'revoked']), groupId: has(GroupId, { field: 'groups' }) },
  sorts: { name: 'sortName', createdAt: 'createdAt' },
  search: ['name'],
});
