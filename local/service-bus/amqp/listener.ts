import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import rhea, { type Connection, type EventContext } from 'rhea';
import { notSimulated } from '../broker/errors.ts';
import { serveCbs } from './cbs.ts';
import { amqpErrorOf } from './failure.ts';
import { MANAGEMENT, serveManagement } from './management.ts';
import { Peer, type Service } from './peer.ts';
import { serveReceiver } from './receiver.ts';
import { type IncomingLink, keepMessagesRaw, type OutgoingLink, refuse, writeInOneGo } from './rhea.ts';
import { KEY_NAME } from './sas.ts';
import { serveSender } from './sender-link.ts';

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

const openIncoming = (peer: Peer, link: IncomingLink): void => {
  const address = link.remote.attach.target?.address;
  link.set_source({ address: link.remote.attach.source?.address ?? '' });
  link.set_target({ address: address ?? '' });
  if (address === undefined) throw notSimulated('A transaction');
  if (address === '$cbs') serveCbs(peer, link);
  else if (address.endsWith(MANAGEMENT)) serveManagement(peer, link, address.slice(0, -MANAGEMENT.length));
  else serveSender(peer, link, address);
};

const openOutgoing = (peer: Peer, link: OutgoingLink): void => {
  const { source, target, snd_settle_mode, rcv_settle_mode } = link.remote.attach;
  const address = source?.address ?? '';
  link.set_source({ address, filter: source?.filter ?? {} });
  link.set_target({ address: target?.address ?? '' });
  Object.assign(link.local.attach, { snd_settle_mode, rcv_settle_mode });
  // Replies are sent settled: nobody would ever free their slots.
  if (address === '$cbs' || address.endsWith(MANAGEMENT)) link.local.attach.snd_settle_mode = SETTLED;
  else serveReceiver(peer, link, address);
};

const attempt = <Link extends IncomingLink | OutgoingLink>(link: Link, serve: (link: Link) => void): void => {
  try {
    serve(link);
  } catch (error) {
    refuse(link, amqpErrorOf(error));
  }
};

export interface Listener {
  readonly port: number;
  /** Closes all connections and stops listening. */
  close(): Promise<void>;
}

/** Speaks AMQP 1.0 on 127.0.0.1 as far as the Service Bus SDK does. */
export const listen = async (service: Service, port: number): Promise<Listener> => {
  const container = rhea.create_container({ id: 'local-service-bus' });
  const peers = new Map<Connection, Peer>();
  const sockets = new Set<Socket>();
  const mechanisms = container.sasl_server_mechanisms;
  mechanisms.enable_anonymous();
  mechanisms.enable_plain((user: string, password: string) => user === KEY_NAME && password === service.key);
  mechanisms.MSSBCBS = mechanisms.ANONYMOUS;

  const peerOf = (connection: Connection): Peer => {
    const known = peers.get(connection);
    if (known) return known;
    const peer = new Peer(service, connection);
    peers.set(connection, peer);
    return peer;
  };
  const drop = ({ connection }: EventContext) => {
    peers.get(connection)?.disconnect();
    peers.delete(connection);
  };

  for (const event of HARMLESS) container.on(event, () => undefined);
  for (const event of ['error', 'protocol_error'])
    container.on(event, (error) => console.error(`service-bus: a connection failed (${event})`, error));
  container.on('connection_open', ({ connection }) => writeInOneGo(connection));
  container.on('connection_close', drop);
  container.on('disconnected', drop);
  container.on('session_open', ({ session }) => keepMessagesRaw(session));
  container.on('session_close', ({ connection, session }) => peerOf(connection).endSession(session));
  container.on('receiver_open', ({ connection, receiver }) =>
    attempt(receiver, (link: IncomingLink) => openIncoming(peerOf(connection), link)),
  );
  container.on('sender_open', ({ connection, sender }) =>
    attempt(sender, (link: OutgoingLink) => openOutgoing(peerOf(connection), link)),
  );

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
    close: async () => {
      for (const peer of peers.values()) peer.disconnect();
      for (const socket of sockets) socket.destroy();
      await new Promise((closed) => server.close(closed));
    },
  };
};
