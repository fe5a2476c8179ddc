import type { ServiceBusReceivedMessage, ServiceBusReceiver } from '@azure/service-bus';
import { atMost, delay } from '../delay.ts';
import { textOf } from '../functions.ts';
import { clientFor } from '../outputs/service-bus.ts';
import type { StartTrigger } from '../services.ts';
import { eventOf, eventOfMany } from './service-bus-message.ts';

type Messages = readonly ServiceBusReceivedMessage[];

/** The SDK may wait for a broker that is gone while it closes a receiver; the connection's end settles it anyway. */
const CLOSE_LIMIT = 1_000;
/** A broker that is gone lets a settlement hang; the message comes again when its lock runs out. */
const SETTLE_LIMIT = 3_000;
const PAUSE_AFTER_FAILURE = 500;
/** How long the first message of a batch waits for company. */
const GATHER_MILLISECONDS = 10;

/** Turns single items into batches, one after the other. What it returns resolves when the item's batch is done. */
const batcher = <Item>(largest: number, work: (batch: readonly Item[]) => Promise<void>) => {
  let last: Promise<void> = Promise.resolve();
  let open: Item[] = [];
  return (item: Item): Promise<void> => {
    if (open.length === 0 || open.length === largest) {
      const batch: Item[] = [];
      open = batch;
      last = last.then(async () => {
        await delay(GATHER_MILLISECONDS);
        if (open === batch) open = [];
        await work(batch);
      });
    }
    open.push(item);
    return last;
  };
};

/**
 * Runs a function for the messages of a queue or subscription; where that has sessions, up to `maxConcurrentSessions` of them at once.
 * A message is completed when the function has succeeded; a failure gives it back to the broker, which counts it.
 */
export const startServiceBus: StartTrigger = async (fn, services) => {
  const { dispatch, hostJson, log } = services;
  const { options } = fn.trigger;
  const where = `Function "${fn.name}"`;
  const limits = hostJson.serviceBus;
  const sessions = options.isSessionsEnabled === true;
  const many = options.cardinality === 'many';
  const binary = options.dataType === 'binary';
  const autoComplete = options.autoCompleteMessages ?? limits.autoCompleteMessages;
  const idleTimeout = sessions ? limits.sessionIdleTimeout : Number.POSITIVE_INFINITY;
  const atOnce = sessions ? limits.maxConcurrentCallsPerSession : limits.maxConcurrentCalls;
  const entity =
    options.topicName === undefined
      ? textOf(options, 'queueName', where)
      : `${textOf(options, 'topicName', where)}/Subscriptions/${textOf(options, 'subscriptionName', where)}`;
  const client = clientFor(options, services, where);
  const stopping = new AbortController();
  const { signal } = stopping;
  // A receiver that is being closed complains that it can receive nothing more.
  const warn = (error: unknown) => signal.aborted || log.warnOnce(fn.name, error);

  /** Works for a receiver until its session has been quiet for a while or is lost, or the host stops. */
  const serve = async (receiver: ServiceBusReceiver): Promise<void> => {
    const lost = new AbortController();
    const underWay = new Set<Promise<void>>();
    let lastBusy = performance.now();
    const settle = async (messages: Messages, running: Promise<unknown>) => {
      const [{ status }] = await Promise.allSettled([running]);
      if (status === 'fulfilled' && !autoComplete) return;
      const way = status === 'fulfilled' ? 'completeMessage' : 'abandonMessage';
      const settling = messages.map((message) => receiver[way](message).catch(warn));
      await atMost(SETTLE_LIMIT, Promise.all(settling), lost.signal);
    };
    const takeOne = (message: Messages[number]) => settle([message], dispatch(fn, eventOf(message, binary)));
    const takeMany = (batch: Messages) => settle(batch, dispatch(fn, eventOfMany(batch, binary)));
    const take = many ? batcher(limits.maxMessageBatchSize, takeMany) : takeOne;
    const subscription = receiver.subscribe(
      {
        processMessage(message) {
          const done = take(message).finally(() => {
            underWay.delete(done);
            lastBusy = performance.now();
          });
          underWay.add(done);
          return done;
        },
        async processError({ error }) {
          warn(error);
          // Without a session the SDK connects again by itself.
          if (sessions) lost.abort();
        },
      },
      { autoCompleteMessages: false, maxConcurrentCalls: many ? limits.maxMessageBatchSize : atOnce },
    );
    const over = AbortSignal.any([signal, lost.signal]);
    const quietFor = () => (underWay.size > 0 ? 0 : performance.now() - lastBusy);
    while (!over.aborted && quietFor() < idleTimeout) await delay(idleTimeout - quietFor(), over);
    await atMost(CLOSE_LIMIT, subscription.close());
    while (underWay.size > 0) await Promise.all(underWay);
    await atMost(CLOSE_LIMIT, receiver.close());
  };

  // Bodies stay bytes: the function is given the text as it was sent, and the app library does the parsing.
  const asBytes = { skipParsingBodyAsJson: true, maxAutoLockRenewalDurationInMs: limits.maxAutoLockRenewalDuration };
  const serving = new Set<Promise<void>>();
  const keepServing = async () => {
    while (!signal.aborted) {
      try {
        const receiver: ServiceBusReceiver = sessions
          ? await client.acceptNextSession(entity, asBytes)
          : client.createReceiver(entity, asBytes);
        // The SDK cannot be told to stop asking for a session; this one came too late.
        if (signal.aborted) return await receiver.close();
        const served = serve(receiver).finally(() => serving.delete(served));
        serving.add(served);
        await served;
      } catch (error) {
        // A timeout says that no session had anything to do for a minute.
        if (error instanceof Error && 'code' in error && error.code === 'ServiceTimeout') continue;
        warn(error);
        await delay(PAUSE_AFTER_FAILURE, signal);
      }
    }
  };
  for (let slots = sessions ? limits.maxConcurrentSessions : 1; slots > 0; slots--) void keepServing();
  return {
    async stop() {
      stopping.abort();
      await Promise.all(serving);
    },
  };
};
