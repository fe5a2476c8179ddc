import { encodeDelivery, type Properties, types } from '../broker/content.ts';
import type { Consumer, Decision } from '../broker/queue.ts';
import { notAllowed, sessionLockLost, timedOut } from '../errors.ts';
import type { Peer } from './peer.ts';
import * as rhea from './rhea.ts';

const SESSION_FILTER = 'com.microsoft:session-filter';
const PRE_SETTLED = 1;
const DEFAULT_WAIT = 60_000;
const TICKS_AT_EPOCH = 621_355_968_000_000_000n;

/** .NET ticks, as eight bytes. */
const ticks = (milliseconds: number): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(BigInt(Math.floor(milliseconds)) * 10_000n + TICKS_AT_EPOCH);
  return bytes;
};

/** What the fields of an outcome can hold, as far as the SDK sends it. */
interface State {
  readonly undeliverable_here?: boolean;
  readonly message_annotations?: Properties;
  readonly error?: { readonly info?: Properties };
}

/** What the outcomes of a delivery mean. The reason of a dead letter is among the properties of its error. */
const decisions: Readonly<Record<rhea.Outcome, (state: State) => Decision>> = {
  accepted: () => ({ status: 'completed' }),
  modified: ({ undeliverable_here, message_annotations }) => ({
    status: undeliverable_here ? 'defered' : 'abandoned',
    properties: message_annotations,
  }),
  rejected: ({ error }) => ({ status: 'suspended', properties: error?.info }),
};

/**
 * Serves a link on which the client receives from a queue, a subscription or a dead-letter queue: credit comes in, deliveries
 * go out, and decisions about them come back. Throws when the client may not receive like this.
 */
export const serveReceiver = (peer: Peer, link: rhea.OutgoingLink, path: string): void => {
  peer.admit(path);
  const { namespace, due, clock } = peer.service;
  const { snd_settle_mode, source, properties } = link.remote.attach;
  const queue = namespace.queue(path);
  const { [SESSION_FILTER]: sessionId } = source?.filter ?? {};
  if (queue.requiresSession !== (sessionId !== undefined))
    throw notAllowed(`'${path}' requires sessions, and so do its receivers; or neither does.`);

  const consumer: Consumer = {
    settlesOnDelivery: snd_settle_mode === PRE_SETTLED,
    hasCredit: () => link.is_open() && rhea.roomOf(link) > 0,
    deliver: (message) => link.send(encodeDelivery(message), message.lock && Buffer.from(message.lock.token, 'hex'), 0),
    sessionLost: (id) => link.close(rhea.amqpErrorOf(sessionLockLost(`The lock on session '${id}' is lost.`))),
  };
  queue.join(consumer, typeof sessionId === 'string' ? sessionId : null, ({ hold, ...line }) => {
    if (hold) {
      const until = types.wrap_long(ticks(hold.until));
      link.set_source({ address: path, filter: { [SESSION_FILTER]: line.sessionId } });
      link.local.attach.properties = { 'com.microsoft:locked-until-utc': until };
    }
    link.open();
  });
  if (!consumer.line) {
    // The answer to the attach is held back until a session is free, or the client's patience has ended.
    const wait = Number(properties?.['com.microsoft:timeout'] ?? DEFAULT_WAIT);
    rhea.holdAttach(link);
    due.at(clock.now() + wait, () => {
      if (consumer.line || !peer.receivers.delete(link.name)) return;
      queue.leave(consumer);
      rhea.refuse(link, timedOut(`No session became available within ${wait} ms.`));
    });
  }

  peer.receivers.set(link.name, { queue, consumer });
  for (const event of ['sender_flow', 'sendable'])
    link.on(event, () => {
      if (consumer.line) queue.pump(consumer.line);
    });
  rhea.answerDrains(link);
  link.on('sender_close', () => {
    queue.leave(consumer);
    peer.receivers.delete(link.name);
  });
  for (const outcome of ['accepted', 'modified', 'rejected'] as const)
    link.on(outcome, ({ delivery }: { delivery: rhea.OutgoingDelivery }) => {
      const token = Buffer.from(delivery.tag).toString('hex');
      const decision = decisions[outcome](delivery.remote_state ?? {});
      rhea.settle(
        delivery,
        rhea.outcomeOf(outcome, () => queue.settle(token, decision)),
      );
    });
};
