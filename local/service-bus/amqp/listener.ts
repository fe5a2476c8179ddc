import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import rhea, { type Connection, type Delivery, type EventContext } from 'rhea';
import { contentsOf, MESSAGE_BYTES } from '../broker/content.ts';
import { notImplemented, tooLarge } from '../errors.ts';
import { MANAGEMENT, serveManagement, serveRequests } from './management.ts';
import { Peer, type Service } from './peer.ts';
import { ReceiverLink } from './receiver.ts';
import { type IncomingLink, keepMessagesRaw, type OutgoingLink, outcomeOf, refuse, writeInOneGo } from './rhea.ts';

const SETTLED = 1;

const serverOptions = {
  host: '127.0.0.1',
  noDelay: true,
  max_frame_size: 65_536,
  channel_max: 4_999,
  idle_time_out: 240_000,
  // Slots of a session are freed in order: one message that is held for long must not stop the rest.
  session_buffer_size: 65_536,
  sender_options: { treat_modified_as_released: false, autosettle: false },
  receiver_options: { autoaccept: false, credit_window: 1_000 },
};

/** Without a listener rhea turns these into an `error` event, which would end the process. Closing is what matters. */
const HARMLESS = ['connection_error', 'connection_close', 'session_error', 'sender_error', 'receiver_error'];

const cbsStatus = (code: number, description: string, condition?: string) => ({
  'status-code': code === 200 ? 202 : code,
  'status-description': description,
  'error-condition': condition,
});

/** Serves a link on which the client sends messages. Each transfer, a batch too, is taken as a whole or not at all. */
const serveSender = (peer: Peer, link: IncomingLink, path: string): void => {
  peer.admit(path);
  const { namespace, store } = peer.service;
  const target = namespace.target(path);
  link.local.attach.max_message_size = MESSAGE_BYTES;
  link.on('message', ({ message, format, delivery }: { message: Buffer; format: number; delivery: Delivery }) => {
    const outcome = outcomeOf('accepted', () => {
      peer.admit(path);
      if (message.length > MESSAGE_BYTES) throw tooLarge(`A transfer has 256 KB at most, not ${message.length} bytes.`);
      target.send(contentsOf(message, format));
    });
    store.settled(() => delivery.update(true, outcome));
  });
};

const openIncoming = (peer: Peer, link: IncomingLink): void => {
  const address = link.remote.attach.target?.address;
  link.set_source({ address: link.remote.attach.source?.address ?? '' });
  link.set_target({ address: address ?? '' });
  if (address === undefined) throw notImplemented('A transaction');
  if (address === '$cbs') serveRequests(link, peer.service.store, cbsStatus, peer.putToken);
  else if (address.endsWith(MANAGEMENT)) serveManagement(peer, link, address.slice(0, -MANAGEMENT.length));
  else serveSender(peer, link, address);
};

const openOutgoing = (peer: Peer, link: OutgoingLink): void => {
  const { source, target, snd_settle_mode, rcv_settle_mode } = link.remote.attach;
  const address = source?.address ?? '';
  link.set_source({ address, filter: source?.filter ?? {} });
  link.set_target({ address: target?.address ?? '' });
  // Replies are sent settled: nobody would ever free their slots.
  const isForReplies = address === '$cbs' || address.endsWith(MANAGEMENT);
  Object.assign(link.local.attach, { snd_settle_mode: isForReplies ? SETTLED : snd_settle_mode, rcv_settle_mode });
  if (!isForReplies) new ReceiverLink(peer, link, address);
};

/** Speaks AMQP 1.0 on 127.0.0.1 as far as the Service Bus SDK does. */
export const listen = async (service: Service, port: number) => {
  const container = rhea.create_container({ id: 'local-service-bus' });
  const peers = new Map<Connection, Peer>();
  const mechanisms = container.sasl_server_mechanisms;
  mechanisms.enable_anonymous();
  mechanisms.MSSBCBS = mechanisms.ANONYMOUS;

  const peerOf = (connection: Connection): Peer => {
    const peer = peers.get(connection) ?? new Peer(service, connection);
    peers.set(connection, peer);
    return peer;
  };
  const open = <Link extends IncomingLink | OutgoingLink>(serve: (peer: Peer, link: Link) => void, link: Link) => {
    try {
      serve(peerOf(link.connection), link);
    } catch (error) {
      refuse(link, error);
    }
  };
  const drop = ({ connection }: EventContext) => {
    peers.get(connection)?.leave();
    peers.delete(connection);
  };

  for (const event of HARMLESS) container.on(event, () => undefined);
  for (const event of ['error', 'protocol_error'])
    container.on(event, (error) => console.error(`service-bus: a connection failed (${event})`, error));
  container.on('connection_open', ({ connection }) => writeInOneGo(connection));
  container.on('connection_close', drop);
  container.on('disconnected', drop);
  container.on('session_open', ({ session }) => keepMessagesRaw(session));
  container.on('session_close', ({ connection, session }) => peerOf(connection).leave(session));
  container.on('receiver_open', ({ receiver }) => open(openIncoming, receiver));
  container.on('sender_open', ({ sender }) => open(openOutgoing, sender));

  const sockets = new Set<Socket>();
  const server = container.listen({ port, ...serverOptions });
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => {
      sockets.delete(socket);
      // The only news of a lost socket rhea listens to, which a destroyed one never gives: its timers would live on.
      socket.emit('end');
    });
  });
  await once(server, 'listening');

  return {
    port: (server.address() as AddressInfo).port,
    /** Breaks the connections of all clients, or of those that use an entity. Returns how many. */
    disconnect(entity: string): number {
      const affected = [...peers.values()].filter((peer) => peer.uses(entity));
      for (const { connection } of affected) connection.socket?.destroy();
      return affected.length;
    },
    close: async () => {
      for (const peer of peers.values()) peer.leave();
      for (const socket of sockets) socket.destroy();
      await new Promise((closed) => server.close(closed));
    },
  };
};
