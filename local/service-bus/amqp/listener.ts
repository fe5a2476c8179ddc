import { createHmac, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import rhea, { type Delivery } from 'rhea';
import { contentsOf, type Properties, TRANSFER_BYTES } from '../broker/content.ts';
import type { Context } from '../broker/entity.ts';
import type { Namespace } from '../broker/namespace.ts';
import type { Consumer } from '../broker/queue.ts';
import { notImplemented, serverBusy, unauthorized } from '../errors.ts';
import { MANAGEMENT, serveManagement, serveRequests } from './management.ts';
import { serveReceiver } from './receiver.ts';
import { holdFrames, type IncomingLink, keepMessagesRaw, type OutgoingLink, outcomeOf, refuse } from './rhea.ts';

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
const HARMLESS = ['connection_error', 'session_error', 'sender_error', 'receiver_error', 'disconnected'];

export const KEY_NAME = 'RootManageSharedAccessKey';
const SAS = 'servicebus.windows.net:sastoken';

export interface Service extends Context {
  readonly namespace: Namespace;
  readonly key: string;
  /** Whether a request is to be refused as if the service were busy. */
  isBusy(): boolean;
}

const pathOf = (resource: string): string => resource.toLowerCase().replace(/^[a-z]+:\/\/[^/]*\/*|\/+$/g, '');

/** Whether an entity or everything under it (an empty path: the whole namespace) includes `path`. */
const covers = (entity: string, path: string): boolean =>
  entity === '' || `${path}/`.toLowerCase().startsWith(`${entity}/`);

/** One client connection: what it may do, and which of its links receive. */
const createPeer = (service: Service) => {
  /** By link name, which is how management requests refer to them. */
  const receivers = new Map<string, { readonly consumer: Consumer; leave(): void }>();
  /** Until when there is a token, by the path it is good for. */
  const claims = new Map<string, number>();

  return {
    service,
    receivers,

    /** Takes note of a shared access signature. Throws `amqp:unauthorized-access` when it is not good for what it is presented for. */
    putToken({ operation, type, name }: Properties, body: unknown): void {
      if (operation !== 'put-token') throw notImplemented(`The $cbs operation '${operation}'`);
      if (type !== SAS) throw notImplemented(`A token of type '${type}' (use a connection string)`);
      const parameters = String(body).replace(/^SharedAccessSignature /, '');
      const fields = new URLSearchParams(parameters);
      // The signature is over the resource as it was sent, that is, still URL-encoded.
      const signed = `${/(?:^|&)sr=([^&]*)/.exec(parameters)?.[1]}\n${fields.get('se')}`;
      const wanted = createHmac('sha256', service.key).update(signed).digest();
      const given = Buffer.from(fields.get('sig') ?? '', 'base64');
      const isSigned = given.length === wanted.length && timingSafeEqual(given, wanted);
      const path = pathOf(fields.get('sr') ?? '');
      const until = Number(fields.get('se')) * 1000;
      const isGood = isSigned && until > service.clock.now() && covers(path, pathOf(String(name)));
      if (!isGood || fields.get('skn') !== KEY_NAME)
        throw unauthorized(`InvalidSignature: the token for '${name}' has expired, or is not signed with its key.`);
      claims.set(path, until);
    },

    /** Throws unless the client may go on: `amqp:unauthorized-access`, or `com.microsoft:server-busy` as an injected fault. */
    admit(path: string): void {
      const now = service.clock.now();
      if (![...claims].some(([claimed, until]) => until > now && covers(claimed, path)))
        throw unauthorized(`Unauthorized access. A valid token for '${path}' is required to perform this operation.`);
      if (service.isBusy()) throw serverBusy('The server is busy, by an injected fault. Please try again.');
    },

    /** Lets go of what the receivers hold. */
    leave(): void {
      for (const receiver of receivers.values()) receiver.leave();
    },
  };
};

export type Peer = ReturnType<typeof createPeer>;

/** Serves a link on which the client sends messages. Each transfer, a batch too, is taken as a whole or not at all. */
const serveSender = (peer: Peer, link: IncomingLink, path: string): void => {
  peer.admit(path);
  const target = peer.service.namespace.target(path);
  link.local.attach.max_message_size = TRANSFER_BYTES;
  link.on('message', ({ message, format, delivery }: { message: Buffer; format: number; delivery: Delivery }) => {
    const outcome = outcomeOf('accepted', () => {
      peer.admit(path);
      target.send(contentsOf(message, format));
    });
    delivery.update(true, outcome);
  });
};

const openIncoming = (peer: Peer, link: IncomingLink): void => {
  const { source, target } = link.remote.attach;
  link.set_source({ address: source?.address ?? '' });
  link.set_target({ address: target?.address ?? '' });
  if (target?.address === undefined) throw notImplemented('A transaction');
  if (target.address === '$cbs') serveRequests(link, peer.putToken);
  else if (target.address.endsWith(MANAGEMENT))
    serveManagement(peer, link, target.address.slice(0, -MANAGEMENT.length));
  else serveSender(peer, link, target.address);
};

const openOutgoing = (peer: Peer, link: OutgoingLink): void => {
  const { source, target, snd_settle_mode, rcv_settle_mode } = link.remote.attach;
  const address = source?.address ?? '';
  link.set_source({ address, filter: source?.filter ?? {} });
  link.set_target({ address: target?.address ?? '' });
  // Replies are sent settled: nobody would ever free their slots.
  const isForReplies = address === '$cbs' || address.endsWith(MANAGEMENT);
  Object.assign(link.local.attach, { snd_settle_mode: isForReplies ? SETTLED : snd_settle_mode, rcv_settle_mode });
  if (!isForReplies) serveReceiver(peer, link, address);
};

/** Speaks AMQP 1.0 on 127.0.0.1 as far as the Service Bus SDK does. */
export const listen = async (service: Service, port: number) => {
  const container = rhea.create_container({ id: 'local-service-bus' });
  const peers = new Set<Peer>();
  const sockets = new Set<Socket>();
  const mechanisms = container.sasl_server_mechanisms;
  mechanisms.enable_anonymous();
  mechanisms.MSSBCBS = mechanisms.ANONYMOUS;

  for (const event of HARMLESS) container.on(event, () => undefined);
  for (const event of ['error', 'protocol_error'])
    container.on(event, (error) => console.error(`service-bus: a connection failed (${event})`, error));
  container.on('session_open', ({ session }) => keepMessagesRaw(session));
  container.on('connection_open', ({ connection }) => {
    const peer = createPeer(service);
    const leave = () => peers.delete(peer) && peer.leave();
    const open = <Link extends IncomingLink | OutgoingLink>(serve: (peer: Peer, link: Link) => void, link: Link) => {
      try {
        serve(peer, link);
      } catch (error) {
        refuse(link, error);
      }
    };
    peers.add(peer);
    holdFrames(connection, service.store.settled);
    connection.on('connection_close', leave);
    connection.on('disconnected', leave);
    connection.on('receiver_open', ({ receiver }: { receiver: IncomingLink }) => open(openIncoming, receiver));
    connection.on('sender_open', ({ sender }: { sender: OutgoingLink }) => open(openOutgoing, sender));
  });

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

  /** Breaks all connections. Returns how many there were. */
  const disconnect = (): number => {
    for (const peer of peers.values()) peer.leave();
    for (const socket of sockets) socket.destroy();
    return sockets.size;
  };
  return {
    port: (server.address() as AddressInfo).port,
    disconnect,
    async close() {
      disconnect();
      await new Promise((closed) => server.close(closed));
    },
  };
};
