import type { ServiceBusReceivedMessage } from '@azure/service-bus';
import type { TriggerEvent } from '../dispatch.ts';
import type { TypedData } from '../typed-data.ts';

const bytesOf = ({ body }: ServiceBusReceivedMessage): Buffer => {
  if (Buffer.isBuffer(body)) return body;
  if (body === undefined || body === null) return Buffer.alloc(0);
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
};

/** The names are those of the .NET extension, which counts the first delivery as 1 and knows some fields by two names. */
const metadataOf = (message: ServiceBusReceivedMessage): Record<string, unknown> => ({
  DeliveryCount: (message.deliveryCount ?? 0) + 1,
  LockToken: message.lockToken,
  ExpiresAt: message.expiresAtUtc,
  ExpiresAtUtc: message.expiresAtUtc,
  EnqueuedTime: message.enqueuedTimeUtc,
  EnqueuedTimeUtc: message.enqueuedTimeUtc,
  MessageId: message.messageId === undefined ? undefined : String(message.messageId),
  ContentType: message.contentType,
  ReplyTo: message.replyTo,
  SequenceNumber: Number(message.sequenceNumber?.toString() ?? 0),
  To: message.to,
  Subject: message.subject,
  Label: message.subject,
  CorrelationId: message.correlationId === undefined ? undefined : String(message.correlationId),
  ApplicationProperties: message.applicationProperties ?? {},
  UserProperties: message.applicationProperties ?? {},
  SessionId: message.sessionId,
  ReplyToSessionId: message.replyToSessionId,
  PartitionKey: message.partitionKey,
  DeadLetterSource: message.deadLetterSource,
});

const dataOf = (messages: readonly ServiceBusReceivedMessage[], many: boolean, binary: boolean): TypedData => {
  const bodies = messages.map(bytesOf);
  if (many) {
    return binary ? { collectionBytes: { bytes: bodies } } : { collectionString: { string: bodies.map(String) } };
  }
  const body = bodies[0] ?? Buffer.alloc(0);
  return binary ? { bytes: body } : { string: body.toString() };
};

/** Of many messages every field is a list, in the order of the messages, and its name ends in `Array`. */
const metadataOfMany = (messages: readonly ServiceBusReceivedMessage[]): Record<string, unknown> => {
  const all = messages.map(metadataOf);
  const names = new Set(all.flatMap(Object.keys));
  return Object.fromEntries(
    [...names]
      .filter((name) => all.some((one) => one[name] !== undefined))
      .map((name) => [`${name}Array`, all.map((one) => one[name] ?? null)]),
  );
};

const traceOf = (message: ServiceBusReceivedMessage | undefined) => {
  const id = message?.applicationProperties?.['Diagnostic-Id'] ?? message?.applicationProperties?.traceparent;
  return typeof id === 'string' ? { traceParent: id, traceState: '', attributes: {} } : undefined;
};

/** What the function gets for one message, or for a batch of them (`cardinality: 'many'`). */
export const eventFor = (
  messages: readonly ServiceBusReceivedMessage[],
  many: boolean,
  binary: boolean,
): TriggerEvent => {
  const [first] = messages;
  return {
    data: dataOf(messages, many, binary),
    metadata: many ? metadataOfMany(messages) : first ? metadataOf(first) : {},
    traceContext: many ? undefined : traceOf(first),
  };
};
