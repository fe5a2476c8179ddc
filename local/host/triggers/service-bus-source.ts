import type { Binding } from '../core-module.ts';

/** A queue (`['orders']`) or a topic and its subscription (`['events', 'audit']`). */
export type Source = readonly [queue: string] | readonly [topic: string, subscription: string];

/** Reads the source from a trigger's properties. Throws, beginning with `where`, when it is incomplete. */
export const sourceOf = ({ queueName, topicName, subscriptionName }: Binding, where: string): Source => {
  if (typeof queueName === 'string' && queueName !== '') return [queueName];
  if (typeof topicName === 'string' && typeof subscriptionName === 'string') return [topicName, subscriptionName];
  throw new Error(`${where}: a Service Bus trigger needs "queueName", or "topicName" and "subscriptionName".`);
};

/** Bodies stay bytes: the function is given the text as it was sent, and the app library does the parsing. */
export const RECEIVER_OPTIONS = { receiveMode: 'peekLock', skipParsingBodyAsJson: true } as const;

/** The SDK may wait for a broker that is gone while it closes a receiver; the connection's end settles it anyway. */
export const CLOSE_LIMIT = 1_000;
