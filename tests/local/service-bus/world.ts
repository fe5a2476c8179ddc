import { once } from 'node:events';
import {
  isServiceBusError,
  ServiceBusClient,
  type ServiceBusReceivedMessage,
  type ServiceBusReceiver,
} from '@azure/service-bus';
import type { Connection } from 'rhea';
import type { Entities } from '../../../local/service-bus/entities.ts';
import { type ServiceBusOptions, startServiceBus } from '../../../local/service-bus/server.ts';
import { manualClock } from '../../../local/shared/clock.ts';

/** A client that gives up before the test does, so that a failing test says why. */
export const clientOf = (connection: string, maxRetries = 0, timeoutInMs = 15_000) =>
  new ServiceBusClient(connection, { retryOptions: { maxRetries, retryDelayInMs: 50, timeoutInMs } });

/** A running namespace and a client of it, on a clock that only `advance` moves. */
export const openWorld = async (entities: Entities, options: Omit<ServiceBusOptions, 'entities'> = {}) => {
  const clock = manualClock(Date.now());
  const bus = await startServiceBus({ entities, clock, ...options });
  const client = clientOf(bus.connection);
  return {
    bus,
    client,
    advance: (milliseconds: number) => clock.advance(milliseconds),
    close: async () => {
      await client.close();
      await bus.close();
    },
  };
};

export type World = Awaited<ReturnType<typeof openWorld>>;

/** Receives `count` messages; fails when they do not come within ten seconds. */
export const receive = async (receiver: ServiceBusReceiver, count = 1): Promise<ServiceBusReceivedMessage[]> => {
  const received: ServiceBusReceivedMessage[] = [];
  while (received.length < count) {
    const more = await receiver.receiveMessages(count - received.length, { maxWaitTimeInMs: 10_000 });
    if (more.length === 0) throw new Error(`Expected ${count} messages, but only ${received.length} came.`);
    received.push(...more);
  }
  return received;
};

export const receiveOne = async (receiver: ServiceBusReceiver): Promise<ServiceBusReceivedMessage> => {
  const [message] = await receive(receiver);
  if (!message) throw new Error('No message came.');
  return message;
};

/** Everything that is there right now. */
export const receiveAll = (receiver: ServiceBusReceiver) => receiver.receiveMessages(100, { maxWaitTimeInMs: 60 });

export const bodies = (messages: readonly { readonly body: unknown }[]) => messages.map(({ body }) => body);

/** The SDK's code of the error that the promise rejects with. */
export const errorCode = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'no error',
    (error) => (isServiceBusError(error) ? error.code : `${error.name}: ${error.message}`),
  );

/** Waits until `condition` holds. */
export const until = async (condition: () => boolean, patience = 15_000): Promise<void> => {
  const end = Date.now() + patience;
  while (!condition()) {
    if (Date.now() > end) throw new Error(`Gave up waiting for: ${condition}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
};

export const all = async <Item>(items: AsyncIterable<Item>): Promise<Item[]> => {
  const list: Item[] = [];
  for await (const item of items) list.push(item);
  return list;
};

export const range = (count: number) => [...Array(count).keys()];

/** Presents a SAS token at `$cbs`, as the SDK does before it opens a link. Resolves with the status of the answer. */
export const putToken = async (connection: Connection, name: string, token: string): Promise<number> => {
  const replies = connection.open_receiver({ name: 'replies', source: '$cbs' });
  const cbs = connection.open_sender('$cbs');
  await once(cbs, 'sendable');
  cbs.send({
    message_id: 'm',
    reply_to: 'replies',
    application_properties: { operation: 'put-token', name, type: 'servicebus.windows.net:sastoken' },
    body: token,
  });
  const [{ message }] = await once(replies, 'message');
  return message.application_properties['status-code'];
};
