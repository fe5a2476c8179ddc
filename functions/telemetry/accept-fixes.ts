import { portions } from '../../shared/kernel/portions.ts';
import type { Outgoing } from '../../shared/messaging/bus.ts';
import { perServices, type Services } from '../../shared/services.ts';
import { TELEMETRY_QUEUE } from './contract.ts';
import { bytesOf } from './fix.ts';
import {
  type Dropped,
  type FixMessage,
  type Located,
  pack,
  sessionOf,
  WAKEUPS_QUEUE,
  type WakeUp,
} from './messages.ts';
import { publishMoved } from './publish-moved.ts';
import { bucketOf, wakeUpFor } from './wake-up.ts';

/** Well below the broker's limit, whatever attributes the fixes carry. */
const MAX_MESSAGE_BYTES = 64 * 1024;
/** A shard's last bucket is forgotten now and then; a wake-up too many is dropped by the broker anyway. */
const MAX_REMEMBERED = 20_000;

/** Names the devices of one message, each once. */
const roster = () => {
  const places = new Map<string, number>();
  const placeOf = (deviceId: string): number => {
    const known = places.get(deviceId) ?? places.size;
    if (known === places.size) places.set(deviceId, known);
    return known;
  };
  return { placeOf, devices: () => [...places.keys()] };
};

const countsOf = (dropped: readonly Dropped[], placeOf: (deviceId: string) => number) =>
  [...Map.groupBy(dropped, ({ deviceId, reason }) => `${reason} ${deviceId}`).values()].flatMap((same) => {
    const [first] = same;
    return first ? [[placeOf(first.deviceId), first.reason, same.length] as const] : [];
  });

/** The messages of one shard. All fixes of a call were received together. */
const messagesOf = (
  shard: Pick<WakeUp, 'tenantId' | 'shard'>,
  located: readonly Located[],
  dropped: readonly Dropped[],
  receivedAt: number,
): Outgoing[] => {
  const groups = portions(located, MAX_MESSAGE_BYTES, ({ fix }) => bytesOf(fix.attributes));
  const messages = groups.length > 0 ? groups : [[]];
  return messages.map((some, index) => {
    const { placeOf, devices } = roster();
    const fixes = some.map(({ vehicleId, fix, deviceId }) => pack(vehicleId, fix, placeOf(deviceId)));
    const drops = index === 0 ? countsOf(dropped, placeOf) : [];
    const body: FixMessage = { receivedAt, fixes, devices: devices(), ...(drops.length > 0 && { drops }) };
    return { sessionId: sessionOf(shard.tenantId, shard.shard), body };
  });
};

type Ports = Pick<Services, 'bus' | 'clock'> & { readonly settings: Pick<Services['settings'], 'telemetry'> };

/** Puts fixes into the sessions of their shards and wakes these; resolves once the broker has them. */
export const queueing = ({ bus, clock, settings }: Ports) => {
  const { wakeSeconds } = settings.telemetry;
  const woken = new Map<string, number>();

  const wake = async (tenantId: string, shards: readonly number[]) => {
    const bucket = bucketOf(clock().getTime(), wakeSeconds);
    const due = shards.filter((shard) => woken.get(sessionOf(tenantId, shard)) !== bucket);
    if (due.length === 0) return;
    await bus.send(
      WAKEUPS_QUEUE,
      due.map((shard) => wakeUpFor({ tenantId, shard }, bucket, wakeSeconds)),
    );
    if (woken.size > MAX_REMEMBERED) woken.clear();
    for (const shard of due) woken.set(sessionOf(tenantId, shard), bucket);
  };

  return async (tenantId: string, located: readonly Located[], dropped: readonly Dropped[] = []): Promise<void> => {
    const receivedAt = clock().getTime();
    const byShard = Map.groupBy(located, ({ shard }) => shard);
    const dropsByShard = Map.groupBy(dropped, ({ shard }) => shard);
    const shards = [...new Set([...byShard.keys(), ...dropsByShard.keys()])];
    await bus.send(
      TELEMETRY_QUEUE,
      shards.flatMap((shard) =>
        messagesOf({ tenantId, shard }, byShard.get(shard) ?? [], dropsByShard.get(shard) ?? [], receivedAt),
      ),
    );
    // Only now: a wake-up that overtook its fixes would find nothing, and the next one would be a duplicate.
    await wake(tenantId, shards);
  };
};

const acceptor = (services: Services) => {
  const queue = queueing(services);
  return async (tenantId: string, located: readonly Located[], dropped: readonly Dropped[] = []): Promise<void> => {
    await queue(tenantId, located, dropped);
    publishMoved(services, tenantId, located);
  };
};

/**
 * Takes fixes for good: resolves once the broker has them. Whoever watches the fleet sees them at once; latest state and history follow
 * within a time bucket. With them goes what was dropped on the way in, to be counted by device.
 */
export const acceptFixes = perServices(acceptor);
