import type { Caller } from '../../shared/identity/caller.ts';
import { notFound } from '../../shared/kernel/errors.ts';
import type { Services } from '../../shared/services.ts';
import { DEVICES_VIEW, VEHICLES_PER_SHARD, vehicleShardAddress } from '../devices/contract.ts';
import { VEHICLES_VIEW, type VehicleCard } from '../vehicles/contract.ts';
import { vehicleResource } from '../vehicles/resource.ts';
import { emptyShard, type ShardState, STATE, shardPath } from './shard-state.ts';

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
    const stored = await live.in(tenantId, ...shardPath(known.shard)).get<ShardState>(STATE);
    return { shard: known.shard, state: stored?.doc ?? emptyShard };
  }
  if (!(await views.in(tenantId, VEHICLES_VIEW).get<VehicleCard>(vehicleId)))
    throw notFound('vehicles/not-found', 'There is no such vehicle.');
  return undefined;
};

/** What is known of all vehicles of a company, shard by shard. */
export const everyShard = async (
  { views, live }: Pick<Services, 'views' | 'live'>,
  tenantId: string,
): Promise<readonly ShardState[]> => {
  // Shards are filled one after the other, by the number of devices.
  const devices = await views.in(tenantId, DEVICES_VIEW).count();
  const shards = Array.from({ length: Math.floor(devices / VEHICLES_PER_SHARD) + 1 }, (_, shard) => shard);
  const stored = await live.getMany<ShardState>(
    tenantId,
    shards.map((shard) => ({ path: shardPath(shard), id: STATE })),
  );
  return stored.flatMap((found) => (found ? [found.doc] : []));
};
