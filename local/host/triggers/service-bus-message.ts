import type { ServiceBusReceivedMessage } from '@azure/service-bus';
import type { TriggerEvent } from '../dispatch.ts';
import { traceOf } from '../invocation.ts';

const bytesOf = ({ body }: ServiceBusReceivedMessage): Buffer =>
  Buffer.isBuffer(body) ? body : Buffer.from(typeof body === 'string' ? body : (JSON.stringify(body) ?? ''));

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
