import { noSessionInTime, notAllowed } from '../broker/errors.ts';
import { type Session, SessionLanes } from '../broker/session-lanes.ts';
import { types } from '../message/codec.ts';
import { amqpErrorOf } from './failure.ts';
import type { Peer } from './peer.ts';
import { ReceiverLink } from './receiver-link.ts';
import { holdAttach, type OutgoingLink, refuse } from './rhea.ts';
import { serveSettlement } from './settlement.ts';

const SESSION_FILTER = 'com.microsoft:session-filter';
const DEFAULT_WAIT = 60_000;
const TICKS_AT_EPOCH = 621_355_968_000_000_000n;

/** .NET ticks, as eight bytes. */
const ticks = (milliseconds: number): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(BigInt(Math.floor(milliseconds)) * 10_000n + TICKS_AT_EPOCH);
  return bytes;
};

/** Tells the client, in the answer to its attach, which session it has got. */
const bind = (receiver: ReceiverLink, path: string, session: Session): void => {
  const { link } = receiver;
  receiver.session = session;
  link.set_source({ address: path, filter: { [SESSION_FILTER]: session.id } });
  link.local.attach.properties = { 'com.microsoft:locked-until-utc': types.wrap_long(ticks(session.lockedUntil)) };
};

/** Holds the answer to the attach back until a session is free, or the time the client allows has passed. */
const acceptNext = (peer: Peer, receiver: ReceiverLink, path: string, sessions: SessionLanes): void => {
  const { due, clock } = peer.service;
  const { link } = receiver;
  const stop = sessions.acceptNext(receiver, (session) => {
    receiver.stopWaiting?.();
    bind(receiver, path, session);
    link.open();
  });
  if (receiver.session) return;
  holdAttach(link);
  const wait = Number(link.remote.attach.properties?.['com.microsoft:timeout'] ?? DEFAULT_WAIT);
  const timeout = due.at(clock.now() + wait, () => {
    receiver.leave();
    refuse(link, amqpErrorOf(noSessionInTime(wait)));
  });
  receiver.stopWaiting = () => {
    stop();
    due.cancel(timeout);
  };
};

const accept = (peer: Peer, receiver: ReceiverLink, path: string, filter: unknown): void => {
  const { sessions } = receiver.queue;
  if (!sessions)
    throw notAllowed(`A session receiver cannot be created on '${path}', which does not require sessions.`);
  if (typeof filter === 'string') bind(receiver, path, sessions.accept(filter, receiver));
  else if (filter === null || filter === undefined) acceptNext(peer, receiver, path, sessions);
  else throw notAllowed(`The session filter on '${path}' must be a session id or null.`);
};

/** Serves a link on which the client receives from a queue, a subscription or a dead-letter queue. */
export const serveReceiver = (peer: Peer, link: OutgoingLink, path: string): void => {
  const { bus, journal } = peer.service;
  peer.authorize(path);
  if (bus.isTopic(path)) throw notAllowed(`Messages cannot be received from the topic '${path}'; use a subscription.`);
  const filters = link.remote.attach.source?.filter ?? {};
  const receiver = new ReceiverLink(link, bus.queue(path), journal);
  const { lane } = receiver.queue;
  if (SESSION_FILTER in filters) accept(peer, receiver, path, filters[SESSION_FILTER]);
  else if (lane instanceof SessionLanes)
    throw notAllowed(`'${path}' requires sessions: it is not possible to create a receiver without a session on it.`);
  else lane.join(receiver);

  serveSettlement(receiver, journal);
  peer.receivers.set(link.name, receiver);
  link.on('sender_close', () => {
    receiver.leave();
    if (peer.receivers.get(link.name) === receiver) peer.receivers.delete(link.name);
  });
};
