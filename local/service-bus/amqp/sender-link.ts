import type { Delivery } from 'rhea';
import { BusError, notAllowed, tooLarge } from '../broker/errors.ts';
import type { Queue } from '../broker/queue.ts';
import type { Topic } from '../broker/topic.ts';
import { limits } from '../limits.ts';
import { contentsOf } from '../message/batch.ts';
import type { Content } from '../message/content.ts';
import { amqpErrorOf } from './failure.ts';
import type { Peer } from './peer.ts';
import { accepted, type IncomingLink, rejected } from './rhea.ts';

const tooLong = (what: string) => notAllowed(`The ${what} of a message is longer than ${limits.idLength} characters.`);

/** Throws when the service would refuse the message wherever it is sent. */
export const checkLimits = ({ bytes, propertiesSize, messageId, sessionId, partitionKey }: Content): void => {
  if (bytes.length > limits.messageBytes) throw tooLarge(bytes.length, limits.messageBytes);
  if (propertiesSize > limits.propertiesBytes)
    throw new BusError('amqp:link:message-size-exceeded', 'The application properties take more than 64 KB.');
  if (messageId.length > limits.idLength) throw tooLong('MessageId');
  if ((sessionId?.length ?? 0) > limits.idLength) throw tooLong('SessionId');
  if ((partitionKey?.length ?? 0) > limits.idLength) throw tooLong('PartitionKey');
  if (sessionId !== undefined && partitionKey !== undefined && sessionId !== partitionKey)
    throw notAllowed('The PartitionKey of a message must be the same as its SessionId.');
};

/** Serves a link on which the client sends messages. Each transfer, a batch too, is taken as a whole or not at all. */
export const serveSender = (peer: Peer, link: IncomingLink, path: string): void => {
  const { bus, journal } = peer.service;
  peer.authorize(path);
  if (bus.isSubscription(path)) throw notAllowed(`Messages cannot be sent to the subscription '${path}'.`);
  const target: Queue | Topic = bus.target(path);
  link.local.attach.max_message_size = limits.messageBytes;

  const take = (transfer: Buffer, format: number): void => {
    peer.authorize(path);
    if (transfer.length > limits.messageBytes) throw tooLarge(transfer.length, limits.messageBytes);
    const contents = contentsOf(transfer, format);
    for (const content of contents) checkLimits(content);
    target.send(contents);
  };

  const outcomeOf = (transfer: Buffer, format: number) => {
    try {
      take(transfer, format);
      return accepted;
    } catch (error) {
      return rejected(amqpErrorOf(error));
    }
  };

  link.on('message', ({ message, format, delivery }: { message: Buffer; format: number; delivery: Delivery }) => {
    const outcome = outcomeOf(message, format);
    journal.afterCommit(() => delivery.update(true, outcome));
  });
};
