import {
  type MembershipCommand,
  type MembershipEvent,
  membership,
  membershipAddress,
  membershipStream,
  memberships,
} from '../../../functions/access/membership.ts';
import { specOf } from '../../../shared/testing/decider-spec.ts';
import { unheardOf, viewOf } from '../../../shared/testing/projection-spec.ts';

const now = '2026-03-02T08:00:00.000Z';
const email = 'Mia@Acme.example';
const granted: MembershipEvent = { type: 'MembershipGranted', data: { email, role: 'viewer', grantedAt: now } };
const promoted: MembershipEvent = { type: 'MembershipGranted', data: { email, role: 'admin', grantedAt: now } };
const revoked: MembershipEvent = { type: 'MembershipRevoked', data: { revokedAt: now } };

describe('granting a membership', () => {
  const { given } = specOf(membership);
  const grant: MembershipCommand = { type: 'Grant', data: { email, role: 'viewer', now } };

  it('gives a person a role', () => given().when(grant).thenRecords(granted));
  it('stays quiet when the person has this role already', () => given(granted).when(grant).thenNothing());
  it('changes the role', () =>
    given(granted)
      .when({ type: 'Grant', data: { email, role: 'admin', now } })
      .thenRecords(promoted));
  it('brings back a person who had left', () => given(granted, revoked).when(grant).thenRecords(granted));
});

describe('revoking a membership', () => {
  const { given } = specOf(membership);
  const revoke: MembershipCommand = { type: 'Revoke', data: { now } };

  it('ends it', () => given(granted).when(revoke).thenRecords(revoked));
  it('stays quiet when it has ended already', () => given(granted, revoked).when(revoke).thenNothing());
  it('refuses somebody who never was a member', () => given().when(revoke).thenRefuses('access/not-a-member'));
});

describe('the card of a membership', () => {
  const { given } = viewOf(memberships, membershipStream('ten_acme', email));

  it('shows the role under an address without case', () =>
    given(granted).shows({ email: 'mia@acme.example', role: 'viewer', active: true }));
  it('shows the newest role', () => given(granted, promoted).shows({ role: 'admin', active: true, version: 2 }));
  it('shows that it has ended', () => given(granted, revoked).shows({ active: false }));
  it('shows that a person is back', () => given(granted, revoked, granted).shows({ active: true, version: 3 }));
  it('shows nothing of a membership whose beginning is missing', () => given(revoked).showsNothing());
  it('lets an event of a newer release through', () => given(granted, unheardOf).isLeftAsItWas());
});

describe('finding the company of whoever signs in', () => {
  const card = { email: 'mia@acme.example', role: 'viewer', active: true } as const;

  it('finds a member, however the address is written', () =>
    expect(memberships.lookups?.(card, 'ten_acme')).toEqual([
      { ...membershipAddress('aad', ' MIA@acme.example '), value: { tenantId: 'ten_acme', role: 'viewer' } },
    ]));
  it('does not find somebody who has left', () =>
    expect(memberships.lookups?.({ ...card, active: false }, 'ten_acme')).toEqual([]));
  it('keeps apart who signs in with another provider', () =>
    expect(membershipAddress('github', card.email)).not.toEqual(membershipAddress('aad', card.email)));
});
