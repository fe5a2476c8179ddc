import type { ServiceBusClient, ServiceBusSessionReceiver } from '@azure/service-bus';
import { atMost, delay, untilAborted } from '../delay.ts';
import type { HostJson } from '../host-json.ts';
import type { Trigger } from '../services.ts';
import { CLOSE_LIMIT, RECEIVER_OPTIONS, type Source } from './service-bus-source.ts';
import { createWorker, type WorkerOptions } from './service-bus-worker.ts';

const FIRST_PAUSE = 200;
const LONGEST_PAUSE = 5_000;

const isTimeout = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'ServiceTimeout';

/** Resolves when `isIdle` has held for `timeout` milliseconds without a break, or the signal ends the watch. */
const watchIdle = async (isIdle: () => boolean, lastBusy: () => number, timeout: number, signal: AbortSignal) => {
  while (!signal.aborted) {
    const left = isIdle() ? lastBusy() + timeout - performance.now() : timeout;
    if (left <= 0) return;
    await delay(left, signal);
  }
};

/** Works on one session until it has been quiet for the idle timeout, its lock is lost, or the host stops. */
const serveSession = async (
  receiver: ServiceBusSessionReceiver,
  options: WorkerOptions,
  limits: HostJson['serviceBus'],
  stopped: AbortSignal,
): Promise<void> => {
  const lost = new AbortController();
  const worker = createWorker(receiver, options, lost.signal);
  const many = options.fn.trigger.options.cardinality === 'many';
  let lastBusy = performance.now();
  const subscription = receiver.subscribe(
    {
      async processMessage(message) {
        await worker.process(message);
        lastBusy = performance.now();
      },
      async processError({ error }) {
        options.warn(error);
        lost.abort();
      },
    },
    {
      autoCompleteMessages: false,
      maxConcurrentCalls: many ? limits.maxMessageBatchSize : limits.maxConcurrentCallsPerSession,
    },
  );
  const ended = AbortSignal.any([stopped, lost.signal]);
  await watchIdle(
    () => worker.busy === 0,
    () => lastBusy,
    limits.sessionIdleTimeout,
    ended,
  );
  await atMost(CLOSE_LIMIT, subscription.close());
  await worker.idle();
};

/** Keeps up to `maxConcurrentSessions` sessions open, always taking the next one that has messages. */
export const acceptSessions = (
  client: ServiceBusClient,
  source: Source,
  options: WorkerOptions,
  limits: HostJson['serviceBus'],
): Trigger => {
  const stopping = new AbortController();
  const { signal } = stopping;

  const accept = (): Promise<ServiceBusSessionReceiver> => {
    const receiverOptions = { ...RECEIVER_OPTIONS, maxAutoLockRenewalDurationInMs: limits.maxAutoLockRenewalDuration };
    const [entity, subscription] = source;
    return subscription === undefined
      ? client.acceptNextSession(entity, receiverOptions)
      : client.acceptNextSession(entity, subscription, receiverOptions);
  };

  const slot = async () => {
    let pause = FIRST_PAUSE;
    while (!signal.aborted) {
      try {
        const accepting = accept();
        const receiver = await untilAborted(accepting, signal);
        if (!receiver) {
          // The SDK cannot be told to stop asking. The request ends, one way or the other, when the client closes.
          accepting.then((late) => late.close()).catch(() => undefined);
          return;
        }
        pause = FIRST_PAUSE;
        await serveSession(receiver, options, limits, signal);
        await atMost(CLOSE_LIMIT, receiver.close());
      } catch (error) {
        // No session had anything to do for a minute: ask again.
        if (signal.aborted || isTimeout(error)) continue;
        options.warn(error);
        await delay(pause, signal);
        pause = Math.min(pause * 2, LONGEST_PAUSE);
      }
    }
  };

  const slots = Array.from({ length: limits.maxConcurrentSessions }, slot);
  return {
    async stop() {
      stopping.abort();
      await Promise.all(slots);
    },
  };
};
