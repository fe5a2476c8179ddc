import type { ServiceBusClient, ServiceBusReceivedMessage, ServiceBusReceiver } from '@azure/service-bus';
import { portions } from '../kernel/portions.ts';
import type { DeadLetter, Received, Redriven } from './bus.ts';

/** How long an empty queue is listened to. */
const FIRST_WITHIN_MS = 2_000;
const LINGER_MS = 50;
/** So many are held at once: well within the locks of a queue, and a transfer's size. */
const HELD = 100;
const MAX_TRANSFER_BYTES = 200 * 1024;
const OVERHEAD_BYTES = 500;

/**
 * A message goes back under an id that follows from its place: one that was sent, but not taken away from the dead letters, is sent the second time as
 * the same. Its old id may still be remembered, and would be taken for a repetition.
 */
export const redrivenId = (sequenceNumber: string): string => `redriven-${sequenceNumber}`;

const letterOf = (message: ServiceBusReceivedMessage, received: Received): DeadLetter => {
  const { messageId, sessionId, deadLetterReason: reason, deadLetterErrorDescription: description } = message;
  return {
    ...received,
    ...(messageId !== undefined && { messageId: String(messageId) }),
    ...(sessionId !== undefined && { sessionId }),
    ...(reason !== undefined && { reason }),
    ...(description !== undefined && { description }),
    deliveries: message.deliveryCount ?? 0,
  };
};

const bytesOf = ({ body }: ServiceBusReceivedMessage): number =>
  OVERHEAD_BYTES + (Buffer.isBuffer(body) ? body.length : Buffer.byteLength(JSON.stringify(body) ?? ''));

const again = ({ body, contentType, sessionId, sequenceNumber, applicationProperties }: ServiceBusReceivedMessage) => {
  const { DeadLetterReason: _, DeadLetterErrorDescription: __, ...properties } = applicationProperties ?? {};
  return {
    body,
    messageId: redrivenId(String(sequenceNumber)),
    ...(contentType && { contentType }),
    ...(sessionId && { sessionId }),
    applicationProperties: properties,
  };
};

const listening = async <Outcome>(
  client: ServiceBusClient,
  queue: string,
  work: (receiver: ServiceBusReceiver) => Promise<Outcome>,
): Promise<Outcome> => {
  const receiver = client.createReceiver(queue, { subQueueType: 'deadLetter' });
  try {
    return await work(receiver);
  } finally {
    await receiver.close();
  }
};

/** Up to `max` messages, each once: one that was given back while more are taken would come again. */
const take = async (receiver: ServiceBusReceiver, max: number): Promise<readonly ServiceBusReceivedMessage[]> => {
  const taken = await receiver.receiveMessages(1, { maxWaitTimeInMs: FIRST_WITHIN_MS });
  while (taken.length > 0 && taken.length < max) {
    const more = await receiver.receiveMessages(max - taken.length, { maxWaitTimeInMs: LINGER_MS });
    if (more.length === 0) break;
    taken.push(...more);
  }
  return taken;
};

/** Dead letters on Azure Service Bus, whose dead-letter queues have no sessions. */
export const deadLettersOf = (client: ServiceBusClient, decoded: (message: ServiceBusReceivedMessage) => Received) => ({
  /** By taking and giving back: it counts as a delivery, of which a dead letter may have any number. */
  look: (queue: string, max: number): Promise<readonly DeadLetter[]> =>
    listening(client, queue, async (receiver) => {
      const taken = await take(receiver, Math.min(max, HELD));
      await Promise.all(taken.map((message) => receiver.abandonMessage(message)));
      return taken.map((message) => letterOf(message, decoded(message)));
    }),

  redrive: (queue: string, max: number): Promise<Redriven> =>
    listening(client, queue, async (receiver) => {
      const sender = client.createSender(queue);
      const sessions = new Set<string>();
      try {
        for (let moved = 0; ; ) {
          const taken = moved < max ? await take(receiver, Math.min(max - moved, HELD)) : [];
          if (taken.length === 0) return { moved, sessions };
          for (const some of portions(taken, MAX_TRANSFER_BYTES, bytesOf)) {
            await sender.sendMessages(some.map(again));
            await Promise.all(some.map((message) => receiver.completeMessage(message)));
          }
          for (const { sessionId } of taken) if (sessionId !== undefined) sessions.add(sessionId);
          moved += taken.length;
        }
      } finally {
        await sender.close();
      }
    }),
});
