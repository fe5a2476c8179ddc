import { WebPubSubServiceClient } from '@azure/web-pubsub';
import {
  WebPubSubClient,
  type WebPubSubClientOptions,
  WebPubSubJsonProtocol,
  WebPubSubJsonReliableProtocol,
} from '@azure/web-pubsub-client';
import type { StandIn } from '../../../local/shared/stand-in.ts';
import { startWebPubSub, type WebPubSubOptions } from '../../../local/web-pubsub/server.ts';

export const KEY = 'a-key-for-tests-only-0123456789abcdef';
export const HUB = 'fleet';

export type Token = Parameters<WebPubSubServiceClient['getClientAccessToken']>[0];

/** What a client got, in the order it got it. ArrayBuffers are shown as number lists. */
export interface Received {
  readonly from: 'group' | 'server';
  readonly group?: string;
  readonly data: unknown;
  readonly fromUserId?: string | undefined;
  readonly sequenceId?: number | undefined;
}

export interface Client {
  readonly sdk: WebPubSubClient;
  readonly id: string;
  readonly userId: string;
  readonly received: Received[];
  /** The data of what was received. */
  data(): unknown[];
}

const plain = (data: unknown) => (data instanceof ArrayBuffer ? [...new Uint8Array(data)] : data);

/** Resolves when `condition` holds; rejects, naming it, after five seconds. */
export const until = async (condition: () => boolean | Promise<boolean>): Promise<void> => {
  const deadline = Date.now() + 5_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`Never came true: ${condition}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
};

export const protocols = { json: WebPubSubJsonProtocol, reliable: WebPubSubJsonReliableProtocol };

/** A running stand-in with the service client of one hub, and clients that are stopped with it. */
export const openWorld = async (options: WebPubSubOptions = {}) => {
  const logged: string[] = [];
  const standIn: StandIn = await startWebPubSub({ key: KEY, log: (text) => logged.push(text), ...options });
  const service = new WebPubSubServiceClient(standIn.connection, HUB, { allowInsecureConnection: true });
  const stops: (() => Promise<void>)[] = [];

  const connect = async (
    token: Token = {},
    protocol: keyof typeof protocols = 'reliable',
    clientOptions: WebPubSubClientOptions = {},
  ): Promise<Client> => {
    const { url } = await service.getClientAccessToken(token);
    const sdk = new WebPubSubClient(url, { protocol: protocols[protocol](), autoReconnect: false, ...clientOptions });
    const stopped = new Promise<void>((resolve) => sdk.on('stopped', () => resolve()));
    stops.push(() => {
      sdk.stop();
      return stopped;
    });
    const received: Received[] = [];
    sdk.on('group-message', ({ message: { group, data, fromUserId, sequenceId } }) =>
      received.push({ from: 'group', group, data: plain(data), fromUserId, sequenceId }),
    );
    sdk.on('server-message', ({ message: { data, sequenceId } }) =>
      received.push({ from: 'server', data: plain(data), sequenceId }),
    );
    const connected = new Promise<{ connectionId: string; userId: string }>((resolve) => sdk.on('connected', resolve));
    await sdk.start();
    const { connectionId: id, userId } = await connected;
    return { sdk, id, userId, received, data: () => received.map((message) => message.data) };
  };

  const counts = async () => {
    const response = await fetch(`http://127.0.0.1:${standIn.port}/_local/counts`);
    const { hubs } = (await response.json()) as {
      hubs: Record<string, { connections: number; groups: Record<string, number>; deliveries: number }>;
    };
    return hubs[HUB] ?? { connections: 0, groups: {}, deliveries: 0 };
  };

  const close = async () => {
    // A client whose service vanishes first would go on trying to recover.
    await Promise.all(stops.map((stop) => stop()));
    await standIn.close();
  };

  return { standIn, service, connect, counts, logged, close };
};

export type World = Awaited<ReturnType<typeof openWorld>>;
