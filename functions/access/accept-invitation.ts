import type { HttpRequest } from '@azure/functions';
import { execute } from '../../shared/eventstore/execute.ts';
import { causeOf } from '../../shared/http/cause.ts';
import { endpoint } from '../../shared/http/endpoint.ts';
import { jsonOf, parse } from '../../shared/http/request.ts';
import { ok } from '../../shared/http/respond.ts';
import type { Caller } from '../../shared/identity/caller.ts';
import { type CompanyEntry, companyAddress } from '../../shared/identity/company.ts';
import { hashOf, isKey } from '../../shared/identity/keys.ts';
import { notFound, unauthenticated } from '../../shared/kernel/errors.ts';
import { defined } from '../../shared/kernel/objects.ts';
import type { Services } from '../../shared/services.ts';
import { membershipsOf } from './companies.ts';
import { AcceptInvitationBody, Company, memberIdOf } from './contract.ts';
import { invitation, invitationStream } from './invitation.ts';
import { type InvitationEntry, invitationAddress } from './invitation-cards.ts';
import { membership, membershipStream } from './membership.ts';
import { type Person, personOf } from './principal.ts';

/** Somebody who is signed in and shows a token that is for them: they act for the company that invited them, and only to accept. */
interface Invited extends Caller {
  readonly person: Person;
  readonly invitationId: string;
  readonly tokenHash: string;
}

const accepting = execute(invitation);
const joining = execute(membership);

/** To whom it is not addressed, a token is as unknown as one that never was. */
const invited = async (request: HttpRequest, { lookups, settings }: Services): Promise<Invited> => {
  const person = personOf(request, settings.identity);
  if (!person) throw unauthenticated('access/sign-in', 'Sign in with the address that was invited.');
  const { token } = parse(AcceptInvitationBody, await jsonOf(request.clone()), 'body');
  const tokenHash = hashOf(token);
  const { pk, id } = invitationAddress(tokenHash);
  const entry = isKey('inv', token) ? await lookups.find<InvitationEntry>(pk, id, { within: 0 }) : undefined;
  if (entry?.memberId !== memberIdOf(person.email))
    throw notFound('access/no-invitation', 'There is no such invitation for the address you are signed in with.');
  const { tenantId, invitationId } = entry;
  return {
    tenantId,
    actor: `user:${person.email}`,
    roles: ['invited'],
    scopes: new Set(['self:write'] as const),
    ...{ person, invitationId, tokenHash },
  };
};

export const acceptInvitation = endpoint({
  summary: 'Accept an invitation',
  description:
    'By the token of the invitation, signed in with the address that was invited. Works once; safe to send twice.',
  scope: 'self:write',
  authenticate: invited,
  body: AcceptInvitationBody,
  answer: Company,
  async run(input, services) {
    const { caller, now } = input;
    const { tenantId, person, invitationId, tokenHash } = caller;
    const cause = { ...causeOf(input), expected: undefined };
    const accept = { type: 'Accept', data: { tokenHash, now } } as const;
    const { state } = await accepting(services.streams, invitationStream(tenantId, invitationId), accept, cause);
    if (state.status === 'absent') throw notFound('access/no-invitation', 'There is no such invitation.');
    // Only now: two who show the token at once must not both come in. Cut off in between, the next try comes here again.
    const { role, groups } = state;
    const join = {
      type: 'Join',
      data: { email: person.email, role, ...defined({ groups }), invitationId, now },
    } as const;
    await joining(services.streams, membershipStream(tenantId, person.email), join, cause);
    const [current] = await membershipsOf(services.lookups, person, { within: 0 });
    const { pk, id } = companyAddress(tenantId);
    const name = (await services.lookups.find<CompanyEntry>(pk, id))?.name ?? tenantId;
    return ok({ tenant: { id: tenantId, name }, role, current: current?.tenantId === tenantId });
  },
});
