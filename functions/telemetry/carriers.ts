import { LRUCache } from 'lru-cache';
import { perServices } from '../../shared/services.ts';
import { vehicleShardAddress } from '../devices/contract.ts';
import type { FenceIndex } from '../geofences/use-cases.ts';
import type { FenceScene } from './pipeline/geofences.ts';
import { type ShardState, STATE, shardPath } from './shard-state.ts';

/** How old the positions may be that a moving fence is taken to be at: the fixes of whoever meets it are seconds old as well. */
const BELIEVED_MS = 10_000;
const MAX_COMPANIES = 1_000;

type Positions = ReadonlyMap<string, { readonly lat: number; readonly lon: number }>;

const NOWHERE: Positions = new Map();

/** Where the vehicles are that fences move with: at most one request in ten seconds, and none for companies without such fences. */
export const carriersOf = perServices((services) => {
  const { lookups, live, clock } = services;
  const known = new LRUCache<string, { readonly at: number; readonly positions: Positions }>({ max: MAX_COMPANIES });

  const look = async (tenantId: string, vehicleIds: readonly string[]): Promise<Positions> => {
    const { pk } = vehicleShardAddress(tenantId, '');
    const shards = await lookups.findMany<{ shard: number }>(pk, vehicleIds);
    const numbers = [...new Set([...shards.values()].map(({ shard }) => shard))];
    const stored = await live.getMany<ShardState>(
      tenantId,
      numbers.map((shard) => ({ path: shardPath(shard), id: STATE })),
    );
    const wanted = new Set(vehicleIds);
    return new Map(
      stored.flatMap((one) =>
        Object.entries(one?.doc.vehicles ?? {}).flatMap(([vehicleId, { latest }]) =>
          wanted.has(vehicleId) ? [[vehicleId, latest] as const] : [],
        ),
      ),
    );
  };

  return async (tenantId: string, fences: FenceIndex): Promise<NonNullable<FenceScene['positionOf']>> => {
    const vehicleIds = fences.carriers();
    const now = clock().getTime();
    const before = known.get(tenantId);
    const isFresh = before !== undefined && now - before.at < BELIEVED_MS;
    const positions = vehicleIds.length === 0 ? NOWHERE : isFresh ? before.positions : await look(tenantId, vehicleIds);
    if (vehicleIds.length > 0 && !isFresh) known.set(tenantId, { at: now, positions });
    return (vehicleId) => positions.get(vehicleId);
  };
});
