import { everything } from '../../shared/documents/documents.ts';
import { maySee } from '../../shared/identity/caller.ts';
import { groupTreeOf, subtree } from '../../shared/identity/group-tree.ts';
import type { Services } from '../../shared/services.ts';
import { MEMBERSHIPS_VIEW, type MembershipCard } from '../access/contract.ts';
import { driverResource } from '../drivers/resource.ts';
import type { RenewalRecord } from './contract.ts';

type Member = MembershipCard & { readonly id: string; readonly groups?: readonly string[] };

/** Those who run the company, and dispatchers, as far as what it is about is theirs to see. */
const managersOf = async ({ views, lookups }: Services, tenantId: string, groupId: string | undefined) => {
  const tree = await groupTreeOf(lookups, tenantId);
  const managers: string[] = [];
  const where = { active: true, role: ['owner', 'admin', 'dispatcher'] };
  for await (const { id, groups } of everything<Member>(views.in(tenantId, MEMBERSHIPS_VIEW), { where }))
    if (maySee(groups ? { groups: subtree(tree, groups) } : {}, groupId)) managers.push(id);
  return managers;
};

/** The member who drives, for what is their own. */
const driverOf = async (services: Services, tenantId: string, { kind, subject }: RenewalRecord) => {
  if (subject.kind !== 'driver' || kind !== 'licence' || subject.id === undefined) return [];
  const { memberId } = await driverResource.find(services, { tenantId }, subject.id);
  return memberId === undefined ? [] : [memberId];
};

/** The members to remind of a renewal, each once. */
export const recipientsOf = async (
  services: Services,
  tenantId: string,
  renewal: RenewalRecord,
  groupId: string | undefined,
): Promise<readonly string[]> => {
  const named = renewal.notify ?? (await managersOf(services, tenantId, groupId));
  return [...new Set([...named, ...(await driverOf(services, tenantId, renewal))])];
};
