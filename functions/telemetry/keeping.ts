import { type CompanyEntry, companyAddress } from '../../shared/identity/company.ts';
import { PLANS, USUAL_PLAN } from '../../shared/identity/plans.ts';
import type { Services } from '../../shared/services.ts';

const DAY_SECONDS = 86_400;

/** How long a company's plan keeps positions, in seconds from when they are written. One lookup, mostly answered from memory. */
export const keepSecondsOf = async ({ lookups }: Pick<Services, 'lookups'>, tenantId: string): Promise<number> => {
  const { pk, id } = companyAddress(tenantId);
  const company = await lookups.find<CompanyEntry>(pk, id);
  return PLANS[company?.plan ?? USUAL_PLAN].historyDays * DAY_SECONDS;
};
