import type { ServiceBusReceivedMessage } from '@azure/service-bus';
import type { TriggerEvent } from '../dispatch.ts';
import { traceOf } from '../invocation.ts';

const bytesOf = ({ body }: ServiceBusReceivedMessage): Buffer =>
  Buffer.isBuffer(body) ? body : Buffer.from(typeof body === 'string' ? body : (JSON.stringify(body) ?? ''));

/** The names are those of the .NET extension, which counts the first delivery as 1. */
const metadataOf = (message: ServiceBusReceivedMessage): Record<string, unknown> => ({
  DeliveryCount: (message.deliveryCount ?? 0) + 1,
  LockToken: message.lockToken,
  ExpiresAtUtc: message.expiresAtUtc,
  EnqueuedTimeUtc: message.enqueuedTimeUtc,
  MessageId: message.messageId?.toString(),
  ContentType: message.contentType,
  ReplyTo: message.replyTo,
  SequenceNumber: Number(message.sequenceNumber),
  To: message.to,
  Subject: message.subject,
  CorrelationId: message.correlationId?.toString(),
  ApplicationProperties: message.applicationProperties ?? {},
  SessionId: message.sessionId,
  PartitionKey: message.partitionKey,
});

/** What the function gets for one message. */
export const eventOf = (message: ServiceBusReceivedMessage, binary: boolean): TriggerEvent => {
  const { traceparent, 'Diagnostic-Id': diagnosticId } = message.applicationProperties ?? {};
  const body = bytesOf(message);
  const data = binary ? { bytes: body } : { string: body.toString() };
  return { data, metadata: metadataOf(message), traceContext: traceOf(diagnosticId ?? traceparent) };
};

/** What it gets for a batch: every field is a list, in the order of the messages, and its name ends in `Array`. */
export const eventOfMany = (messages: readonly ServiceBusReceivedMessage[], binary: boolean): TriggerEvent => {
  const all = messages.map(metadataOf);
  const fields = Object.keys(all[0] ?? {}).map((name) => [`${name}Array`, all.map((metadata) => metadata[name])]);
  const bodies = messages.map(bytesOf);
  const data = binary ? { collectionBytes: { bytes: bodies } } : { collectionString: { string: bodies.map(String) } };
  return { data, metadata: Object.fromEntries(fields) };
};
