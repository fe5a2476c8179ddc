import { portions } from '../../shared/kernel/portions.ts';
import type { Outgoing } from '../../shared/messaging/bus.ts';
import { perServices, type Services } from '../../shared/services.ts';
import { TELEMETRY_QUEUE } from './contract.ts';
import { bytesOf } from './fix.ts';
import { type FixMessage, type Located, pack, sessionOf, WAKEUPS_QUEUE } from './messages.ts';
import { publishMoved } from './publish-moved.ts';
import { bucketOf, wakeUpFor } from './wake-up.ts';

/** Well below the broker's limit, whatever attributes the fixes carry. */
const MAX_MESSAGE_BYTES = 64 * 1024;
/** A shard's last bucket is forgotten now and then; a wake-up too many is dropped by the broker anyway. */
const MAX_REMEMBERED = 20_000;

/** The messages of one shard. All fixes of a call were received together. */
const messagesOf = (tenantId: string, shard: number, located: readonly Located[]): Outgoing[] =>
  portions(located, MAX_MESSAGE_BYTES, ({ fix }) => bytesOf(fix.attributes)).map((some) => {
    const body: FixMessage = {
      receivedAt: some[0]?.fix.receivedAt ?? 0,
      fixes: some.map(({ vehicleId, fix }) => pack(vehicleId, fix)),
    };
    return { sessionId: sessionOf(tenantId, shard), body };
  });

const acceptor = (services: Services) => {
  const { bus, clock, settings } = services;
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

  return async (tenantId: string, located: readonly Located[]): Promise<void> => {
    const shards = Map.groupBy(located, ({ shard }) => shard);
    await bus.send(
      TELEMETRY_QUEUE,
      [...shards].flatMap(([shard, some]) => messagesOf(tenantId, shard, some)),
    );
    // Only now: a wake-up that overtook its fixes would find nothing, and the next one would be a duplicate.
    await wake(tenantId, [...shards.keys()]);
    publishMoved(services, tenantId, located);
  };
};

/**
 * Takes fixes for good: resolves once the broker has them. Whoever watches the fleet sees them at once; latest state and history follow
 * within a time bucket.
 */
export const acceptFixes = perServices(acceptor);
