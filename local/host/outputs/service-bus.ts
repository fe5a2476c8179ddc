import type { ServiceBusMessage, ServiceBusSender } from '@azure/service-bus';
import type { WriteOutput } from '../services.ts';
import { connectionString } from '../settings.ts';

const senders = new Map<string, ServiceBusSender>();

/** Text and bytes travel as they are, everything else as JSON. The SDK would quote a plain string, bytes it leaves alone. */
const messageOf = (value: unknown): ServiceBusMessage => {
  if (typeof value === 'string') return { body: Buffer.from(value), contentType: 'text/plain' };
  if (value instanceof Uint8Array) return { body: Buffer.from(value), contentType: 'application/octet-stream' };
  return { body: Buffer.from(JSON.stringify(value)), contentType: 'application/json' };
};

/** Sends one message, or one per element of an array, to the queue or topic. */
export const writeServiceBus: WriteOutput = async (options, value, { clients, settings }, where) => {
  const entity = options.queueName ?? options.topicName;
  if (typeof entity !== 'string' || entity === '') throw new Error(`${where}: needs "queueName" or "topicName".`);
  const address = connectionString(options.connection, settings, where);
  const key = `${entity} ${address}`;
  const sender = senders.get(key) ?? (await clients.serviceBus(address)).createSender(entity);
  senders.set(key, sender);
  const messages = (Array.isArray(value) ? value : [value]).map(messageOf);
  if (messages.length > 0) await sender.sendMessages(messages);
};
