import { execute } from '../../shared/eventstore/execute.ts';
import { causeOf } from '../../shared/http/cause.ts';
import { endpoint } from '../../shared/http/endpoint.ts';
import { ok } from '../../shared/http/respond.ts';
import { USUAL_TIME_ZONE } from '../../shared/identity/company.ts';
import type { Services } from '../../shared/services.ts';
import { ChangeCompanyBody, OwnCompany } from './contract.ts';
import { type TenantCard, type TenantCommand, tenant, tenantCards, tenantStream } from './tenant.ts';

const handle = execute(tenant);

const companyOf = async ({ views }: Pick<Services, 'views'>, tenantId: string): Promise<OwnCompany> => {
  const card = (await views.in(tenantId, tenantCards.name).get<TenantCard>(tenantId))?.doc;
  return { id: tenantId, name: card?.name ?? tenantId, timeZone: card?.timeZone ?? USUAL_TIME_ZONE };
};

export const getCompany = endpoint({
  summary: 'Show your company',
  scope: 'self:read',
  answer: OwnCompany,
  run: async ({ caller }, services) => ok(await companyOf(services, caller.tenantId)),
});

export const changeCompany = endpoint({
  summary: 'Change what your company is called and where it is',
  description: 'Days, such as the day on which something is due, are days of its time zone.',
  scope: 'access:write',
  body: ChangeCompanyBody,
  answer: OwnCompany,
  async run(input, services) {
    const { tenantId } = input.caller;
    const { name, timeZone } = input.body;
    const commands: TenantCommand[] = [
      ...(name === undefined ? [] : [{ type: 'Rename', data: { name, now: input.now } } as const]),
      ...(timeZone === undefined ? [] : [{ type: 'SetTimeZone', data: { timeZone, now: input.now } } as const]),
    ];
    const cause = { ...causeOf(input), expected: undefined };
    for (const command of commands) await handle(services.streams, tenantStream(tenantId), command, cause);
    return ok(await companyOf(services, tenantId));
  },
});
