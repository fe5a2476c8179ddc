import { isKind } from '../../shared/kernel/errors.ts';
import type { Services } from '../../shared/services.ts';
import type { Told } from './facts.ts';
import type { WakeUp } from './messages.ts';
import { publishFacts } from './publish-facts.ts';
import type { ShardState } from './shard-state.ts';
import { shardsOf } from './shards.ts';

/** Facts are published together: what some buckets bring costs no more than what one brings. */
const PUBLISHED_EVERY_BUCKETS = 3;
/** They share the document of the state, which has no room for many; so many are worth being published at once. */
const MAX_WAITING = 50;

type Outbox = Pick<ShardState, 'outbox' | 'outboxSince'>;

export const emptyOutbox: Outbox = { outbox: [], outboxSince: 0 };

/** The outbox with what was found now. */
export const withFacts = ({ outbox, outboxSince }: Outbox, told: readonly Told[], now: number): Outbox =>
  told.length === 0
    ? { outbox, outboxSince }
    : { outbox: [...outbox, ...told], outboxSince: outbox.length > 0 ? outboxSince : now };

/** Whether to publish now. */
export const isDue = ({ outbox, outboxSince }: Outbox, now: number, wakeSeconds: number): boolean =>
  outbox.length >= MAX_WAITING ||
  // Half a bucket of grace: wake-ups come a little after each bucket's end.
  (outbox.length > 0 && now - outboxSince >= (PUBLISHED_EVERY_BUCKETS - 0.5) * wakeSeconds * 1000);

/** Publishes the facts of a shard that nothing more has arrived for. */
export const publishDue = async (services: Services, wakeUp: WakeUp): Promise<'empty' | 'waiting'> => {
  const shards = shardsOf(services);
  const { doc, etag } = await shards.load(wakeUp);
  if (doc.outbox.length === 0) return 'empty';
  if (!isDue(doc, services.clock().getTime(), services.settings.telemetry.wakeSeconds)) return 'waiting';
  await publishFacts(services, wakeUp.tenantId, doc.outbox);
  try {
    await shards.save(wakeUp, { ...doc, ...emptyOutbox }, etag);
    return 'empty';
  } catch (error) {
    // Somebody else drains the shard by now, and publishes them as well: that changes nothing.
    if (!isKind(error, 'stale')) throw error;
    return 'waiting';
  }
};
