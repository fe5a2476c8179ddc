import { broadcaster } from '../../shared/live/broadcast.ts';
import type { Outgoing } from '../../shared/messaging/bus.ts';
import { perServices, type Services } from '../../shared/services.ts';
import { fleetGroup } from '../live/contract.ts';
import type { Position } from './contract.ts';
import { toPosition } from './fix.ts';
import { type FixMessage, type Located, pack, sessionOf, TELEMETRY_QUEUE, WAKEUPS_QUEUE } from './messages.ts';
import { bucketOf, wakeUpFor } from './wake-up.ts';

/** Keeps a message well below the broker's limit whatever attributes its fixes carry. */
const MAX_FIXES_PER_MESSAGE = 200;
/** A shard's last bucket is forgotten now and then; a wake-up too many is dropped by the broker anyway. */
const MAX_REMEMBERED = 20_000;

/** The messages of one shard. All fixes of a call were received together. */
const messagesOf = (tenantId: string, shard: number, located: readonly Located[]): Outgoing[] => {
  const messages: Outgoing[] = [];
  for (let start = 0; start < located.length; start += MAX_FIXES_PER_MESSAGE) {
    const some = located.slice(start, start + MAX_FIXES_PER_MESSAGE);
    const body: FixMessage = {
      receivedAt: some[0]?.fix.receivedAt ?? 0,
      fixes: some.map(({ vehicleId, fix }) => pack(vehicleId, fix)),
    };
    messages.push({ sessionId: sessionOf(tenantId, shard), body });
  }
  return messages;
};

const acceptor = ({ bus, push, clock, log, settings }: Services) => {
  const { wakeSeconds } = settings.telemetry;
  const woken = new Map<string, number>();
  const live = broadcaster<Position>(push, {
    keyOf: ({ vehicleId }) => vehicleId,
    message: (vehicles) => ({ type: 'vehicles-moved', vehicles }),
    onFailure: (group, error) => log.warn('A live update was not sent', { group, error }),
  });

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

  return async (tenantId: string, located: readonly Located[]): Promise<void> => {
    const shards = Map.groupBy(located, ({ shard }) => shard);
    await bus.send(
      TELEMETRY_QUEUE,
      [...shards].flatMap(([shard, some]) => messagesOf(tenantId, shard, some)),
    );
    // Only now: a wake-up that overtook its fixes would find nothing, and the next one would be a duplicate.
    await wake(tenantId, [...shards.keys()]);
    live.publish(
      fleetGroup(tenantId),
      located.map(({ vehicleId, fix }) => toPosition(vehicleId, fix)),
    );
  };
};

/**
 * Takes fixes for good: resolves once the broker has them. Whoever watches the fleet sees them at once; latest state and history follow
 * within a time bucket.
 */
export const acceptFixes = perServices(acceptor);
