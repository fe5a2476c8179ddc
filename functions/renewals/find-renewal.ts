import type { Caller } from '../../shared/identity/caller.ts';
import { isKind } from '../../shared/kernel/errors.ts';
import type { Services } from '../../shared/services.ts';
import { findSubject } from '../subjects/use-cases.ts';
import type { RenewalRecord } from './contract.ts';
import { renewalResource } from './resource.ts';

/** A renewal of something that the caller may see, at version `atLeast` or newer. @throws FleetError `not-found` */
export const findRenewal = async (
  services: Pick<Services, 'views' | 'streams'>,
  caller: Pick<Caller, 'tenantId' | 'groups'>,
  renewalId: string,
  atLeast?: number,
): Promise<RenewalRecord> => {
  const { tenantId } = caller;
  const found = await renewalResource.find(services, { tenantId }, renewalId, atLeast);
  if (caller.groups)
    await findSubject(services, caller, found.subject).catch((error: unknown) => {
      throw isKind(error, 'not-found') ? renewalResource.notFound() : error;
    });
  return found;
};
