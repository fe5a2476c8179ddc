import type { QueueHandler } from '../../shared/area.ts';
import type { Stored } from '../../shared/documents/documents.ts';
import { stale } from '../../shared/kernel/errors.ts';
import { portions } from '../../shared/kernel/portions.ts';
import type { Received } from '../../shared/messaging/bus.ts';
import { inSpan } from '../../shared/observability/trace.ts';
import type { Services } from '../../shared/services.ts';
import { TELEMETRY_QUEUE } from './contract.ts';
import { bytesOf } from './fix.ts';
import { compact, removeSegments, writeSegment } from './history.ts';
import { type FixMessage, sessionOf, WAKEUPS_QUEUE, WakeUp } from './messages.ts';
import { digest, emptyShard, type Segment, type ShardState, shardId } from './shard-state.ts';
import { bucketOf, wakeUpFor } from './wake-up.ts';

/** A reader of history looks into each pending segment, so there must not be many; sorting them costs a write per vehicle. */
const MAX_PENDING = 64;
/** Nor many fixes in them: sorting holds all of them in memory. */
const MAX_PENDING_FIXES = 50_000;
/** What one segment may hold, to stay well below the 2 MB of a document: 8,000 fixes that say nothing special. */
const MAX_SEGMENT_BYTES = 1024 * 1024;
/** The most messages of one round. */
const MAX_MESSAGES = 500;

const loadShard = async (
  { live }: Services,
  tenantId: string,
  shard: number,
): Promise<Partial<Stored<ShardState>> & { doc: ShardState }> =>
  (await live.in(tenantId).get<ShardState>(shardId(shard))) ?? { doc: emptyShard };

const saveShard = ({ live }: Services, tenantId: string, shard: number, state: ShardState, etag: string | undefined) =>
  live.in(tenantId).put(shardId(shard), state, etag === undefined ? { create: true } : { ifMatch: etag });

const isRipe = ({ pending }: ShardState): boolean =>
  pending.length >= MAX_PENDING || pending.reduce((sum, { count }) => sum + count, 0) >= MAX_PENDING_FIXES;

/** Sorts the pending segments by vehicle and time. Housekeeping: when it fails, the next round tries again. */
const tidy = async (services: Services, { tenantId, shard }: WakeUp, state: ShardState, etag: string): Promise<void> =>
  inSpan('telemetry compact', { 'fleet.tenant': tenantId, 'fleet.segments': state.pending.length }, async () => {
    if (!(await compact(services.history, tenantId, shard, state.pending)))
      throw stale('telemetry/contended', 'Somebody else writes the history of this shard.');
    await saveShard(services, tenantId, shard, { ...state, pending: [] }, etag);
    await removeSegments(services.history, tenantId, shard, state.pending);
  });

type Message = Received<FixMessage>;

const bytesOfMessage = ({ body }: Message) => body.fixes.reduce((sum, packed) => sum + bytesOf(packed[8]), 0);

const keep = async (services: Services, wakeUp: WakeUp, messages: readonly Message[]): Promise<void> => {
  const { tenantId, shard } = wakeUp;
  const { doc: before, etag } = await loadShard(services, tenantId, shard);
  const now = services.clock().getTime();
  let { vehicles } = before;
  const fresh: Segment[] = [];
  for (const group of portions(messages, MAX_SEGMENT_BYTES, bytesOfMessage)) {
    const digested = digest(
      vehicles,
      group.map(({ body }) => body),
    );
    vehicles = digested.vehicles;
    if (digested.kept.size === 0) continue;
    // Named after both its ends: a repeated round replaces itself, and one that comes back in part replaces nothing.
    const id = `s-${group[0]?.sequenceNumber}-${group.at(-1)?.sequenceNumber}`;
    fresh.push(await writeSegment(services.history, tenantId, shard, id, now, digested.kept));
  }
  if (fresh.length === 0) return;
  const repeated = new Set(fresh.map(({ id, day }) => `${day} ${id}`));
  const state: ShardState = {
    vehicles,
    pending: [...before.pending.filter(({ id, day }) => !repeated.has(`${day} ${id}`)), ...fresh],
  };
  const saved = await saveShard(services, tenantId, shard, state, etag);
  if (isRipe(state))
    await tidy(services, wakeUp, state, saved).catch((error: unknown) =>
      services.log.error('A shard keeps its segments for now', { ...wakeUp, pending: state.pending.length, error }),
    );
};

/** Well below the function's timeout; what is left then is another run's. */
const MAX_DRAIN_SECONDS = 60;
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
      const work = (messages: readonly Message[]) =>
        inSpan('telemetry drain', { 'fleet.tenant': tenantId, 'fleet.messages': messages.length }, () =>
          keep(services, wakeUp, messages),
        );
      const outcome = await bus.drain(TELEMETRY_QUEUE, sessionOf(tenantId, shard), work, {
        batch: MAX_MESSAGES,
        forSeconds: MAX_DRAIN_SECONDS,
      });
      // Its owner may have looked into the queue for the last time already; or there is more than one run should take.
      if (outcome !== 'drained') await again(settings.telemetry.wakeSeconds);
    } catch (error) {
      // The fixes are back in their session. Redelivery of this wake-up would come at once, ten times, and then never again.
      log.error('A shard was not drained and rests for a while', { tenantId, shard, error });
      await again(REST_SECONDS);
    }
  },
};
