import type { PartPut } from '../../shared/documents/documents.ts';
import { stale } from '../../shared/kernel/errors.ts';
import type { Poison } from '../../shared/messaging/bus.ts';
import { inSpan } from '../../shared/observability/trace.ts';
import type { Services } from '../../shared/services.ts';
import { isReadable, type Message, unseen } from './arrivals.ts';
import { writeCheckpoints } from './checkpoints.ts';
import { compact } from './history.ts';
import { keepSecondsOf } from './keeping.ts';
import type { FixMessage, WakeUp } from './messages.ts';
import { emptyOutbox, isDue, withFacts } from './outbox.ts';
import { publishFacts } from './publish-facts.ts';
import { scenesOf } from './scenes.ts';
import { removeSegments, segmentOf } from './segments.ts';
import { type ShardState, shardPath } from './shard-state.ts';
import { shardsOf } from './shards.ts';
import { poisonOf, type Taken, takeMessages } from './take-messages.ts';

/** A reader of history looks into each pending segment, so there must not be many; sorting them costs a write per vehicle. */
const MAX_PENDING = 64;
/** Nor many fixes in them: sorting holds all of them in memory. */
const MAX_PENDING_FIXES = 50_000;
/** What goes with the state of its shard in one transaction, of 2 MB in all. */
const MAX_BESIDE_BYTES = 128 * 1024;

const isRipe = ({ pending }: ShardState): boolean =>
  pending.length >= MAX_PENDING || pending.reduce((sum, { count }) => sum + count, 0) >= MAX_PENDING_FIXES;

/** Sorts the pending segments by vehicle and time. Housekeeping: when it fails, the next round tries again. */
const tidy = async (services: Services, wakeUp: WakeUp, state: ShardState, etag: string, keepSeconds: number) =>
  inSpan('telemetry compact', { 'fleet.tenant': wakeUp.tenantId, 'fleet.segments': state.pending.length }, async () => {
    const { tenantId, shard } = wakeUp;
    if (!(await compact(services, tenantId, shard, state.pending, keepSeconds)))
      throw stale('telemetry/contended', 'Somebody else writes the history of this shard.');
    await shardsOf(services).save(wakeUp, { ...state, pending: [] }, etag);
    await removeSegments(services.live, tenantId, shard, state.pending);
  });

const vehiclesIn = (messages: readonly Message[]): ReadonlySet<string> =>
  new Set(messages.flatMap(({ body }) => body.fixes.map(([vehicleId]) => vehicleId)));

/** What was kept becomes segments: large ones of their own, small ones beside the state, all or nothing with it. */
const segmentsOf = async (
  { live }: Services,
  { tenantId, shard }: WakeUp,
  rounds: Taken['rounds'],
  keepSeconds: number,
) => {
  const beside: PartPut<object>[] = [];
  const pending = [];
  let room = MAX_BESIDE_BYTES;
  for (const { id, kept, bytes } of rounds) {
    if (kept.size === 0) continue;
    const { segment, put } = segmentOf(id, kept);
    pending.push(segment);
    if (bytes > room) await live.in(tenantId, ...shardPath(shard)).put(id, put.doc, { keepSeconds });
    else beside.push({ ...put, keepSeconds });
    if (bytes <= room) room -= bytes;
  }
  return { pending, beside };
};

/**
 * Takes some messages of a shard for good. Doing it again with messages that are in the state already changes nothing; facts that waited from earlier
 * rounds are published first, so that saving the state tells that they are.
 * @returns the messages that nothing can be made of
 * @throws FleetError `stale` when another instance has drained the shard meanwhile; do it again.
 */
export const keepRound = async (
  services: Services,
  wakeUp: WakeUp,
  messages: readonly Message[],
): Promise<{ poison: readonly Poison<FixMessage>[] }> => {
  const { tenantId } = wakeUp;
  const shards = shardsOf(services);
  const { doc: before, etag } = await shards.load(wakeUp);
  const unreadable = messages.filter((message) => !isReadable(message));
  const poison = unreadable.map((one) => poisonOf(one, 'malformed', 'The body is no message of fixes.'));
  const readable = unreadable.length > 0 ? messages.filter(isReadable) : messages;
  const fresh = unseen(readable, before.done);
  const last = fresh.at(-1);
  if (!last) return { poison };

  const now = services.clock().getTime();
  const keepSeconds = await keepSecondsOf(services, tenantId);
  const scenes = await scenesOf(services, tenantId, vehiclesIn(fresh));
  const { rounds, poison: broken } = await takeMessages(services, wakeUp, before, fresh, scenes);
  await writeCheckpoints(
    services,
    tenantId,
    rounds.flatMap(({ checkpoints }) => checkpoints),
    keepSeconds,
  );
  const { pending, beside } = await segmentsOf(services, wakeUp, rounds, keepSeconds);
  let outbox = { outbox: before.outbox, outboxSince: before.outboxSince };
  if (isDue(outbox, now, services.settings.telemetry.wakeSeconds)) {
    await publishFacts(services, tenantId, outbox.outbox);
    outbox = emptyOutbox;
  }
  const repeated = new Set(pending.map(({ id }) => id));
  const { vehicles, devices } = rounds.at(-1) ?? before;
  const state: ShardState = {
    vehicles,
    devices,
    pending: [...before.pending.filter(({ id }) => !repeated.has(id)), ...pending],
    ...withFacts(
      outbox,
      rounds.flatMap(({ told }) => told),
      now,
    ),
    done: last.sequenceNumber,
  };
  const saved = await shards.save(wakeUp, state, etag, beside);
  if (isRipe(state))
    await tidy(services, wakeUp, state, saved, keepSeconds).catch((error: unknown) =>
      services.log.error('A shard keeps its segments for now', { ...wakeUp, pending: state.pending.length, error }),
    );
  return { poison: [...poison, ...broken] };
};
