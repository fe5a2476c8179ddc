import type { Decider, Message } from '../../shared/kernel/decider.ts';
import { conflict, notFound, unreachable } from '../../shared/kernel/errors.ts';
import { memberIdOf, type Role, type RoleOrClient } from './contract.ts';
import { requireRank } from './rank.ts';

/** The groups a member is limited to; absent: the whole company. */
type Groups = readonly string[];

// Commands. `by` is the role of whoever asks, `ownerMayGo` whether another owner remains if this is one.

type Grant = Message<'Grant', { email: string; role: Role; now: string }>;
type Join = Message<'Join', { email: string; role: Role; groups?: Groups; invitationId: string; now: string }>;
type ChangeRole = Message<'ChangeRole', { role: Role; by: RoleOrClient; ownerMayGo: boolean; now: string }>;
type Limit = Message<'Limit', { groups: Groups | null; by: RoleOrClient; now: string }>;
type Remove = Message<'Remove', { by: RoleOrClient; ownerMayGo: boolean; now: string }>;
type Revoke = Message<'Revoke', { now: string }>;
type SignOut = Message<'SignOut', { by?: RoleOrClient; now: string }>;
type Choose = Message<'Choose', { at: string }>;

export type MembershipCommand = Grant | Join | ChangeRole | Limit | Remove | Revoke | SignOut | Choose;

// Events

type Granted = Message<
  'MembershipGranted',
  { email: string; role: Role; groups?: Groups; invitationId?: string; grantedAt: string }
>;
type RoleChanged = Message<'MemberRoleChanged', { role: Role; changedAt: string }>;
type Limited = Message<'MemberLimited', { groups: Groups | null; limitedAt: string }>;
type Revoked = Message<'MembershipRevoked', { revokedAt: string }>;
type SignedOut = Message<'MemberSignedOutEverywhere', { signedOutAt: string }>;
type Chosen = Message<'CompanyChosen', { chosenAt: string }>;

export type MembershipEvent = Granted | RoleChanged | Limited | Revoked | SignedOut | Chosen;

/** `used`: the invitations this person has joined by, so that none brings them back after they were removed. */
export type Membership =
  | { status: 'absent' }
  | {
      status: 'active' | 'revoked';
      role: Role;
      groups: Groups | null;
      used: readonly string[];
      signedOutAt?: string;
      chosenAt?: string;
    };

const evolve = (state: Membership, { type, data }: MembershipEvent): Membership => {
  if (type === 'MembershipGranted') {
    const used = state.status === 'absent' ? [] : state.used;
    return {
      ...state,
      status: 'active',
      role: data.role,
      groups: data.groups ?? null,
      used: data.invitationId ? [...used, data.invitationId] : used,
    };
  }
  if (state.status === 'absent') return state;
  switch (type) {
    case 'MemberRoleChanged':
      return { ...state, role: data.role };
    case 'MemberLimited':
      return { ...state, groups: data.groups };
    case 'MembershipRevoked':
      return { ...state, status: 'revoked' };
    case 'MemberSignedOutEverywhere':
      return { ...state, signedOutAt: data.signedOutAt };
    case 'CompanyChosen':
      return { ...state, chosenAt: data.chosenAt };
    default:
      return unreachable(type);
  }
};

type Known = Exclude<Membership, { status: 'absent' }>;

const grant = ({ email, role, now }: Grant['data'], state: Membership): MembershipEvent[] =>
  state.status === 'active' && state.role === role
    ? []
    : [{ type: 'MembershipGranted', data: { email, role, grantedAt: now } }];

const join = ({ now, ...joining }: Join['data'], state: Membership): MembershipEvent[] => {
  if (state.status !== 'absent' && state.used.includes(joining.invitationId)) return [];
  if (state.status === 'active') throw conflict('access/already-member', 'This person is a member already.');
  return [{ type: 'MembershipGranted', data: { ...joining, grantedAt: now } }];
};

const ownerIsUnlimited = () =>
  conflict('access/owner-unlimited', 'An owner acts for the whole company and cannot be limited to groups.');

const lastOwner = () => conflict('access/last-owner', 'A company needs an owner. Make somebody else one first.');

const changeRole = ({ role, by, ownerMayGo, now }: ChangeRole['data'], state: Known): MembershipEvent[] => {
  requireRank(by, state.role);
  requireRank(by, role);
  if (state.role === role) return [];
  if (role === 'owner' && state.groups) throw ownerIsUnlimited();
  if (state.role === 'owner' && !ownerMayGo) throw lastOwner();
  return [{ type: 'MemberRoleChanged', data: { role, changedAt: now } }];
};

const limit = ({ groups, by, now }: Limit['data'], state: Known): MembershipEvent[] => {
  requireRank(by, state.role);
  if (JSON.stringify(groups) === JSON.stringify(state.groups)) return [];
  if (groups && state.role === 'owner') throw ownerIsUnlimited();
  return [{ type: 'MemberLimited', data: { groups, limitedAt: now } }];
};

const signOut = ({ by, now }: SignOut['data'], state: Known): MembershipEvent[] => {
  if (by) requireRank(by, state.role);
  return [{ type: 'MemberSignedOutEverywhere', data: { signedOutAt: now } }];
};

const choose = ({ at }: Choose['data'], state: Known): MembershipEvent[] =>
  state.chosenAt !== undefined && state.chosenAt >= at ? [] : [{ type: 'CompanyChosen', data: { chosenAt: at } }];

const revoke = (now: string, state: Known): MembershipEvent[] =>
  state.status === 'active' ? [{ type: 'MembershipRevoked', data: { revokedAt: now } }] : [];

const remove = ({ by, ownerMayGo, now }: Remove['data'], state: Known): MembershipEvent[] => {
  requireRank(by, state.role);
  if (state.status === 'active' && state.role === 'owner' && !ownerMayGo) throw lastOwner();
  return revoke(now, state);
};

/** What can be asked of somebody who is a member. */
const ofMember = (command: Exclude<MembershipCommand, Grant | Join | Revoke | Remove>, state: Membership) => {
  if (state.status !== 'active') throw notFound('members/not-found', 'There is no such member.');
  switch (command.type) {
    case 'ChangeRole':
      return changeRole(command.data, state);
    case 'Limit':
      return limit(command.data, state);
    case 'SignOut':
      return signOut(command.data, state);
    case 'Choose':
      return choose(command.data, state);
    default:
      return unreachable(command);
  }
};

/** A person's place in one company. */
export const membership: Decider<Membership, MembershipCommand, MembershipEvent> = {
  initial: { status: 'absent' },
  evolve,
  decide(command, state) {
    switch (command.type) {
      case 'Grant':
        return grant(command.data, state);
      case 'Join':
        return join(command.data, state);
      case 'Remove':
        if (state.status === 'absent') throw notFound('members/not-found', 'There is no such member.');
        return remove(command.data, state);
      case 'Revoke':
        if (state.status === 'absent') throw conflict('access/not-a-member', 'This person is not a member.');
        return revoke(command.data.now, state);
      default:
        return ofMember(command, state);
    }
  },
};

export const memberStream = (tenantId: string, memberId: string) => ({
  tenantId,
  streamId: `membership-${memberId}`,
});

export const membershipStream = (tenantId: string, email: string) => memberStream(tenantId, memberIdOf(email));
