import { z } from 'zod';
import { execute } from '../../shared/eventstore/execute.ts';
import { causeOf } from '../../shared/http/cause.ts';
import { endpoint, type Input } from '../../shared/http/endpoint.ts';
import { entity } from '../../shared/http/respond.ts';
import { requireGroups } from '../../shared/identity/group-tree.ts';
import type { Services } from '../../shared/services.ts';
import { ChangeRoleBody, LimitMemberBody, Member } from './contract.ts';
import { cutOff, requireTimedSessions } from './cut-off.ts';
import { letOwnerGo } from './last-owner.ts';
import { memberResource } from './member-cards.ts';
import { type MembershipCommand, memberStream, membership } from './membership.ts';
import { requireRank, requireScopesOf, roleOf } from './rank.ts';

const handle = execute(membership);
const one = z.object({ memberId: z.string().max(64) });

type Asked = Input<{ memberId: string }, unknown, unknown>;

/** Runs a command on a member, and answers what they are then. */
const change = async (input: Asked, services: Services, command: MembershipCommand) => {
  const { caller, params } = input;
  const stream = memberStream(caller.tenantId, params.memberId);
  const { version } = await handle(services.streams, stream, command, causeOf(input));
  return memberResource.find(services, caller, params.memberId, version);
};

/** Whether the member may stop being an owner, if they are one. The command looks again: they may have become one since. */
const mayGo = async ({ caller, params }: Asked, services: Services): Promise<boolean> => {
  const { role, status } = await memberResource.find(services, caller, params.memberId);
  if (role !== 'owner' || status !== 'active') return false;
  await letOwnerGo(services, caller.tenantId, params.memberId);
  return true;
};

export const changeRole = endpoint({
  summary: 'Give a member another role',
  description: 'Only an owner makes or unmakes an owner, and one always remains.',
  scope: 'access:write',
  params: one,
  body: ChangeRoleBody,
  answer: Member,
  async run(input, services) {
    const { caller, body, now } = input;
    const by = roleOf(caller);
    requireRank(by, body.role);
    requireScopesOf(caller, body.role);
    const ownerMayGo = body.role !== 'owner' && by === 'owner' && (await mayGo(input, services));
    const data = { role: body.role, by, ownerMayGo, now };
    const member = await change(input, services, { type: 'ChangeRole', data });
    await cutOff(services, member.email);
    return entity(member);
  },
});

export const limitMember = endpoint({
  summary: 'Limit a member to groups, or let them see the whole company',
  description:
    'Whoever is limited sees and changes what belongs to these groups and to those below them, and nothing of who has access.',
  scope: 'access:write',
  params: one,
  body: LimitMemberBody,
  answer: Member,
  async run(input, services) {
    const { caller, body, now } = input;
    await requireGroups(services, caller, body.groups ?? []);
    const data = { groups: body.groups, by: roleOf(caller), now };
    const member = await change(input, services, { type: 'Limit', data });
    await cutOff(services, member.email);
    return entity(member);
  },
});

export const removeMember = endpoint({
  summary: 'Remove a member',
  description: 'They have no access any more, within 20 seconds on every instance. An invitation can bring them back.',
  scope: 'access:write',
  params: one,
  answer: Member,
  async run(input, services) {
    const { caller, now } = input;
    const by = roleOf(caller);
    const ownerMayGo = by === 'owner' && (await mayGo(input, services));
    const member = await change(input, services, { type: 'Remove', data: { by, ownerMayGo, now } });
    await cutOff(services, member.email);
    return entity(member);
  },
});

export const signOutMember = endpoint({
  summary: 'End all sessions of a member',
  description:
    'Every session of theirs that began before is refused with `access/signed-out`, within 20 seconds on every instance; they can sign in again.',
  scope: 'access:write',
  params: one,
  answer: Member,
  async run(input, services) {
    requireTimedSessions(input.caller);
    const data = { by: roleOf(input.caller), now: input.now };
    const member = await change(input, services, { type: 'SignOut', data });
    await cutOff(services, member.email);
    return entity(member);
  },
});
