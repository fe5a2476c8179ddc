import { CosmosClient } from '@azure/cosmos';
import { authenticate } from '../../../functions/access/authenticate.ts';
import { projections } from '../../../functions/index.ts';
import { queueing } from '../../../functions/telemetry/accept-fixes.ts';
import type { Columns } from '../../../functions/telemetry/columns.ts';
import { drainShard } from '../../../functions/telemetry/drain-shard.ts';
import { toPosition } from '../../../functions/telemetry/fix.ts';
import { type Located, WAKEUPS_QUEUE } from '../../../functions/telemetry/messages.ts';
import topics from '../../../infra/topics.json' with { type: 'json' };
import { composeServices } from '../../../shared/compose.ts';
import { readConfig } from '../../../shared/config.ts';
import { portions } from '../../../shared/kernel/portions.ts';
import type { Bus } from '../../../shared/messaging/bus.ts';
import { memoryBus } from '../../../shared/messaging/memory-bus.ts';
import type { Services } from '../../../shared/services.ts';
import type { CloudProcess } from '../bench/processes.ts';
import { type CosmosUse, usedBy } from '../bench/system.ts';
import { onStreets, type StreetFix, standing } from '../streets.ts';
import { USUAL_BATCH } from './load.ts';
import { deviceIdOf, type Fleet, shardOf, vehicleIdOf } from './seed.ts';
import { WAKE_SECONDS } from './whole-path.ts';

/** What a fleet costs in the time of its own clock: as it is on average over day and night, a tenth of it driving. */
export interface Metered {
  readonly vehicles: number;
  readonly shards: number;
  readonly hours: number;
  readonly fixes: number;
  readonly requests: number;
  /** Times that a shard was drained. */
  readonly rounds: number;
  /** Messages sent, and sessions asked for. */
  readonly messages: number;
  readonly sessions: number;
  /** Processor time of the functions, microseconds; without HTTP and the broker's protocol. */
  readonly cpu: number;
  readonly cosmos: CosmosUse;
  /** JSON of what the store keeps of a fix's history, bytes, and in how many documents. */
  readonly bytesPerFix: number;
  readonly fixesPerSlice: number;
  /** What a position takes on the live channel, bytes. */
  readonly bytesPerPosition: number;
}

/** Of a vehicle that drives, and of one that stands; seconds. */
const DRIVING_EVERY = 30;
const PARKED_EVERY = 600;
/** So many of a hundred are at work, four fifths of the time driving: two and a half hours a day for each vehicle of the fleet. */
const AT_WORK = 13;
/** Until memories have their usual size and segments are sorted as often as they will be. */
const WARM_UP_SECONDS = 15 * 60;
const HOUR_SECONDS = 3_600;

const isAtWork = (vehicle: number) => (vehicle * 37) % 100 < AT_WORK;

/** That the key was turned is reported, too. */
const hasJustStopped = (vehicle: number, second: number) =>
  isAtWork(vehicle) && second >= DRIVING_EVERY && onStreets(vehicle, second - DRIVING_EVERY).attributes.ignition;

/** What the vehicles report in so many seconds from `second` on. */
const reported = (vehicles: number, second: number, start: number): Located[] => {
  const located: Located[] = [];
  for (let vehicle = 0; vehicle < vehicles; vehicle += 1)
    for (let at = second; at < second + WAKE_SECONDS; at += 1) {
      // Each at its own moments.
      const moment = at + ((vehicle * 7) % PARKED_EVERY);
      if (moment % DRIVING_EVERY !== 0) continue;
      const fix: StreetFix = isAtWork(vehicle) ? onStreets(vehicle, at) : standing(vehicle);
      if (!fix.attributes.ignition && !hasJustStopped(vehicle, at) && moment % PARKED_EVERY !== 0) continue;
      const time = start + at * 1_000;
      located.push({
        ...{ vehicleId: vehicleIdOf(vehicle), deviceId: deviceIdOf(vehicle), shard: shardOf(vehicle) },
        fix: { at: time, receivedAt: time, ...fix },
      });
    }
  return located;
};

interface Slice {
  readonly id: string;
  readonly fixes?: Columns;
}

/** What is in the history by now. */
const keptOf = async (settings: Readonly<Record<string, string>>, tenantId: string) => {
  const client = new CosmosClient(settings.COSMOS ?? '');
  const history = client.database(settings.COSMOS_DATABASE ?? '').container('telemetry');
  const query = { query: 'SELECT * FROM c WHERE c.tenantId = @id', parameters: [{ name: '@id', value: tenantId }] };
  const sum = { bytes: 0, fixes: 0, slices: 0 };
  const pages = history.items.query<Slice>(query, { maxItemCount: 1_000 });
  while (pages.hasMoreResults()) {
    const { resources } = await pages.fetchNext();
    for (const slice of resources ?? []) {
      if (!slice.fixes) continue;
      sum.bytes += JSON.stringify(slice).length;
      sum.fixes += slice.fixes.at.length;
      sum.slices += 1;
    }
  }
  client.dispose();
  return sum;
};

/**
 * Plays some hours of a fleet without waiting for them: the functions of this app on the store's stand-in, with a clock of their own and a broker in memory.
 * It is what the store is asked for when a fleet reports for long, with everything that comes seldom: sorting, trips, checkpoints.
 */
export const measureMetered = async (cloud: CloudProcess, { tenantId, size }: Fleet, hours = 1): Promise<Metered> => {
  const { settings } = cloud;
  const config = readConfig({ ...settings, TELEMETRY_WAKE_SECONDS: String(WAKE_SECONDS) });
  const composed = await composeServices(config, { projections, authenticate });
  const start = Date.now() - (hours * HOUR_SECONDS + WARM_UP_SECONDS) * 1_000;
  let now = start;
  const clock = () => new Date(now);
  const broker = memoryBus(topics.queues, clock);
  const counted = { messages: 0, sessions: 0, requests: 0, fixes: 0 };
  const bus: Bus = {
    ...broker,
    send(entity, messages) {
      counted.messages += messages.length;
      return broker.send(entity, messages);
    },
    drain(queue, sessionId, work, options) {
      counted.sessions += 1;
      return broker.drain(queue, sessionId, work, options);
    },
  };
  const services: Services = { ...composed, clock, bus };
  const queue = queueing(services);
  const drain = drainShard.handler(services);

  const play = async (second: number): Promise<void> => {
    const located = reported(size, second, start);
    for (const some of portions(located, USUAL_BATCH, () => 1)) {
      counted.requests += 1;
      await queue(tenantId, some);
    }
    counted.fixes += located.length;
    now = start + (second + WAKE_SECONDS) * 1_000;
    for (const { body } of broker.receive(WAKEUPS_QUEUE)) await drain(body);
  };

  for (let second = 0; second < WARM_UP_SECONDS; second += WAKE_SECONDS) await play(second);
  await cloud.cosmosSinceLast();
  Object.assign(counted, { messages: 0, sessions: 0, requests: 0, fixes: 0 });
  const before = process.cpuUsage();
  const end = WARM_UP_SECONDS + hours * HOUR_SECONDS;
  for (let second = WARM_UP_SECONDS; second < end; second += WAKE_SECONDS) await play(second);
  const { user, system } = process.cpuUsage(before);
  const cosmos = usedBy(await cloud.cosmosSinceLast());
  await composed.close();
  const kept = await keptOf(settings, tenantId);
  const { fix } = reported(size, 0, start)[0] ?? { fix: { at: start, receivedAt: start, ...standing(0) } };
  return {
    ...{ vehicles: size, shards: shardOf(size - 1) + 1, hours, cosmos },
    ...{ fixes: counted.fixes, requests: counted.requests, messages: counted.messages, sessions: counted.sessions },
    rounds: counted.sessions,
    cpu: user + system,
    bytesPerFix: kept.bytes / kept.fixes,
    fixesPerSlice: kept.fixes / kept.slices,
    bytesPerPosition: JSON.stringify(toPosition(vehicleIdOf(0), fix)).length,
  };
};
