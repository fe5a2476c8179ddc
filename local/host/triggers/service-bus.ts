import type { ServiceBusClient, ServiceBusReceiver } from '@azure/service-bus';
import { atMost } from '../delay.ts';
import type { HostJson } from '../host-json.ts';
import type { StartTrigger, Trigger } from '../services.ts';
import { connectionString } from '../settings.ts';
import { acceptSessions } from './service-bus-sessions.ts';
import { CLOSE_LIMIT, RECEIVER_OPTIONS, type Source, sourceOf } from './service-bus-source.ts';
import { createWorker, type WorkerOptions } from './service-bus-worker.ts';

const receiverFor = (client: ServiceBusClient, source: Source, lockRenewal: number): ServiceBusReceiver => {
  const options = { ...RECEIVER_OPTIONS, maxAutoLockRenewalDurationInMs: lockRenewal };
  const [entity, subscription] = source;
  return subscription === undefined
    ? client.createReceiver(entity, options)
    : client.createReceiver(entity, subscription, options);
};

const receiveMessages = (
  receiver: ServiceBusReceiver,
  options: WorkerOptions,
  limits: HostJson['serviceBus'],
): Trigger => {
  const worker = createWorker(receiver, options);
  const many = options.fn.trigger.options.cardinality === 'many';
  let stopping = false;
  const subscription = receiver.subscribe(
    {
      processMessage: worker.process,
      async processError({ error }) {
        // A receiver that is being closed complains that it can receive nothing more.
        if (!stopping) options.warn(error);
      },
    },
    { autoCompleteMessages: false, maxConcurrentCalls: many ? limits.maxMessageBatchSize : limits.maxConcurrentCalls },
  );
  return {
    async stop() {
      stopping = true;
      await atMost(CLOSE_LIMIT, subscription.close());
      await worker.idle();
      await atMost(CLOSE_LIMIT, receiver.close());
    },
  };
};

/** Runs a function for the messages of a queue or subscription, session by session where it has sessions. */
export const startServiceBus: StartTrigger = async (fn, { clients, dispatch, hostJson, log, settings }) => {
  const where = `Function "${fn.name}"`;
  const { options } = fn.trigger;
  const source = sourceOf(options, where);
  const client = await clients.serviceBus(connectionString(options.connection, settings, where));
  const limits = hostJson.serviceBus;
  let lastWarning = '';
  const workerOptions: WorkerOptions = {
    fn,
    dispatch,
    maxMessageBatchSize: limits.maxMessageBatchSize,
    autoComplete:
      typeof options.autoCompleteMessages === 'boolean' ? options.autoCompleteMessages : limits.autoCompleteMessages,
    warn(error) {
      const text = error instanceof Error ? error.message : String(error);
      // While a broker is away every attempt fails in the same way; saying so once is enough.
      if (text !== lastWarning) log.write('warning', fn.name, `Service Bus: ${text}`);
      lastWarning = text;
    },
  };
  return options.isSessionsEnabled === true
    ? acceptSessions(client, source, workerOptions, limits)
    : receiveMessages(receiverFor(client, source, limits.maxAutoLockRenewalDuration), workerOptions, limits);
};
