import { memberships, membershipsPartition } from '../../../functions/access/member-cards.ts';
import {
  type MembershipCommand,
  type MembershipEvent,
  membership,
  membershipStream,
} from '../../../functions/access/membership.ts';
import { specOf } from '../../../shared/testing/decider-spec.ts';
import { unheardOf, viewOf } from '../../../shared/testing/projection-spec.ts';

const now = '2026-03-02T08:00:00.000Z';
const email = 'Mia@Acme.example';
const granted: MembershipEvent = { type: 'MembershipGranted', data: { email, role: 'viewer', grantedAt: now } };
const promoted: MembershipEvent = { type: 'MembershipGranted', data: { email, role: 'admin', grantedAt: now } };
const owning: MembershipEvent = { type: 'MembershipGranted', data: { email, role: 'owner', grantedAt: now } };
const revoked: MembershipEvent = { type: 'MembershipRevoked', data: { revokedAt: now } };
const limited: MembershipEvent = { type: 'MemberLimited', data: { groups: ['grp_a'], limitedAt: now } };
const joined: MembershipEvent = {
  type: 'MembershipGranted',
  data: { email, role: 'viewer', groups: ['grp_a'], invitationId: 'inv_1', grantedAt: now },
};

const { given } = specOf(membership);

describe('granting a membership', () => {
  const grant: MembershipCommand = { type: 'Grant', data: { email, role: 'viewer', now } };

  it('gives a person a role', () => given().when(grant).thenRecords(granted));
  it('stays quiet when the person has this role already', () => given(granted).when(grant).thenNothing());
  it('changes the role', () =>
    given(granted)
      .when({ type: 'Grant', data: { email, role: 'admin', now } })
      .thenRecords(promoted));
  it('brings back a person who had left', () => given(granted, revoked).when(grant).thenRecords(granted));
});

describe('joining by an invitation', () => {
  const join = (invitationId: string): MembershipCommand => ({
    type: 'Join',
    data: { email, role: 'viewer', groups: ['grp_a'], invitationId, now },
  });

  it('gives what the invitation says', () => given().when(join('inv_1')).thenRecords(joined));
  it('happens once', () => given(joined).when(join('inv_1')).thenNothing());
  it('does not bring back whoever was removed since', () => given(joined, revoked).when(join('inv_1')).thenNothing());
  it('brings them back by a new one', () =>
    given(joined, revoked)
      .when(join('inv_2'))
      .thenRecords({ type: 'MembershipGranted', data: { ...joined.data, invitationId: 'inv_2' } as never }));
  it('changes nothing for a member', () => given(promoted).when(join('inv_1')).thenRefuses('access/already-member'));
});

describe('changing a role', () => {
  const change = (role: 'owner' | 'admin' | 'viewer', by: 'owner' | 'admin'): MembershipCommand => ({
    type: 'ChangeRole',
    data: { role, by, ownerMayGo: false, now },
  });
  const changed = (role: 'owner' | 'admin'): MembershipEvent => ({
    type: 'MemberRoleChanged',
    data: { role, changedAt: now },
  });

  it('is for whoever has that rank', () => {
    given(granted).when(change('admin', 'admin')).thenRecords(changed('admin'));
    given(granted).when(change('owner', 'owner')).thenRecords(changed('owner'));
  });
  it('raises nobody above oneself', () =>
    given(granted).when(change('owner', 'admin')).thenRefuses('access/above-you'));
  it('takes nothing from whoever is above', () =>
    given(owning).when(change('viewer', 'admin')).thenRefuses('access/above-you'));
  it('stays quiet when nothing changes', () => given(granted).when(change('viewer', 'admin')).thenNothing());
  it('takes it from an owner when another remains', () => {
    given(owning).when(change('admin', 'owner')).thenRefuses('access/last-owner');
    given(owning)
      .when({ type: 'ChangeRole', data: { role: 'admin', by: 'owner', ownerMayGo: true, now } })
      .thenRecords(changed('admin'));
  });
  it('makes no owner of somebody who is limited', () =>
    given(granted, limited).when(change('owner', 'owner')).thenRefuses('access/owner-unlimited'));
  it('needs a member', () => {
    given().when(change('admin', 'owner')).thenRefuses('members/not-found');
    given(granted, revoked).when(change('admin', 'owner')).thenRefuses('members/not-found');
  });
});

describe('limiting a member to groups', () => {
  const limit = (groups: readonly string[] | null, by: 'owner' | 'admin' = 'admin'): MembershipCommand => ({
    type: 'Limit',
    data: { groups, by, now },
  });

  it('says which', () =>
    given(granted)
      .when(limit(['grp_a']))
      .thenRecords(limited));
  it('can be lifted', () =>
    given(granted, limited)
      .when(limit(null))
      .thenRecords({ type: 'MemberLimited', data: { groups: null, limitedAt: now } }));
  it('stays quiet when nothing changes', () => {
    given(granted).when(limit(null)).thenNothing();
    given(granted, limited)
      .when(limit(['grp_a']))
      .thenNothing();
  });
  it('is not for owners', () =>
    given(owning)
      .when(limit(['grp_a'], 'owner'))
      .thenRefuses('access/owner-unlimited'));
  it('is not done to whoever is above', () =>
    given(owning)
      .when(limit(['grp_a']))
      .thenRefuses('access/above-you'));
});

describe('removing a member', () => {
  const remove = (by: 'owner' | 'admin'): MembershipCommand => ({
    type: 'Remove',
    data: { by, ownerMayGo: false, now },
  });

  it('ends the membership', () => given(granted).when(remove('admin')).thenRecords(revoked));
  it('stays quiet when it has ended', () => given(granted, revoked).when(remove('admin')).thenNothing());
  it('is not done to whoever is above', () => given(owning).when(remove('admin')).thenRefuses('access/above-you'));
  it('removes an owner when another remains', () => {
    given(owning).when(remove('owner')).thenRefuses('access/last-owner');
    given(owning)
      .when({ type: 'Remove', data: { by: 'owner', ownerMayGo: true, now } })
      .thenRecords(revoked);
  });
  it('needs somebody who was a member', () => given().when(remove('owner')).thenRefuses('members/not-found'));
});

describe('signing out everywhere', () => {
  const signedOut: MembershipEvent = { type: 'MemberSignedOutEverywhere', data: { signedOutAt: now } };

  it('says when', () => given(granted).when({ type: 'SignOut', data: { now } }).thenRecords(signedOut));
  it('is not done to whoever is above', () =>
    given(owning)
      .when({ type: 'SignOut', data: { by: 'admin', now } })
      .thenRefuses('access/above-you'));
});

describe('choosing a company', () => {
  const choose = (at: string): MembershipCommand => ({ type: 'Choose', data: { at } });
  const chosen: MembershipEvent = { type: 'CompanyChosen', data: { chosenAt: now } };

  it('says when', () => given(granted).when(choose(now)).thenRecords(chosen));
  it('stays quiet when it was chosen later', () => given(granted, chosen).when(choose(now)).thenNothing());
});

describe('revoking a membership', () => {
  const revoke: MembershipCommand = { type: 'Revoke', data: { now } };

  it('ends it', () => given(granted).when(revoke).thenRecords(revoked));
  it('stays quiet when it has ended already', () => given(granted, revoked).when(revoke).thenNothing());
  it('refuses somebody who never was a member', () => given().when(revoke).thenRefuses('access/not-a-member'));
});

describe('the card of a membership', () => {
  const view = viewOf(memberships, membershipStream('ten_acme', email));

  it('shows the role under an address without case', () =>
    view
      .given(granted)
      .shows({ email: 'mia@acme.example', role: 'viewer', active: true, status: 'active', since: now }));
  it('shows the newest role', () => {
    view.given(granted, promoted).shows({ role: 'admin', active: true, version: 2 });
    view
      .given(granted, { type: 'MemberRoleChanged', data: { role: 'admin', changedAt: now } })
      .shows({ role: 'admin' });
  });
  it('shows to which groups it is limited', () => {
    view.given(granted, limited).shows({ groups: ['grp_a'] });
    view.given(joined).shows({ groups: ['grp_a'] });
    expect(memberships.lookups?.({ ...card, groups: ['grp_a'] }, 'ten_acme')[0]?.value).toMatchObject({
      groups: ['grp_a'],
    });
  });
  it('shows that it has ended', () => view.given(granted, revoked).shows({ active: false, removedAt: now }));
  it('shows that a person is back', () => view.given(granted, revoked, granted).shows({ active: true, version: 3 }));
  it('shows nothing of a membership whose beginning is missing', () => view.given(revoked).showsNothing());
  it('lets an event of a newer release through', () => view.given(granted, unheardOf).isLeftAsItWas());
});

const card = {
  id: 'm1',
  email: 'mia@acme.example',
  role: 'viewer',
  active: true,
  status: 'active',
  since: now,
} as const;

describe('finding the companies of whoever signs in', () => {
  it('finds a member, however the address is written', () =>
    expect(memberships.lookups?.(card, 'ten_acme')).toEqual([
      {
        pk: membershipsPartition('aad', ' MIA@acme.example '),
        id: 'ten_acme',
        value: { tenantId: 'ten_acme', role: 'viewer', since: now },
      },
    ]));
  it('does not find somebody who has left', () =>
    expect(memberships.lookups?.({ ...card, active: false }, 'ten_acme')).toEqual([]));
  it('keeps apart who signs in with another provider', () =>
    expect(membershipsPartition('github', card.email)).not.toEqual(membershipsPartition('aad', card.email)));
});
