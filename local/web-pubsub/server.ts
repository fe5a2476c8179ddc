import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Clock, systemClock } from '../shared/clock.ts';
import type { StandIn } from '../shared/stand-in.ts';
import type { Connection } from './connection.ts';
import { Handshake } from './handshake.ts';
import { InOrder } from './in-order.ts';
import { Receiver } from './receiver.ts';
import { restListener } from './rest.ts';
import { createService } from './service.ts';
import { Sessions } from './sessions.ts';
import type { HubSettings } from './settings.ts';
import { Upstream } from './upstream.ts';

export interface WebPubSubOptions {
  /** 0 or absent: any free port. */
  readonly port?: number;
  /** The access key; a random one when absent. */
  readonly key?: string;
  /** Event handlers by hub. A hub without an entry works, and raises no events. */
  readonly hubs?: Readonly<Record<string, HubSettings>>;
  readonly clock?: Clock;
  /** Gets one line for whatever an operator should see, such as an event handler that is down. */
  readonly log?: (text: string) => void;
}

const HOST = '127.0.0.1';
const BACKLOG = 4096;

const warn = (text: string) => console.warn(`web-pubsub: ${text}`);

/** Starts the stand-in of Azure Web PubSub. Rejects when the port is taken. */
export const startWebPubSub = async (options: WebPubSubOptions = {}): Promise<StandIn> => {
  const { port = 0, key = randomBytes(32).toString('base64'), hubs = {}, clock = systemClock, log = warn } = options;
  const service = createService(key, clock, log);
  const server = createServer({ noDelay: true });
  const boundPort = () => (server.address() as AddressInfo).port;
  const upstream = new Upstream(service, hubs, () => `${HOST}:${boundPort()}`);

  const notices = new WeakMap<Connection, InOrder>();
  const sessions: Sessions = new Sessions(service, {
    connected(connection) {
      const inOrder = new InOrder();
      notices.set(connection, inOrder);
      inOrder.run(() => upstream.tell(connection, 'connected', {}));
    },
    received: (connection, data, binary) => receiver.receive(connection, data, binary),
    disconnected: (connection, reason) =>
      notices.get(connection)?.run(() => upstream.tell(connection, 'disconnected', { reason })),
  });
  const receiver = new Receiver({ upstream, sessions, log });
  const handshake = new Handshake(service, sessions, upstream);

  server.on('request', restListener(service, sessions));
  server.on('upgrade', (request, socket, head) => void handshake.upgrade(request, socket, head));
  server.listen(port, HOST, BACKLOG);
  await once(server, 'listening');
  const actualPort = boundPort();

  let closing: Promise<void> | undefined;
  const close = async () => {
    sessions.stop();
    upstream.stop();
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  };
  return {
    name: 'Web PubSub',
    port: actualPort,
    connection: `Endpoint=http://${HOST}:${actualPort};AccessKey=${key};Version=1.0;`,
    close: () => {
      closing ??= close();
      return closing;
    },
  };
};
