import { type Projection, unknownEvent, type Versioned } from '../../shared/projections/projection.ts';
import { has, oneOf } from '../../shared/resources/filters.ts';
import { resource } from '../../shared/resources/resource.ts';
import { GroupId } from '../groups/contract.ts';
import { MEMBERSHIPS_VIEW, Member, type MembershipCard, normalEmail, ROLES, type Role } from './contract.ts';
import { type MembershipEvent, memberStream } from './membership.ts';

export interface MemberCard extends MembershipCard {
  readonly id: string;
  readonly status: 'active' | 'removed';
  readonly groups?: readonly string[];
  readonly since: string;
  readonly removedAt?: string;
  readonly signedOutAt?: string;
  readonly chosenAt?: string;
}

/** What the directory knows of a member: enough to let them in without asking anybody else. */
export interface MembershipEntry {
  readonly tenantId: string;
  readonly role: Role;
  /** The groups the member is limited to. */
  readonly groups?: readonly string[];
  readonly since: string;
  /** When the person last chose to work for this company. */
  readonly chosenAt?: string;
  /** Sessions that began before are over. */
  readonly signedOutAt?: string;
}

/** The one provider by which members sign in. */
export const SIGN_IN = 'aad';

/** All memberships of whoever signs in as `email`, by tenant. */
export const membershipsPartition = (provider: string, email: string): string =>
  `user:${provider}:${normalEmail(email)}`;

const STREAMS = memberStream('', '').streamId;

const limitedTo = ({ groups: _, ...card }: MemberCard, groups: readonly string[] | null | undefined): MemberCard => ({
  ...card,
  ...(groups && { groups }),
});

export const memberships: Projection<MemberCard, MembershipEvent> = {
  name: MEMBERSHIPS_VIEW,
  streams: STREAMS,
  apply(card, { event, streamId }) {
    switch (event.type) {
      case 'MembershipGranted': {
        const { email, role, groups, grantedAt: since } = event.data;
        const { removedAt: _, ...before } = card ?? {};
        const id = streamId.slice(STREAMS.length);
        return limitedTo(
          { ...before, id, email: normalEmail(email), role, active: true, status: 'active', since },
          groups,
        );
      }
      case 'MemberRoleChanged':
        return card && { ...card, role: event.data.role };
      case 'MemberLimited':
        return card && limitedTo(card, event.data.groups);
      case 'MembershipRevoked':
        return card && { ...card, active: false, status: 'removed', removedAt: event.data.revokedAt };
      case 'MemberSignedOutEverywhere':
        return card && { ...card, signedOutAt: event.data.signedOutAt };
      case 'CompanyChosen':
        return card && { ...card, chosenAt: event.data.chosenAt };
      default:
        return unknownEvent(event, card);
    }
  },
  lookups({ active, email, role, groups, since, chosenAt, signedOutAt }, tenantId) {
    const value: MembershipEntry = {
      tenantId,
      role,
      since,
      ...(groups && { groups }),
      ...(chosenAt && { chosenAt }),
      ...(signedOutAt && { signedOutAt }),
    };
    return active ? [{ pk: membershipsPartition(SIGN_IN, email), id: tenantId, value }] : [];
  },
};

const shown = ({ active: _, chosenAt: __, groups, ...card }: Versioned<MemberCard>) => ({
  ...card,
  ...(groups && { groups: [...groups] }),
});

export const memberResource = resource({
  name: 'members',
  noun: 'member',
  param: 'memberId',
  scope: 'access:read',
  projection: memberships,
  schema: Member,
  shown,
  filters: {
    status: oneOf(['active', 'removed']),
    role: oneOf(ROLES),
    groupId: has(GroupId, { field: 'groups', description: 'Those who are limited to this very group.' }),
  },
  sorts: { email: 'email', since: 'since' },
  search: ['email'],
});
