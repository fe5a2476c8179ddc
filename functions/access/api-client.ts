import type { Decider, Message } from '../../shared/kernel/decider.ts';
import { conflict, unreachable } from '../../shared/kernel/errors.ts';
import { type Projection, unknownEvent } from '../../shared/projections/projection.ts';

// Commands. Keys never travel in commands or events, only their hashes.

type Issue = Message<'Issue', { clientId: string; name: string; keyHash: string; now: string }>;
type Revoke = Message<'Revoke', { now: string }>;

export type ApiClientCommand = Issue | Revoke;

// Events

type Issued = Message<'ApiClientIssued', { clientId: string; name: string; keyHash: string; issuedAt: string }>;
type Revoked = Message<'ApiClientRevoked', { revokedAt: string }>;

export type ApiClientEvent = Issued | Revoked;

export type ApiClient = { status: 'absent' } | { status: 'active'; keyHash: string } | { status: 'revoked' };

/** An integration that calls the API with a key of its own. */
export const apiClient: Decider<ApiClient, ApiClientCommand, ApiClientEvent> = {
  initial: { status: 'absent' },
  evolve: (_, { type, data }) => {
    switch (type) {
      case 'ApiClientIssued':
        return { status: 'active', keyHash: data.keyHash };
      case 'ApiClientRevoked':
        return { status: 'revoked' };
      default:
        return unreachable(type);
    }
  },
  decide({ type, data }, state) {
    switch (type) {
      case 'Issue': {
        if (state.status === 'active' && state.keyHash === data.keyHash) return [];
        if (state.status !== 'absent') throw conflict('access/client-exists', 'This client has been issued already.');
        const { now, ...client } = data;
        return [{ type: 'ApiClientIssued', data: { ...client, issuedAt: now } }];
      }
      case 'Revoke':
        return state.status === 'active' ? [{ type: 'ApiClientRevoked', data: { revokedAt: data.now } }] : [];
      default:
        return unreachable(type);
    }
  },
};

export const apiClientStream = (tenantId: string, clientId: string) => ({
  tenantId,
  streamId: `api-client-${clientId}`,
});

export interface ApiClientCard {
  readonly id: string;
  readonly name: string;
  readonly keyHash: string;
  readonly active: boolean;
}

export const apiKeyAddress = (keyHash: string) => ({ pk: `api-key:${keyHash}`, id: 'client' });

export const apiClients: Projection<ApiClientCard, ApiClientEvent> = {
  name: 'api-clients',
  streams: 'api-client-',
  apply(card, { event }) {
    switch (event.type) {
      case 'ApiClientIssued': {
        const { clientId: id, name, keyHash } = event.data;
        return { id, name, keyHash, active: true };
      }
      case 'ApiClientRevoked':
        return card && { ...card, active: false };
      default:
        return unknownEvent(event, card);
    }
  },
  lookups: ({ active, keyHash, id }, tenantId) =>
    active ? [{ ...apiKeyAddress(keyHash), value: { tenantId, clientId: id } }] : [],
};
