import {
  isServiceBusError,
  type ServiceBusClient,
  type ServiceBusMessage,
  type ServiceBusReceivedMessage,
  type ServiceBusSender,
  type ServiceBusSessionReceiver,
} from '@azure/service-bus';
import { FleetError } from '../kernel/errors.ts';
import { inSpan, traceparent } from '../observability/trace.ts';
import type { Bus, DrainOptions, Outgoing, Received } from './bus.ts';
import { coalesce } from './coalesce.ts';

/** Below the 256 KiB of the Standard tier, with room for annotations. */
const MAX_TRANSFER_BYTES = 200 * 1024;
const OVERHEAD_BYTES = 200;
const SENDS_IN_FLIGHT = 2;
const BATCH = 1_000;
const RUN_SECONDS = 60;
/** How long a session may take to hand over its first message before it counts as empty. */
const FIRST_WITHIN_MS = 2_000;
/** How long a drain waits for more: the SDK answers only after this long unless the batch fills up. */
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

/** Trouble that passes is the caller's to repeat; anything else (too large, not allowed) is ours, and no repetition helps. */
const sendError = (cause: unknown): unknown =>
  isServiceBusError(cause) && !cause.retryable && cause.code !== 'GeneralError'
    ? cause
    : new FleetError('upstream', 'bus/unavailable', 'The message broker did not answer; send it again.', {}, { cause });

/** One message at once when there is any, then whatever else is there: asking for many would always take the whole wait. */
const receive = async (session: ServiceBusSessionReceiver, batch: number, first: boolean) => {
  const opening = first ? await session.receiveMessages(1, { maxWaitTimeInMs: FIRST_WITHIN_MS }) : [];
  if (first && (opening.length === 0 || batch === 1)) return opening;
  return [...opening, ...(await session.receiveMessages(batch - opening.length, { maxWaitTimeInMs: LINGER_MS }))];
};

/** The bus on Azure Service Bus. */
export const serviceBus = (client: ServiceBusClient): Bus => {
  const senders = new Map<
    string,
    { link: ServiceBusSender; send: (messages: readonly ServiceBusMessage[]) => Promise<void> }
  >();

  const senderOf = (entity: string) => {
    const known = senders.get(entity);
    if (known) return known;
    const link = client.createSender(entity);
    const send = coalesce<ServiceBusMessage>(
      async (messages) => {
        for (const transfer of transfers(messages)) await link.sendMessages(transfer);
      },
      { concurrency: SENDS_IN_FLIGHT },
    );
    const sender = { link, send };
    senders.set(entity, sender);
    return sender;
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
            await senderOf(entity).send(messages.map((message) => encoded(message, trace)));
          } catch (error) {
            throw sendError(error);
          }
        },
      ),

    async drain<Body>(
      queue: string,
      sessionId: string,
      work: (messages: readonly Received<Body>[]) => Promise<void>,
      { batch = BATCH, forSeconds = RUN_SECONDS }: DrainOptions = {},
    ) {
      const session = await accept(queue, sessionId);
      if (!session) return 'taken';
      try {
        const until = Date.now() + forSeconds * 1000;
        for (let first = true; ; first = false) {
          const messages = await receive(session, batch, first);
          if (messages.length === 0) return 'drained';
          await work(messages.map((message) => decoded<Body>(message)));
          await Promise.all(messages.map((message) => session.completeMessage(message)));
          if (messages.length < batch) return 'drained';
          if (Date.now() >= until) return 'more';
        }
      } finally {
        await session.close();
      }
    },

    async check(entity) {
      // Learns the largest size of a message, for which the link must be open.
      await senderOf(entity).link.createMessageBatch();
    },

    async close() {
      await Promise.all([...senders.values()].map(({ link }) => link.close()));
      await client.close();
    },
  };
};
