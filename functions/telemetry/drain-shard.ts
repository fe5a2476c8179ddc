import type { QueueHandler } from '../../shared/area.ts';
import { isKind } from '../../shared/kernel/errors.ts';
import type { Poison } from '../../shared/messaging/bus.ts';
import { inSpan } from '../../shared/observability/trace.ts';
import type { Services } from '../../shared/services.ts';
import type { Message } from './arrivals.ts';
import { TELEMETRY_QUEUE } from './contract.ts';
import { keepRound } from './keep-round.ts';
import { type FixMessage, sessionOf, WAKEUPS_QUEUE, WakeUp } from './messages.ts';
import { publishDue } from './outbox.ts';
import { bucketOf, wakeUpFor } from './wake-up.ts';

/** The most messages of one round. */
const MAX_MESSAGES = 500;
/** Well below the function's timeout; what is left then is another run's. */
const MAX_DRAIN_SECONDS = 60;
/** How long a shard is left alone after its drain failed, seconds. */
const REST_SECONDS = 5;

/** The state in memory was behind: another instance has drained the shard meanwhile. What is in the store decides. */
const keepAgain = async (services: Services, wakeUp: WakeUp, messages: readonly Message[]) => {
  try {
    return await keepRound(services, wakeUp, messages);
  } catch (error) {
    if (!isKind(error, 'stale')) throw error;
    return keepRound(services, wakeUp, messages);
  }
};

/** Takes everything that waits for one shard, loads its state once, writes once. */
export const drainShard: QueueHandler = {
  handler: (services) => async (message) => {
    const wakeUp = WakeUp.parse(message);
    const { tenantId, shard } = wakeUp;
    const { bus, clock, log, settings } = services;
    const { wakeSeconds } = settings.telemetry;

    const again = async (afterSeconds: number) => {
      const bucket = bucketOf(clock().getTime() + afterSeconds * 1000, wakeSeconds);
      await bus.send(WAKEUPS_QUEUE, [wakeUpFor(wakeUp, bucket, wakeSeconds)]);
    };

    const work = (messages: readonly Message[]): Promise<{ poison: readonly Poison<FixMessage>[] }> =>
      inSpan('telemetry drain', { 'fleet.tenant': tenantId, 'fleet.messages': messages.length }, () =>
        keepAgain(services, wakeUp, messages),
      );

    try {
      const outcome = await bus.drain<FixMessage>(TELEMETRY_QUEUE, sessionOf(tenantId, shard), work, {
        batch: MAX_MESSAGES,
        forSeconds: MAX_DRAIN_SECONDS,
      });
      // Its owner may have looked into the queue for the last time already; or there is more than one run should take.
      if (outcome !== 'drained') return await again(wakeSeconds);
      // Facts that wait to be published must not wait for the next fix.
      if ((await publishDue(services, wakeUp)) === 'waiting') await again(wakeSeconds);
    } catch (error) {
      // The fixes are back in their session. Redelivery of this wake-up would come at once, ten times, and then never again.
      log.error('A shard was not drained and rests for a while', { tenantId, shard, error });
      await again(REST_SECONDS);
    }
  },
};
