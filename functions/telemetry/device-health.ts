import type { Services } from '../../shared/services.ts';
import type { DeviceHealth } from './contract.ts';
import { clockOffsetOf, type DeviceTally } from './device-tally.ts';
import { type ShardState, STATE, shardPath } from './shard-state.ts';

/** A device, and the shard of the vehicle that it reports for. */
interface Placed {
  readonly id: string;
  readonly shard: number;
}

const instant = (at: number): string => new Date(at).toISOString();

const shown = (deviceId: string, tally: DeviceTally | undefined): DeviceHealth => {
  if (!tally) return { deviceId, accepted: 0, late: 0, dropped: {} };
  const { accepted, late, drops, since, heardAt, fixAt } = tally;
  const offset = clockOffsetOf(tally);
  return {
    ...{ deviceId, accepted, late, dropped: drops, since: instant(since), heardAt: instant(heardAt) },
    ...(fixAt !== undefined && { fixAt: instant(fixAt) }),
    ...(offset !== undefined && { clockOffsetSeconds: offset / 1000 }),
  };
};

/** How devices do, in the order given: one request, whatever their number. */
export const healthOf = async (
  { live }: Pick<Services, 'live'>,
  tenantId: string,
  devices: readonly Placed[],
): Promise<readonly DeviceHealth[]> => {
  const shards = [...new Set(devices.map(({ shard }) => shard))];
  const addresses = shards.map((shard) => ({ path: shardPath(shard), id: STATE }));
  const stored = shards.length > 0 ? await live.getMany<ShardState>(tenantId, addresses) : [];
  const states = new Map(shards.map((shard, index) => [shard, stored[index]?.doc]));
  return devices.map(({ id, shard }) => shown(id, states.get(shard)?.devices[id]));
};
