import { type Caller, maySee } from '../../shared/identity/caller.ts';
import type { Services } from '../../shared/services.ts';
import { STATUSES_IN_USE, VEHICLES_VIEW, type VehicleCard, type Warning } from './contract.ts';
import { plateKeyOf } from './vehicle-cards.ts';

/** Fleets swap plates, so two vehicles may have the same one: whoever writes it is told, as far as they may see the other. */
export const plateWarnings = async (
  { views }: Pick<Services, 'views'>,
  caller: Pick<Caller, 'tenantId' | 'groups'>,
  { id, plate }: Pick<VehicleCard, 'id' | 'plate'>,
): Promise<Warning[]> => {
  if (!plate) return [];
  const where = { plateKey: plateKeyOf(plate), status: STATUSES_IN_USE };
  const { items } = await views.in(caller.tenantId, VEHICLES_VIEW).query<VehicleCard>({ where, limit: 5 });
  return items
    .filter((other) => other.id !== id && maySee(caller, other.groupId))
    .map(({ id: vehicleId, name }) => ({
      code: 'vehicles/plate-in-use',
      message: `${name} has this plate, too.`,
      vehicleId,
    }));
};
