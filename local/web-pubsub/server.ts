import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { Socket } from 'node:net';
import { type Clock, systemClock } from '../shared/clock.ts';
import { HOST, listen } from '../shared/http-server.ts';
import type { StandIn } from '../shared/stand-in.ts';
import { createHandshake } from './handshake.ts';
import type { Hub } from './hub.ts';
import { restListener } from './rest.ts';
import { createUpstream, type HubSettings } from './upstream.ts';

export interface WebPubSubOptions {
  /** 0 or absent: any free port. */
  readonly port?: number;
  /** The access keys; random ones when absent. */
  readonly key?: string;
  readonly secondaryKey?: string;
  readonly hubs?: HubSettings;
  readonly clock?: Clock;
  /** Gets one line for whatever an operator should see, such as an event handler that is down. */
  readonly log?: (text: string) => void;
}

/** What every part of the stand-in shares. */
export interface Service {
  /** The primary and the secondary access key; either is good for everything. */
  readonly keys: readonly string[];
  readonly clock: Clock;
  readonly log: (text: string) => void;
  readonly upstream: ReturnType<typeof createUpstream>;
  readonly hubs: Map<string, Hub>;
}

/** How long a reliable connection may stay away before it counts as disconnected. */
const RECOVERY_WINDOW_MS = 60_000;
const SWEEP_MS = 250;

const randomKey = () => randomBytes(32).toString('base64');

/** Starts the stand-in of Azure Web PubSub. Rejects when the port is taken. */
export const startWebPubSub = async (options: WebPubSubOptions = {}): Promise<StandIn> => {
  const { key = randomKey(), secondaryKey = randomKey(), clock = systemClock } = options;
  const { log = (text) => console.warn(`web-pubsub: ${text}`) } = options;
  const server = createServer({ noDelay: true });
  const { port, close } = await listen(server, options.port);
  const keys = [key, secondaryKey];
  const upstream = createUpstream(options.hubs ?? {}, keys, `${HOST}:${port}`);
  const hubs = new Map<string, Hub>();
  const service: Service = { keys, clock, log, upstream, hubs };
  const connections = () => [...hubs.values()].flatMap((hub) => [...hub.connections.values()]);

  const handshake = createHandshake(service);
  server.on('request', restListener(service));
  server.on('upgrade', (request, socket: Socket, head) => void handshake(request, socket, head));
  const sweep = setInterval(() => {
    const deadline = clock.now() - RECOVERY_WINDOW_MS;
    for (const connection of connections())
      if ((connection.lostAt ?? clock.now()) <= deadline) connection.close('The connection was not recovered in time');
  }, SWEEP_MS).unref();

  return {
    name: 'Web PubSub',
    port,
    connection: `Endpoint=http://${HOST}:${port};AccessKey=${key};Version=1.0;`,
    close() {
      clearInterval(sweep);
      upstream.stop();
      for (const connection of connections()) connection.drop();
      return close();
    },
  };
};
