import type { Delivery } from 'rhea';
import { encodeDelivery, types } from '../broker/content.ts';
import type { Cancel } from '../broker/due-times.ts';
import type { Consumer } from '../broker/queue.ts';
import { notAllowed, sessionLockLost, timedOut } from '../errors.ts';
import type { Peer } from './listener.ts';
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
    sessionLost: (id) => link.close(sessionLockLost(`The lock on session '${id}' is lost.`)),
  };
  let giveUp: Cancel | undefined;
  const leave = () => {
    giveUp?.();
    queue.leave(consumer);
    peer.receivers.delete(link.name);
  };
  queue.join(consumer, typeof sessionId === 'string' ? sessionId : null, (line) => {
    giveUp?.();
    if (line.hold) {
      const until = types.wrap_long(ticks(line.hold.until));
      link.set_source({ address: path, filter: { [SESSION_FILTER]: line.sessionId } });
      link.local.attach.properties = { 'com.microsoft:locked-until-utc': until };
    }
    link.open();
  });
  peer.receivers.set(link.name, { consumer, leave });
  if (!consumer.line) {
    // The answer to the attach is held back until a session is free, or the client's patience has ended.
    const wait = Number(properties?.['com.microsoft:timeout'] ?? DEFAULT_WAIT);
    rhea.holdAttach(link);
    giveUp = due.at(clock.now() + wait, () => {
      leave();
      rhea.refuse(link, timedOut(`No session became available within ${wait} ms.`));
    });
  }

  for (const event of ['sender_flow', 'sendable']) link.on(event, () => consumer.line && queue.pump(consumer.line));
  rhea.answerDrains(link);
  link.on('sender_close', leave);
  for (const outcome of ['accepted', 'modified', 'rejected'] as const)
    link.on(outcome, ({ delivery }: { delivery: Delivery }) => {
      const token = Buffer.from(delivery.tag).toString('hex');
      // The reason of a dead letter is among the properties of its error.
      const { undeliverable_here, message_annotations, error } = delivery.remote_state ?? {};
      const modified = undeliverable_here ? 'defered' : 'abandoned';
      const decision = ({ accepted: 'completed', rejected: 'suspended', modified } as const)[outcome];
      const settle = () => queue.settle(token, decision, { ...message_annotations, ...error?.info });
      rhea.settle(delivery, rhea.outcomeOf(outcome, settle));
    });
};
