import type { Decider, Message } from '../../shared/kernel/decider.ts';
import { conflict, unreachable } from '../../shared/kernel/errors.ts';
import { type Projection, unknownEvent } from '../../shared/projections/projection.ts';
import { MEMBERSHIPS_VIEW, type MembershipCard, memberIdOf, normalEmail, type Role } from './contract.ts';

// Commands

type Grant = Message<'Grant', { email: string; role: Role; now: string }>;
type Revoke = Message<'Revoke', { now: string }>;

export type MembershipCommand = Grant | Revoke;

// Events

type Granted = Message<'MembershipGranted', { email: string; role: Role; grantedAt: string }>;
type Revoked = Message<'MembershipRevoked', { revokedAt: string }>;

export type MembershipEvent = Granted | Revoked;

export type Membership = { status: 'absent' } | { status: 'active'; role: Role } | { status: 'revoked' };

/** A person's place in one company. */
export const membership: Decider<Membership, MembershipCommand, MembershipEvent> = {
  initial: { status: 'absent' },
  evolve: (_, { type, data }) => {
    switch (type) {
      case 'MembershipGranted':
        return { status: 'active', role: data.role };
      case 'MembershipRevoked':
        return { status: 'revoked' };
      default:
        return unreachable(type);
    }
  },
  decide({ type, data }, state) {
    switch (type) {
      case 'Grant':
        if (state.status === 'active' && state.role === data.role) return [];
        return [{ type: 'MembershipGranted', data: { email: data.email, role: data.role, grantedAt: data.now } }];
      case 'Revoke':
        if (state.status === 'absent') throw conflict('access/not-a-member', 'This person is not a member.');
        return state.status === 'active' ? [{ type: 'MembershipRevoked', data: { revokedAt: data.now } }] : [];
      default:
        return unreachable(type);
    }
  },
};

export const membershipStream = (tenantId: string, email: string) => ({
  tenantId,
  streamId: `membership-${memberIdOf(email)}`,
});

/** Where the directory keeps the membership of whoever signs in as `email`. */
export const membershipAddress = (provider: string, email: string) => ({
  pk: `user:${provider}:${normalEmail(email)}`,
  id: 'membership',
});

export const memberships: Projection<MembershipCard, MembershipEvent> = {
  name: MEMBERSHIPS_VIEW,
  streams: 'membership-',
  apply(card, { event }) {
    switch (event.type) {
      case 'MembershipGranted':
        return { email: normalEmail(event.data.email), role: event.data.role, active: true };
      case 'MembershipRevoked':
        return card && { ...card, active: false };
      default:
        return unknownEvent(event, card);
    }
  },
  lookups: ({ active, email, role }, tenantId) =>
    active ? [{ ...membershipAddress('aad', email), value: { tenantId, role } }] : [],
};
