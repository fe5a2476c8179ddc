import { z } from 'zod';
import { execute } from '../../shared/eventstore/execute.ts';
import { created } from '../../shared/http/answers.ts';
import { causeOf } from '../../shared/http/cause.ts';
import { endpoint, type Input } from '../../shared/http/endpoint.ts';
import { entity, json } from '../../shared/http/respond.ts';
import { requireGroups } from '../../shared/identity/group-tree.ts';
import { hashOf } from '../../shared/identity/keys.ts';
import { conflict } from '../../shared/kernel/errors.ts';
import { defined } from '../../shared/kernel/objects.ts';
import type { Services } from '../../shared/services.ts';
import {
  Invitation,
  InvitationWithToken,
  InviteBody,
  MEMBERSHIPS_VIEW,
  type MembershipCard,
  memberIdOf,
  normalEmail,
} from './contract.ts';
import { type InvitationCommand, invitation, invitationStream } from './invitation.ts';
import { type InvitationCard, invitationResource, invitations } from './invitation-cards.ts';
import { requireRank, requireScopesOf, roleOf } from './rank.ts';

const handle = execute(invitation);
const one = z.object({ invitationId: z.string().max(64) });

const VALID_MS = 7 * 86_400_000;
const expiryOf = (now: string): string => new Date(Date.parse(now) + VALID_MS).toISOString();

const change = async (
  input: Input<unknown, unknown, unknown>,
  services: Services,
  invitationId: string,
  command: InvitationCommand,
) => {
  const { tenantId } = input.caller;
  const { version } = await handle(services.streams, invitationStream(tenantId, invitationId), command, causeOf(input));
  return invitationResource.find(services, input.caller, invitationId, version);
};

/** @throws FleetError `conflict` when there is nothing to invite them to. */
const requireOutside = async (
  { views }: Services,
  tenantId: string,
  email: string,
  invitationId: string,
  now: string,
): Promise<void> => {
  const member = await views.in(tenantId, MEMBERSHIPS_VIEW).get<MembershipCard>(memberIdOf(email));
  if (member?.doc.active) throw conflict('access/already-member', 'This person is a member already.');
  const { items } = await views.in(tenantId, invitations.name).query<InvitationCard>({
    where: { email, status: 'pending' },
    range: { field: 'expiresAt', from: now },
    limit: 1,
  });
  const [pending] = items;
  if (pending && pending.id !== invitationId)
    throw conflict('access/already-invited', 'This person has been invited already. Send that invitation again.', {
      invitationId: pending.id,
    });
};

export const invite = endpoint({
  summary: 'Invite a person',
  description:
    'The answer has a token, this once: hand it to the person. Signed in with the address that was invited, they accept within seven days. Nobody else can.',
  scope: 'access:write',
  body: InviteBody,
  answer: created(InvitationWithToken),
  async run(input, services) {
    const { body, caller, now } = input;
    const email = normalEmail(body.email);
    requireRank(roleOf(caller), body.role);
    requireScopesOf(caller, body.role);
    await requireGroups(services, caller, body.groups ?? []);
    const [invitationId, token] = [input.newId('inv'), input.newKey('inv')];
    await requireOutside(services, caller.tenantId, email, invitationId, now);
    const terms = { ...defined(body), email, invitationId, tokenHash: hashOf(token), expiresAt: expiryOf(now) };
    const data = { ...terms, by: roleOf(caller), invitedBy: caller.actor, now };
    const invited = await change(input, services, invitationId, { type: 'Send', data });
    return json(
      201,
      { ...invited, token },
      {
        etag: `"${invited.version}"`,
        location: `/api/v1/invitations/${invitationId}`,
        'cache-control': 'no-store',
      },
    );
  },
});

export const resendInvitation = endpoint({
  summary: 'Send an invitation again',
  description: 'With another token and another seven days; the token before works no longer.',
  scope: 'access:write',
  params: one,
  answer: InvitationWithToken,
  async run(input, services) {
    const { caller, params, now } = input;
    const token = input.newKey('inv');
    const data = { tokenHash: hashOf(token), expiresAt: expiryOf(now), by: roleOf(caller), now };
    const sent = await change(input, services, params.invitationId, { type: 'Resend', data });
    return json(200, { ...sent, token }, { etag: `"${sent.version}"`, 'cache-control': 'no-store' });
  },
});

export const revokeInvitation = endpoint({
  summary: 'Revoke an invitation',
  scope: 'access:write',
  params: one,
  answer: Invitation,
  async run(input, services) {
    const data = { by: roleOf(input.caller), now: input.now };
    return entity(await change(input, services, input.params.invitationId, { type: 'Revoke', data }));
  },
});
