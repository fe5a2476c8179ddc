import { execute } from '../../shared/eventstore/execute.ts';
import { noContent } from '../../shared/http/answers.ts';
import { causeOf } from '../../shared/http/cause.ts';
import { endpoint, type Input } from '../../shared/http/endpoint.ts';
import { ok } from '../../shared/http/respond.ts';
import type { Caller } from '../../shared/identity/caller.ts';
import { type CompanyEntry, companyAddress } from '../../shared/identity/company.ts';
import { forbidden, notFound } from '../../shared/kernel/errors.ts';
import type { Services } from '../../shared/services.ts';
import { membershipsOf } from './companies.ts';
import { ChooseCompanyBody, Companies } from './contract.ts';
import { cutOff, requireTimedSessions } from './cut-off.ts';
import { type MembershipEntry, SIGN_IN } from './member-cards.ts';
import { type MembershipCommand, membership, membershipStream } from './membership.ts';

const handle = execute(membership);

/** The caller's own address. @throws FleetError `forbidden` for integrations: they belong to one company and have no sessions. */
const emailOf = ({ actor }: Caller): string => {
  if (!actor.startsWith('user:')) throw forbidden('access/people-only', 'This is for people who are signed in.');
  return actor.slice('user:'.length);
};

const mine = ({ lookups }: Pick<Services, 'lookups'>, email: string, within?: number) =>
  membershipsOf(lookups, { provider: SIGN_IN, email }, within === undefined ? {} : { within });

const shown = async ({ lookups }: Pick<Services, 'lookups'>, memberships: readonly MembershipEntry[]) => ({
  items: await Promise.all(
    memberships.map(async ({ tenantId: id, role }, index) => {
      const { pk, id: entry } = companyAddress(id);
      const tenant = await lookups.find<CompanyEntry>(pk, entry);
      return { tenant: { id, name: tenant?.name ?? id }, role, current: index === 0 };
    }),
  ),
});

/** On the stream of one's own membership, in whichever company that is. */
const change = (
  input: Input<unknown, unknown, unknown>,
  { streams }: Services,
  tenantId: string,
  command: MembershipCommand,
) =>
  handle(streams, membershipStream(tenantId, emailOf(input.caller)), command, {
    ...causeOf(input),
    expected: undefined,
  });

export const myCompanies = endpoint({
  summary: 'List the companies you belong to',
  description: 'The first is the one that your requests are made for.',
  scope: 'self:read',
  answer: Companies,
  async run({ caller }, services) {
    return ok(await shown(services, await mine(services, emailOf(caller), 0)));
  },
});

export const chooseCompany = endpoint({
  summary: 'Work for another of your companies',
  description:
    'Your requests are made for it from now on. Another instance may take 20 seconds to learn of it, unless requests say in `x-company` for which company they mean to be: they are refused with `access/other-company` when that is not yours now.',
  scope: 'self:write',
  body: ChooseCompanyBody,
  answer: Companies,
  async run(input, services) {
    const email = emailOf(input.caller);
    const memberships = await mine(services, email, 0);
    const [current] = memberships;
    const chosen = memberships.find(({ tenantId }) => tenantId === input.body.tenantId);
    if (!chosen) throw notFound('access/no-company', 'You do not belong to such a company.');
    if (chosen === current) return ok(await shown(services, memberships));
    // Later than every choice before, whatever the clocks of other instances said.
    const after = Math.max(Date.parse(input.now), Date.parse(current?.chosenAt ?? input.now) + 1);
    const at = new Date(after).toISOString();
    await change(input, services, chosen.tenantId, { type: 'Choose', data: { at } });
    await cutOff(services, email);
    return ok(await shown(services, await mine(services, email, 0)));
  },
});

export const signOutEverywhere = endpoint({
  summary: 'End all your sessions',
  description:
    'This one too. Every session that began before is refused with `access/signed-out`, within 20 seconds on every instance.',
  scope: 'self:write',
  answer: noContent,
  async run(input, services) {
    const email = emailOf(input.caller);
    requireTimedSessions(input.caller);
    for (const { tenantId } of await mine(services, email, 0))
      await change(input, services, tenantId, { type: 'SignOut', data: { now: input.now } });
    await cutOff(services, email);
    return { status: 204 };
  },
});
