import {
  isServiceBusError,
  type ServiceBusClient,
  type ServiceBusMessage,
  type ServiceBusReceivedMessage,
  type ServiceBusSender,
  type ServiceBusSessionReceiver,
} from '@azure/service-bus';
import { FleetError } from '../kernel/errors.ts';
import { inSpan, traceparent } from '../telemetry/trace.ts';
import type { Bus, DrainOptions, Outgoing, Received } from './bus.ts';
import { coalesce } from './coalesce.ts';

/** Below the 256 KiB of the Standard tier, with room for annotations. */
const MAX_TRANSFER_BYTES = 200 * 1024;
const OVERHEAD_BYTES = 200;
const SENDS_IN_FLIGHT = 2;
const BATCH = 1_000;
/** How long a drain waits for stragglers: the SDK answers only after this long unless the batch fills up. */
const LINGER_MS = 50;

const encoded = ({ body, messageId, sessionId, dueAt }: Outgoing, trace: string | undefined): ServiceBusMessage => ({
  body: Buffer.from(JSON.stringify(body)),
  contentType: 'application/json',
  ...(messageId && { messageId }),
  ...(sessionId && { sessionId }),
  ...(dueAt && { scheduledEnqueueTimeUtc: dueAt }),
  ...(trace && { applicationProperties: { traceparent: trace } }),
});

/** Cuts a group into transfers the broker accepts; each is taken as a whole or not at all. */
const transfers = (messages: readonly ServiceBusMessage[]): ServiceBusMessage[][] => {
  const groups: ServiceBusMessage[][] = [[]];
  let bytes = 0;
  for (const message of messages) {
    const size = (message.body as Buffer).length + OVERHEAD_BYTES;
    if (bytes + size > MAX_TRANSFER_BYTES && bytes > 0) {
      groups.push([]);
      bytes = 0;
    }
    groups.at(-1)?.push(message);
    bytes += size;
  }
  return groups;
};

const decoded = <Body>(message: ServiceBusReceivedMessage): Received<Body> => {
  const trace = message.applicationProperties?.traceparent;
  return {
    body: (Buffer.isBuffer(message.body) ? JSON.parse(message.body.toString()) : message.body) as Body,
    sequenceNumber: String(message.sequenceNumber),
    enqueuedAt: message.enqueuedTimeUtc ?? new Date(),
    ...(typeof trace === 'string' && { traceparent: trace }),
  };
};

const unavailable = (cause: unknown) =>
  new FleetError('upstream', 'bus/unavailable', 'The message broker did not answer; send it again.', {}, { cause });

/** The bus on Azure Service Bus. */
export const serviceBus = (client: ServiceBusClient): Bus => {
  const senders = new Map<string, (messages: readonly ServiceBusMessage[]) => Promise<void>>();
  const links: ServiceBusSender[] = [];

  const senderOf = (entity: string) => {
    const known = senders.get(entity);
    if (known) return known;
    const link = client.createSender(entity);
    links.push(link);
    const send = coalesce<ServiceBusMessage>(
      async (messages) => {
        for (const transfer of transfers(messages)) await link.sendMessages(transfer);
      },
      { concurrency: SENDS_IN_FLIGHT },
    );
    senders.set(entity, send);
    return send;
  };

  const accept = async (queue: string, sessionId: string): Promise<ServiceBusSessionReceiver | undefined> => {
    try {
      return await client.acceptSession(queue, sessionId);
    } catch (error) {
      if (isServiceBusError(error) && error.code === 'SessionCannotBeLocked') return undefined;
      throw error;
    }
  };

  return {
    send: (entity, messages) =>
      inSpan(
        'bus send',
        { 'messaging.destination.name': entity, 'messaging.batch.message_count': messages.length },
        async () => {
          const trace = traceparent();
          try {
            await senderOf(entity)(messages.map((message) => encoded(message, trace)));
          } catch (error) {
            throw unavailable(error);
          }
        },
      ),

    async drain<Body>(
      queue: string,
      sessionId: string,
      work: (messages: readonly Received<Body>[]) => Promise<void>,
      { batch = BATCH }: DrainOptions = {},
    ) {
      const session = await accept(queue, sessionId);
      if (!session) return 'taken';
      try {
        for (;;) {
          const messages = await session.receiveMessages(batch, { maxWaitTimeInMs: LINGER_MS });
          if (messages.length === 0) return 'drained';
          await work(messages.map((message) => decoded<Body>(message)));
          await Promise.all(messages.map((message) => session.completeMessage(message)));
          if (messages.length < batch) return 'drained';
        }
      } finally {
        await session.close();
      }
    },

    async close() {
      await Promise.all(links.map((link) => link.close()));
      await client.close();
    },
  };
};
