import type { Lookups } from '../documents/lookups.ts';
import { type Day, dayIn } from '../kernel/days.ts';
import type { Plan } from './plans.ts';

/** What the directory knows of a company itself. */
export interface CompanyEntry {
  readonly name: string;
  /** IANA, for example `Europe/Berlin`. */
  readonly timeZone?: string;
  /** Until somebody has said so, the usual one. */
  readonly plan?: Plan;
}

/** Until a company says where it is. */
export const USUAL_TIME_ZONE = 'UTC';

export const companyAddress = (tenantId: string) => ({ pk: `tenant:${tenantId}`, id: 'tenant' });

interface Ports {
  readonly lookups: Pick<Lookups, 'find'>;
  readonly clock: () => Date;
}

/** Which day it is for a company. One lookup, mostly answered from memory. */
export const todayOf = async ({ lookups, clock }: Ports, tenantId: string): Promise<Day> => {
  const { pk, id } = companyAddress(tenantId);
  const company = await lookups.find<CompanyEntry>(pk, id);
  return dayIn(company?.timeZone ?? USUAL_TIME_ZONE, clock());
};
