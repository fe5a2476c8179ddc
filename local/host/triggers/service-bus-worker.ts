import type { ServiceBusReceivedMessage, ServiceBusReceiver } from '@azure/service-bus';
import { atMost, untilAborted } from '../delay.ts';
import type { Dispatch } from '../dispatch.ts';
import type { HostedFunction } from '../functions.ts';
import { batcher } from './batcher.ts';
import { eventFor } from './service-bus-message.ts';

export interface WorkerOptions {
  readonly fn: HostedFunction;
  readonly dispatch: Dispatch;
  /** False = the host leaves a message it has handed out to its lock. */
  readonly autoComplete: boolean;
  readonly maxMessageBatchSize: number;
  /** Tells about a message that could not be settled. */
  readonly warn: (error: unknown) => void;
}

/** Runs the function for messages and settles them. */
export interface Worker {
  process(message: ServiceBusReceivedMessage): Promise<void>;
  /** Messages taken in and not yet settled. */
  readonly busy: number;
  /** Resolves when every message taken in is settled. */
  idle(): Promise<void>;
}

/** A broker that is gone lets a settlement hang; the message comes again when its lock runs out. */
const SETTLE_LIMIT = 3_000;

/**
 * A message counts as done when the function has succeeded; a failure gives it back to the broker, which counts it.
 * Once the receiver is lost nothing can be settled any more, and nothing waits for it.
 */
export const createWorker = (
  receiver: ServiceBusReceiver,
  options: WorkerOptions,
  lost: AbortSignal = new AbortController().signal,
): Worker => {
  const { fn, dispatch, autoComplete, maxMessageBatchSize, warn } = options;
  const many = fn.trigger.options.cardinality === 'many';
  const binary = fn.trigger.options.dataType === 'binary';
  const underWay = new Set<Promise<void>>();

  const settle = async (messages: readonly ServiceBusReceivedMessage[], succeeded: boolean) => {
    if (lost.aborted || (succeeded && !autoComplete)) return;
    const settling = messages.map((message) =>
      (succeeded ? receiver.completeMessage(message) : receiver.abandonMessage(message)).catch(warn),
    );
    await untilAborted(atMost(SETTLE_LIMIT, Promise.all(settling)), lost);
  };

  const work = async (messages: readonly ServiceBusReceivedMessage[]) => {
    const succeeded = await dispatch(fn, eventFor(messages, many, binary)).then(
      () => true,
      () => false,
    );
    await settle(messages, succeeded);
  };

  const gather = many ? batcher(maxMessageBatchSize, work) : (message: ServiceBusReceivedMessage) => work([message]);

  return {
    process(message) {
      const done = gather(message).finally(() => underWay.delete(done));
      underWay.add(done);
      return done;
    },
    get busy() {
      return underWay.size;
    },
    async idle() {
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
};
