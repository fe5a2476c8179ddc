import { type Projection, unknownEvent, type Versioned } from '../../shared/projections/projection.ts';
import { has, oneOf } from '../../shared/resources/filters.ts';
import { resource } from '../../shared/resources/resource.ts';
import { GroupId } from '../groups/contract.ts';
import { Invitation, memberIdOf, normalEmail, ROLES, type Role } from './contract.ts';
import { type InvitationEvent, invitationStream } from './invitation.ts';

export interface InvitationCard {
  readonly id: string;
  readonly email: string;
  readonly role: Role;
  readonly groups?: readonly string[];
  readonly tokenHash: string;
  readonly status: 'pending' | 'accepted' | 'revoked';
  readonly active: boolean;
  readonly invitedAt: string;
  readonly invitedBy: string;
  readonly expiresAt: string;
}

/** What the directory knows of a token: enough to find the company, and whether it is for whoever shows it. */
export interface InvitationEntry {
  readonly tenantId: string;
  readonly invitationId: string;
  readonly memberId: string;
}

export const invitationAddress = (tokenHash: string) => ({ pk: `invitation:${tokenHash}`, id: 'invitation' });

export const invitations: Projection<InvitationCard, InvitationEvent> = {
  name: 'invitations',
  streams: invitationStream('', '').streamId,
  apply(card, { event }) {
    switch (event.type) {
      case 'InvitationSent': {
        const { invitationId: id, email, sentAt: invitedAt, ...rest } = event.data;
        return { ...rest, id, email: normalEmail(email), invitedAt, status: 'pending', active: true };
      }
      case 'InvitationResent':
        return card && { ...card, tokenHash: event.data.tokenHash, expiresAt: event.data.expiresAt };
      case 'InvitationRevoked':
        return card && { ...card, status: 'revoked', active: false };
      case 'InvitationAccepted':
        return card && { ...card, status: 'accepted', active: false };
      default:
        return unknownEvent(event, card);
    }
  },
  lookups({ id: invitationId, tokenHash, email, status }, tenantId) {
    const value: InvitationEntry = { tenantId, invitationId, memberId: memberIdOf(email) };
    return status === 'revoked' ? [] : [{ ...invitationAddress(tokenHash), value }];
  },
};

const shown = ({ tokenHash: _, active: __, groups, ...card }: Versioned<InvitationCard>) => ({
  ...card,
  ...(groups && { groups: [...groups] }),
});

export const invitationResource = resource({
  name: 'invitations',
  noun: 'invitation',
  param: 'invitationId',
  scope: 'access:read',
  projection: invitations,
  schema: Invitation,
  shown,
  filters: {
    status: oneOf(['pending', 'accepted', 'revoked']),
    role: oneOf(ROLES),
    groupId: has(GroupId, { field: 'groups' }),
  },
  ranges: { expiresAt: 'instant' },
  sorts: { invitedAt: 'invitedAt', email: 'email', expiresAt: 'expiresAt' },
  search: ['email'],
});
