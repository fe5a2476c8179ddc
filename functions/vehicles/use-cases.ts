import { type Caller, maySee } from '../../shared/identity/caller.ts';
import type { Services } from '../../shared/services.ts';
import { type VehicleEntry, vehiclesPartition } from './contract.ts';

/**
 * Of what hangs on vehicles, what hangs on those that the caller may see. The directory is asked: a vehicle that another instance has just moved
 * counts where it was for up to five minutes.
 */
export const seenBy = async <Item extends { readonly vehicleId: string }>(
  { lookups }: Pick<Services, 'lookups'>,
  caller: Pick<Caller, 'tenantId' | 'groups'>,
  items: readonly Item[],
): Promise<readonly Item[]> => {
  if (!caller.groups) return items;
  const ids = items.map(({ vehicleId }) => vehicleId);
  const vehicles = await lookups.findMany<VehicleEntry>(vehiclesPartition(caller.tenantId), ids);
  return items.filter(({ vehicleId }) => maySee(caller, vehicles.get(vehicleId)?.groupId));
};
