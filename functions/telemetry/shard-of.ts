import type { Caller } from '../../shared/identity/caller.ts';
import { notFound } from '../../shared/kernel/errors.ts';
import type { Services } from '../../shared/services.ts';
import { vehicleShardAddress } from '../devices/contract.ts';
import { VEHICLES_VIEW, type VehicleCard } from '../vehicles/contract.ts';
import { vehicleResource } from '../vehicles/resource.ts';
import { emptyShard, type ShardState, shardId } from './shard-state.ts';

export interface VehicleShard {
  readonly shard: number;
  readonly state: ShardState;
}

/**
 * The shard that keeps a vehicle's telemetry, undefined for a vehicle that never had a device.
 * @throws FleetError `not-found` when the company has no such vehicle, or not for this caller.
 */
export const shardOf = async (
  services: Services,
  caller: Pick<Caller, 'tenantId' | 'groups'>,
  vehicleId: string,
): Promise<VehicleShard | undefined> => {
  const { lookups, live, views } = services;
  const { tenantId } = caller;
  if (caller.groups) await vehicleResource.find(services, caller, vehicleId);
  const { pk, id } = vehicleShardAddress(tenantId, vehicleId);
  const known = await lookups.find<{ shard: number }>(pk, id);
  if (known) {
    const stored = await live.in(tenantId).get<ShardState>(shardId(known.shard));
    return { shard: known.shard, state: stored?.doc ?? emptyShard };
  }
  if (!(await views.in(tenantId, VEHICLES_VIEW).get<VehicleCard>(vehicleId)))
    throw notFound('vehicles/not-found', 'There is no such vehicle.');
  return undefined;
};
