import { ServiceBusClient, type ServiceBusReceivedMessage, type ServiceBusReceiver } from '@azure/service-bus';
import type { StartTrigger } from '../bindings.ts';
import { connectionString, refuse, textOf } from '../functions.ts';
import type { TriggerEvent } from '../invocation.ts';
import { atMost, delay } from '../retry.ts';

type Messages = readonly ServiceBusReceivedMessage[];

/** The SDK may wait for a broker that is gone while it closes a receiver; the connection's end settles it anyway. */
const CLOSE_LIMIT = 1_000;
/** A broker that is gone lets a settlement hang; the message comes again when its lock runs out. */
const SETTLE_LIMIT = 3_000;
const PAUSE_AFTER_FAILURE = 500;
/** How long the first message of a batch waits for company. */
const GATHER_MILLISECONDS = 10;
const RETRY = { retryOptions: { retryDelayInMs: 200, maxRetryDelayInMs: 5_000 } };
/** The app library does the parsing. */
const AS_BYTES = { skipParsingBodyAsJson: true, maxAutoLockRenewalDurationInMs: 5 * 60_000 };

const FIELDS = [
  ...(['messageId', 'correlationId', 'sessionId', 'partitionKey', 'subject', 'to', 'replyTo', 'contentType'] as const),
  ...(['applicationProperties', 'lockToken', 'enqueuedTimeUtc', 'expiresAtUtc'] as const),
];

/** The names are those of the .NET extension, which counts the first delivery as 1. */
const metadataOf = (message: ServiceBusReceivedMessage): Record<string, unknown> => ({
  ...Object.fromEntries(FIELDS.map((name) => [name, message[name]])),
  deliveryCount: (message.deliveryCount ?? 0) + 1,
  sequenceNumber: Number(message.sequenceNumber),
});

/** The text as it was sent. */
const bodyOf = ({ body }: ServiceBusReceivedMessage): string =>
  typeof body === 'string' || Buffer.isBuffer(body) ? String(body) : (JSON.stringify(body) ?? '');

const eventOf = (message: ServiceBusReceivedMessage): TriggerEvent => ({
  data: { string: bodyOf(message) },
  metadata: metadataOf(message),
});

/** Every field is a list, in the order of the messages, and its name ends in `Array`. */
const eventOfMany = (messages: Messages): TriggerEvent => {
  const all = messages.map(metadataOf);
  const fields = Object.keys(all[0] ?? {}).map((name) => [`${name}Array`, all.map((metadata) => metadata[name])]);
  return { data: { collectionString: { string: messages.map(bodyOf) } }, metadata: Object.fromEntries(fields) };
};

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

/** Takes messages of a queue, a subscription or sessions of it, one by one or in batches. A failure gives them back to the broker, which counts it. */
export const start: StartTrigger = async (fn, { dispatch, hostJson, log, settings }) => {
  const { options } = fn.trigger;
  const where = `Function "${fn.name}"`;
  refuse(options, ['autoCompleteMessages'], where);
  const { maxConcurrentCalls, maxConcurrentSessions, maxMessageBatchSize, sessionIdleTimeout } = hostJson.serviceBus;
  const sessions = options.isSessionsEnabled === true;
  const many = options.cardinality === 'many';
  const idleTimeout = sessions ? sessionIdleTimeout : Number.POSITIVE_INFINITY;
  const entity =
    options.topicName === undefined
      ? textOf(options, 'queueName', where)
      : `${textOf(options, 'topicName', where)}/Subscriptions/${textOf(options, 'subscriptionName', where)}`;
  const client = new ServiceBusClient(connectionString(options, settings, where), RETRY);
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
      const way = status === 'fulfilled' ? 'completeMessage' : 'abandonMessage';
      const settling = messages.map((message) => receiver[way](message).catch(warn));
      await atMost(SETTLE_LIMIT, Promise.all(settling), lost.signal);
    };
    const takeMany = (batch: Messages) => settle(batch, dispatch(fn, eventOfMany(batch)));
    const takeOne = (message: ServiceBusReceivedMessage) => settle([message], dispatch(fn, eventOf(message)));
    const take = many ? batcher(maxMessageBatchSize, takeMany) : takeOne;
    const processMessage = (message: ServiceBusReceivedMessage) => {
      const done = take(message).finally(() => {
        underWay.delete(done);
        lastBusy = performance.now();
      });
      underWay.add(done);
      return done;
    };
    const processError = async ({ error }: { error: unknown }) => {
      warn(error);
      // Without a session the SDK connects again by itself.
      if (sessions) lost.abort();
    };
    const atOnce = many ? maxMessageBatchSize : sessions ? 1 : maxConcurrentCalls;
    const how = { autoCompleteMessages: false, maxConcurrentCalls: atOnce };
    const subscription = receiver.subscribe({ processMessage, processError }, how);
    const over = AbortSignal.any([signal, lost.signal]);
    const quietFor = () => (underWay.size > 0 ? 0 : performance.now() - lastBusy);
    while (!over.aborted && quietFor() < idleTimeout) await delay(idleTimeout - quietFor(), over);
    await atMost(CLOSE_LIMIT, subscription.close());
    while (underWay.size > 0) await Promise.all(underWay);
    await atMost(CLOSE_LIMIT, receiver.close());
  };

  const serving = new Set<Promise<void>>();
  const keepServing = async () => {
    while (!signal.aborted) {
      try {
        const receiver: ServiceBusReceiver = sessions
          ? await client.acceptNextSession(entity, AS_BYTES)
          : client.createReceiver(entity, AS_BYTES);
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
  for (let slots = sessions ? maxConcurrentSessions : 1; slots > 0; slots--) void keepServing();
  return {
    async stop() {
      stopping.abort();
      await Promise.all(serving);
      await atMost(CLOSE_LIMIT, client.close());
    },
  };
};
