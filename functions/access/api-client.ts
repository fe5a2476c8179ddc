import type { Scope } from '../../shared/identity/caller.ts';
import type { Decider, Message } from '../../shared/kernel/decider.ts';
import { conflict, notFound, unreachable } from '../../shared/kernel/errors.ts';

/** What a client may do, for which groups and until when; absent: what every client may, for the whole company, for good. */
interface Terms {
  scopes?: readonly Scope[];
  groups?: readonly string[];
  expiresAt?: string;
}

// Commands. Keys never travel in commands or events, only their hashes.

type Issue = Message<'Issue', Terms & { clientId: string; name: string; keyHash: string; now: string }>;
type Rotate = Message<'Rotate', { keyHash: string; overlapUntil?: string; now: string }>;
type Revoke = Message<'Revoke', { now: string }>;

export type ApiClientCommand = Issue | Rotate | Revoke;

// Events

type Issued = Message<'ApiClientIssued', Terms & { clientId: string; name: string; keyHash: string; issuedAt: string }>;
type Rotated = Message<'ApiClientKeyRotated', { keyHash: string; previousUntil?: string; rotatedAt: string }>;
type Revoked = Message<'ApiClientRevoked', { revokedAt: string }>;

export type ApiClientEvent = Issued | Rotated | Revoked;

export type ApiClient =
  | { status: 'absent' }
  | { status: 'active'; keyHash: string; expiresAt?: string }
  | { status: 'revoked' };

const evolve = (state: ApiClient, { type, data }: ApiClientEvent): ApiClient => {
  switch (type) {
    case 'ApiClientIssued':
      return { status: 'active', keyHash: data.keyHash, ...(data.expiresAt && { expiresAt: data.expiresAt }) };
    case 'ApiClientKeyRotated':
      return state.status === 'active' ? { ...state, keyHash: data.keyHash } : state;
    case 'ApiClientRevoked':
      return { status: 'revoked' };
    default:
      return unreachable(type);
  }
};

const issue = ({ now, ...client }: Issue['data'], state: ApiClient): ApiClientEvent[] => {
  if (state.status === 'active' && state.keyHash === client.keyHash) return [];
  if (state.status !== 'absent') throw conflict('access/client-exists', 'This client has been issued already.');
  return [{ type: 'ApiClientIssued', data: { ...client, issuedAt: now } }];
};

const rotate = ({ keyHash, overlapUntil, now }: Rotate['data'], state: ApiClient): ApiClientEvent[] => {
  if (state.status === 'absent') throw notFound('api-clients/not-found', 'There is no such API client.');
  if (state.status === 'revoked') throw conflict('access/client-revoked', 'A revoked client gets no key any more.');
  if (state.expiresAt !== undefined && state.expiresAt <= now)
    throw conflict('access/client-expired', 'This client has expired. Issue a new one.');
  if (state.keyHash === keyHash) return [];
  const previous = overlapUntil !== undefined && { previousUntil: overlapUntil };
  return [{ type: 'ApiClientKeyRotated', data: { keyHash, ...previous, rotatedAt: now } }];
};

/** An integration that calls the API with a key of its own. */
export const apiClient: Decider<ApiClient, ApiClientCommand, ApiClientEvent> = {
  initial: { status: 'absent' },
  evolve,
  decide(command, state) {
    switch (command.type) {
      case 'Issue':
        return issue(command.data, state);
      case 'Rotate':
        return rotate(command.data, state);
      case 'Revoke':
        return state.status === 'active' ? [{ type: 'ApiClientRevoked', data: { revokedAt: command.data.now } }] : [];
      default:
        return unreachable(command);
    }
  },
};

export const apiClientStream = (tenantId: string, clientId: string) => ({
  tenantId,
  streamId: `api-client-${clientId}`,
});
