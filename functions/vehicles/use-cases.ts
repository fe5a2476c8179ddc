import { type Caller, maySee } from '../../shared/identity/caller.ts';
import type { ImportField } from '../../shared/imports/importable.ts';
import { type Named, namedIn } from '../../shared/imports/matching.ts';
import type { Services } from '../../shared/services.ts';
import { isInUse, VEHICLES_VIEW, type VehicleCard, type VehicleEntry, vehiclesPartition } from './contract.ts';
import { plateKeyOf } from './vehicle-cards.ts';

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

/** The column of a table that says which vehicle a row is about: its text is one that `vehiclesNamed` finds. */
export const VEHICLE_COLUMN: ImportField = {
  ...{ name: 'vehicle', label: 'Vehicle', reads: 'text', required: true, example: 'K-WF 7' },
  synonyms: ['vin', 'plate', 'vehicle name', 'vehicle id', 'external id', 'fahrzeug', 'kennzeichen', 'fin'],
};

/** The vehicles in use that people mean by these texts: an id, a VIN, what another system calls it, a plate or a name, as far as the caller may see them. */
export const vehiclesNamed = (
  { views }: Pick<Services, 'views'>,
  caller: Caller,
  texts: readonly string[],
): Promise<Named<VehicleCard>> =>
  namedIn<VehicleCard>(
    views.in(caller.tenantId, VEHICLES_VIEW),
    texts,
    [
      { field: 'id' },
      { field: 'vin', of: (text) => text.toUpperCase() },
      { field: 'externalId' },
      { field: 'plateKey', of: plateKeyOf },
      { field: 'sortName', of: (text) => text.toLowerCase() },
    ],
    ({ status, groupId }) => isInUse(status) && maySee(caller, groupId),
    'vehicle',
  );
