import {
  isServiceBusError,
  type ServiceBusClient,
  type ServiceBusMessage,
  type ServiceBusReceivedMessage,
  type ServiceBusSender,
  type ServiceBusSessionReceiver,
} from '@azure/service-bus';
import { FleetError } from '../kernel/errors.ts';
import { countDeadLetters } from '../observability/metrics.ts';
import { inSpan, traceparent } from '../observability/trace.ts';
import type { Bus, DrainOptions, Outgoing, Poison, Received, Work } from './bus.ts';
import { coalesce } from './coalesce.ts';
import { deadLettersOf } from './dead-letters.ts';

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

/** What is not JSON stays the text that it is. */
const parsed = (bytes: Buffer): { readonly body: unknown; readonly problem?: string } => {
  const text = bytes.toString();
  try {
    return { body: JSON.parse(text) };
  } catch (error) {
    return { body: text, problem: String(error) };
  }
};

const decoded = <Body>(message: ServiceBusReceivedMessage): Received<Body> & { readonly problem?: string } => {
  const trace = message.applicationProperties?.traceparent;
  return {
    ...((Buffer.isBuffer(message.body) ? parsed(message.body) : { body: message.body }) as { body: Body }),
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

/** A description may have 4,096 characters. */
const MAX_DESCRIPTION = 1_000;

/**
 * Worked through, each message leaves the session: what is poison for the dead letters. One after the other: what is settled in one turn may be told
 * to the broker as if all of it had the same outcome.
 */
const settle = async <Body>(
  session: ServiceBusSessionReceiver,
  messages: readonly ServiceBusReceivedMessage[],
  poison: readonly Poison<Body>[],
): Promise<void> => {
  const poisonous = new Map(poison.map((one) => [one.message.sequenceNumber, one]));
  const healthy: ServiceBusReceivedMessage[] = [];
  for (const message of messages) {
    const found = poisonous.get(String(message.sequenceNumber));
    if (!found) {
      healthy.push(message);
      continue;
    }
    const deadLetterErrorDescription = found.description.slice(0, MAX_DESCRIPTION);
    await session.deadLetterMessage(message, { deadLetterReason: found.reason, deadLetterErrorDescription });
  }
  await Promise.all(healthy.map((message) => session.completeMessage(message)));
};

/** Works through a round, but for what is no JSON. @returns what goes to the dead letters */
const workedThrough = async <Body>(
  messages: readonly ServiceBusReceivedMessage[],
  work: Work<Body>,
): Promise<readonly Poison<Body>[]> => {
  const all = messages.map((message) => decoded<Body>(message));
  const broken = all.flatMap((message) =>
    message.problem === undefined ? [] : [{ message, reason: 'not-json', description: message.problem }],
  );
  const whole = all.filter(({ problem }) => problem === undefined);
  const worked = whole.length > 0 ? await work(whole) : undefined;
  return [...broken, ...(worked?.poison ?? [])];
};

/** The bus on Azure Service Bus. */
export const serviceBus = (client: ServiceBusClient): Bus => {
  const deadLetters = deadLettersOf(client, (message) => {
    const { problem: _, ...received } = decoded(message);
    return received;
  });
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
      work: Work<Body>,
      { batch = BATCH, forSeconds = RUN_SECONDS }: DrainOptions = {},
    ) {
      const session = await accept(queue, sessionId);
      if (!session) return 'taken';
      try {
        const until = Date.now() + forSeconds * 1000;
        for (let first = true; ; first = false) {
          const messages = await receive(session, batch, first);
          if (messages.length === 0) return 'drained';
          const poison = await workedThrough(messages, work);
          countDeadLetters(queue, poison);
          await settle(session, messages, poison);
          if (messages.length < batch) return 'drained';
          if (Date.now() >= until) return 'more';
        }
      } finally {
        await session.close();
      }
    },

    deadLetters: deadLetters.look,
    redrive: deadLetters.redrive,

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
