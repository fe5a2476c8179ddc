import type { Decider, Message } from '../../shared/kernel/decider.ts';
import { conflict, notFound, unreachable } from '../../shared/kernel/errors.ts';
import type { Role, RoleOrClient } from './contract.ts';
import { requireRank } from './rank.ts';

/** Who is invited, as what. Of the token only its hash. */
interface Terms {
  invitationId: string;
  email: string;
  role: Role;
  groups?: readonly string[];
  tokenHash: string;
  expiresAt: string;
}

// Commands. `by` is the role of whoever asks.

type Send = Message<'Send', Terms & { by: RoleOrClient; invitedBy: string; now: string }>;
type Resend = Message<'Resend', { tokenHash: string; expiresAt: string; by: RoleOrClient; now: string }>;
type Revoke = Message<'Revoke', { by: RoleOrClient; now: string }>;
type Accept = Message<'Accept', { tokenHash: string; now: string }>;

export type InvitationCommand = Send | Resend | Revoke | Accept;

// Events

type Sent = Message<'InvitationSent', Terms & { invitedBy: string; sentAt: string }>;
type Resent = Message<'InvitationResent', { tokenHash: string; expiresAt: string; resentAt: string }>;
type Revoked = Message<'InvitationRevoked', { revokedAt: string }>;
type Accepted = Message<'InvitationAccepted', { acceptedAt: string }>;

export type InvitationEvent = Sent | Resent | Revoked | Accepted;

export type Invitation =
  | { status: 'absent' }
  | (Omit<Terms, 'invitationId'> & { status: 'pending' | 'accepted' | 'revoked' });

const evolve = (state: Invitation, { type, data }: InvitationEvent): Invitation => {
  if (type === 'InvitationSent') {
    const { invitationId: _, invitedBy: __, sentAt: ___, ...terms } = data;
    return { status: 'pending', ...terms };
  }
  if (state.status === 'absent') return state;
  switch (type) {
    case 'InvitationResent':
      return { ...state, tokenHash: data.tokenHash, expiresAt: data.expiresAt };
    case 'InvitationRevoked':
      return { ...state, status: 'revoked' };
    case 'InvitationAccepted':
      return { ...state, status: 'accepted' };
    default:
      return unreachable(type);
  }
};

type Known = Exclude<Invitation, { status: 'absent' }>;

const send = ({ by, now, ...terms }: Send['data'], state: Invitation): InvitationEvent[] => {
  requireRank(by, terms.role);
  if (terms.role === 'owner' && terms.groups)
    throw conflict('access/owner-unlimited', 'An owner acts for the whole company and cannot be limited to groups.');
  return state.status === 'absent' ? [{ type: 'InvitationSent', data: { ...terms, sentAt: now } }] : [];
};

const requirePending = ({ status }: Known): void => {
  if (status === 'accepted') throw conflict('access/invitation-used', 'This invitation has been accepted already.');
  if (status === 'revoked') throw conflict('access/invitation-revoked', 'This invitation was revoked.');
};

const resend = ({ tokenHash, expiresAt, by, now }: Resend['data'], state: Known): InvitationEvent[] => {
  requireRank(by, state.role);
  if (state.tokenHash === tokenHash) return [];
  requirePending(state);
  return [{ type: 'InvitationResent', data: { tokenHash, expiresAt, resentAt: now } }];
};

const revoke = ({ by, now }: Revoke['data'], state: Known): InvitationEvent[] => {
  requireRank(by, state.role);
  if (state.status === 'revoked') return [];
  requirePending(state);
  return [{ type: 'InvitationRevoked', data: { revokedAt: now } }];
};

/** Accepted twice with the same token is accepted once: what follows it may have failed the first time. */
const accept = ({ tokenHash, now }: Accept['data'], state: Known): InvitationEvent[] => {
  if (state.tokenHash !== tokenHash)
    throw conflict('access/invitation-replaced', 'There is a newer token for this invitation.');
  if (state.status === 'accepted') return [];
  requirePending(state);
  if (state.expiresAt <= now)
    throw conflict('access/invitation-expired', 'This invitation has expired. Ask for another.');
  return [{ type: 'InvitationAccepted', data: { acceptedAt: now } }];
};

/** A place in a company that waits for its person. */
export const invitation: Decider<Invitation, InvitationCommand, InvitationEvent> = {
  initial: { status: 'absent' },
  evolve,
  decide(command, state) {
    if (command.type === 'Send') return send(command.data, state);
    if (state.status === 'absent') throw notFound('invitations/not-found', 'There is no such invitation.');
    switch (command.type) {
      case 'Resend':
        return resend(command.data, state);
      case 'Revoke':
        return revoke(command.data, state);
      case 'Accept':
        return accept(command.data, state);
      default:
        return unreachable(command);
    }
  },
};

export const invitationStream = (tenantId: string, invitationId: string) => ({
  tenantId,
  streamId: `invitation-${invitationId}`,
});
