import { type Caller, maySee } from '../../shared/identity/caller.ts';
import { invalid } from '../../shared/kernel/errors.ts';
import type { Services } from '../../shared/services.ts';
import { isInUse, VEHICLES_VIEW, type VehicleCard } from '../vehicles/contract.ts';
import { VEHICLES_PER_SHARD, vehicleShardAddress } from './contract.ts';
import { deviceCards } from './device-cards.ts';

const unknownVehicle = () =>
  invalid('devices/unknown-vehicle', 'There is no such vehicle in service.', [
    { path: ['vehicleId'], message: 'Register the vehicle first.' },
  ]);

/**
 * The shard of a vehicle that a device is to report for. A vehicle stays in its shard for ever; new ones fill the shards one after the other.
 * @throws FleetError `invalid` when the company has no such vehicle in service, or not for this caller.
 */
export const shardFor = async (
  { views, lookups }: Pick<Services, 'views' | 'lookups'>,
  { tenantId, groups }: Pick<Caller, 'tenantId' | 'groups'>,
  vehicleId: string,
): Promise<number> => {
  const vehicle = await views.in(tenantId, VEHICLES_VIEW).get<VehicleCard>(vehicleId);
  const isSeen = vehicle && maySee(groups ? { groups } : {}, vehicle.doc.groupId);
  if (!isSeen || !isInUse(vehicle.doc.status)) throw unknownVehicle();
  const { pk, id } = vehicleShardAddress(tenantId, vehicleId);
  const known = await lookups.find<{ shard: number }>(pk, id);
  if (known) return known.shard;
  const devices = await views.in(tenantId, deviceCards.name).count();
  // Two devices of one vehicle may be registered at once: both must come to the same shard.
  return (await lookups.claim(pk, id, { shard: Math.floor(devices / VEHICLES_PER_SHARD) })).shard;
};
