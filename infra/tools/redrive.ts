import { parseArgs } from 'node:util';
import { TELEMETRY_QUEUE } from '../../functions/telemetry/contract.ts';
import { shardOfSession, WAKEUPS_QUEUE } from '../../functions/telemetry/messages.ts';
import { bucketOf, wakeUpFor } from '../../functions/telemetry/wake-up.ts';
import { isProgram } from '../../local/shared/is-program.ts';
import type { Bus } from '../../shared/messaging/bus.ts';
import { serviceBus } from '../../shared/messaging/service-bus.ts';
import topics from '../topics.json' with { type: 'json' };
import { brokerOf } from './broker.ts';

const WAKE_SECONDS = 1;

/**
 * Moves dead letters back to their queue, oldest first, and wakes the shards whose sessions have some again.
 * @returns how many were moved
 */
export const redriveIn = async (
  bus: Pick<Bus, 'redrive' | 'send'>,
  { queue, max, now }: { readonly queue: string; readonly max: number; readonly now: number },
  print: (line: string) => void,
): Promise<number> => {
  const known = topics.queues.map(({ name }) => name);
  if (!known.includes(queue)) throw new Error(`There is no queue "${queue}". There are: ${known.join(', ')}.`);
  const { moved, sessions } = await bus.redrive(queue, max);
  if (queue === TELEMETRY_QUEUE && sessions.size > 0) {
    const bucket = bucketOf(now, WAKE_SECONDS);
    const shards = [...sessions].map(shardOfSession).filter((shard) => shard !== undefined);
    await bus.send(
      WAKEUPS_QUEUE,
      shards.map((shard) => wakeUpFor(shard, bucket, WAKE_SECONDS)),
    );
  }
  print(`${moved} messages are in ${queue} again${sessions.size > 0 ? `, in ${sessions.size} sessions` : ''}.`);
  return moved;
};

const main = async (): Promise<void> => {
  const { values } = parseArgs({ options: { queue: { type: 'string' }, max: { type: 'string' } } });
  const max = values.max === undefined ? Number.POSITIVE_INFINITY : Number(values.max);
  if (!(max > 0)) throw new Error('--max takes how many at most.');
  const bus = serviceBus(await brokerOf(process.env));
  try {
    await redriveIn(bus, { queue: values.queue ?? '', max, now: Date.now() }, console.log);
  } finally {
    await bus.close();
  }
};

if (isProgram(import.meta.filename)) void main();
