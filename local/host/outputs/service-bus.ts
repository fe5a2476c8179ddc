import { ServiceBusClient, type ServiceBusMessage, type ServiceBusSender } from '@azure/service-bus';
import { type Binding, connectionString, textOf } from '../functions.ts';
import type { HostServices, WriteOutput } from '../services.ts';

const clients = new Map<string, ServiceBusClient>();
const senders = new Map<string, ServiceBusSender>();

/** The client for the broker a binding means: one for all functions, closed with the host. */
export const clientFor = (options: Binding, { closers, settings }: HostServices, where: string): ServiceBusClient => {
  const address = connectionString(options, settings, where);
  const known = clients.get(address);
  if (known) return known;
  const client = new ServiceBusClient(address, { retryOptions: { retryDelayInMs: 200, maxRetryDelayInMs: 5_000 } });
  clients.set(address, client);
  closers.push(() => client.close());
  return client;
};

/** Text and bytes travel as they are, everything else as JSON. The SDK would quote a plain string, bytes it leaves alone. */
const messageOf = (value: unknown): ServiceBusMessage => {
  if (typeof value === 'string') return { body: Buffer.from(value), contentType: 'text/plain' };
  if (value instanceof Uint8Array) return { body: Buffer.from(value), contentType: 'application/octet-stream' };
  return { body: Buffer.from(JSON.stringify(value)), contentType: 'application/json' };
};

/** Sends one message, or one per element of an array, to the queue or topic. */
export const writeServiceBus: WriteOutput = async (options, value, services, where) => {
  const entity = textOf(options, 'topicName' in options ? 'topicName' : 'queueName', where);
  const key = `${options.connection} ${entity}`;
  const sender = senders.get(key) ?? clientFor(options, services, where).createSender(entity);
  senders.set(key, sender);
  const messages = (Array.isArray(value) ? value : [value]).map(messageOf);
  if (messages.length > 0) await sender.sendMessages(messages);
};
