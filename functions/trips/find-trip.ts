import type { Caller } from '../../shared/identity/caller.ts';
import { isKind } from '../../shared/kernel/errors.ts';
import type { Services } from '../../shared/services.ts';
import { vehicleResource } from '../vehicles/resource.ts';
import type { Trip } from './contract.ts';
import { tripResource } from './resource.ts';

/** A trip of a vehicle that the caller may see, at version `atLeast` or newer. @throws FleetError `not-found` */
export const findTrip = async (
  services: Pick<Services, 'views' | 'streams'>,
  caller: Pick<Caller, 'tenantId' | 'groups'>,
  tripId: string,
  atLeast?: number,
): Promise<Trip> => {
  const { tenantId } = caller;
  const found = await tripResource.find(services, { tenantId }, tripId, atLeast);
  if (caller.groups)
    await vehicleResource.find(services, caller, found.vehicleId).catch((error: unknown) => {
      throw isKind(error, 'not-found') ? tripResource.notFound() : error;
    });
  return found;
};
