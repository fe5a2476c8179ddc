import type { QueueHandler } from '../../shared/area.ts';
import type { Stored } from '../../shared/documents/documents.ts';
import { stale } from '../../shared/kernel/errors.ts';
import type { Received } from '../../shared/messaging/bus.ts';
import type { Services } from '../../shared/services.ts';
import { inSpan } from '../../shared/telemetry/trace.ts';
import { compact, removeSegments, writeSegment } from './history.ts';
import { type FixMessage, sessionOf, TELEMETRY_QUEUE, WAKEUPS_QUEUE, WakeUp } from './messages.ts';
import { digest, emptyShard, type Segment, type ShardState, shardId } from './shard-state.ts';
import { bucketOf, wakeUpFor } from './wake-up.ts';

/** A reader of history looks into each pending segment, so there must not be many; sorting them costs two writes a vehicle. */
const MAX_PENDING = 64;

const loadShard = async (
  { live }: Services,
  tenantId: string,
  shard: number,
): Promise<Partial<Stored<ShardState>> & { doc: ShardState }> =>
  (await live.in(tenantId).get<ShardState>(shardId(shard))) ?? { doc: emptyShard };

const saveShard = ({ live }: Services, tenantId: string, shard: number, state: ShardState, etag: string | undefined) =>
  live.in(tenantId).put(shardId(shard), state, etag === undefined ? { create: true } : { ifMatch: etag });

const sorted = async (
  services: Services,
  { tenantId, shard }: WakeUp,
  state: ShardState,
  etag: string,
): Promise<void> => {
  if (state.pending.length < MAX_PENDING) return;
  await inSpan('telemetry compact', { 'fleet.tenant': tenantId, 'fleet.segments': state.pending.length }, async () => {
    if (!(await compact(services.history, tenantId, shard, state.pending)))
      throw stale('telemetry/contended', 'Somebody else writes the history of this shard.');
    await saveShard(services, tenantId, shard, { ...state, pending: [] }, etag);
    await removeSegments(services.history, tenantId, shard, state.pending);
  });
};

const keep = async (services: Services, wakeUp: WakeUp, messages: readonly Received<FixMessage>[]): Promise<void> => {
  const { tenantId, shard } = wakeUp;
  const { doc: before, etag } = await loadShard(services, tenantId, shard);
  const { vehicles, kept } = digest(
    before,
    messages.map(({ body }) => body),
  );
  if (kept.size === 0) return;
  // Named after its first message: should this round be repeated, it replaces itself.
  const id = `s-${messages[0]?.sequenceNumber}`;
  const segment = await writeSegment(services.history, tenantId, shard, id, services.clock().getTime(), kept);
  const pending: Segment[] = [
    ...before.pending.filter((known) => known.id !== id || known.day !== segment.day),
    segment,
  ];
  const state = { vehicles, pending };
  await sorted(services, wakeUp, state, await saveShard(services, tenantId, shard, state, etag));
};

/** How long a shard is left alone after its drain failed, seconds. */
const REST_SECONDS = 5;

/** Takes everything that waits for one shard, loads its state once, writes once. */
export const drainShard: QueueHandler = {
  handler: (services) => async (message) => {
    const wakeUp = WakeUp.parse(message);
    const { tenantId, shard } = wakeUp;
    const { bus, clock, log, settings } = services;

    const again = async (afterSeconds: number) => {
      const { wakeSeconds } = settings.telemetry;
      const bucket = bucketOf(clock().getTime() + afterSeconds * 1000, wakeSeconds);
      await bus.send(WAKEUPS_QUEUE, [wakeUpFor(wakeUp, bucket, wakeSeconds)]);
    };

    try {
      const outcome = await bus.drain<FixMessage>(TELEMETRY_QUEUE, sessionOf(tenantId, shard), (messages) =>
        inSpan('telemetry drain', { 'fleet.tenant': tenantId, 'fleet.messages': messages.length }, () =>
          keep(services, wakeUp, messages),
        ),
      );
      // Its owner may have looked into the queue for the last time already: look again when the next bucket ends.
      if (outcome === 'taken') await again(settings.telemetry.wakeSeconds);
    } catch (error) {
      // The fixes are back in their session. Redelivery of this wake-up would come at once, ten times, and then never again.
      log.error('A shard was not drained and rests for a while', { tenantId, shard, error });
      await again(REST_SECONDS);
    }
  },
};
