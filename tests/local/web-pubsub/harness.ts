import { createHmac } from 'node:crypto';
import { WebPubSubServiceClient } from '@azure/web-pubsub';
import {
  WebPubSubClient,
  type WebPubSubClientOptions,
  WebPubSubJsonProtocol,
  WebPubSubJsonReliableProtocol,
} from '@azure/web-pubsub-client';
import { type ClientOptions, WebSocket } from 'ws';
import type { StandIn } from '../../../local/shared/stand-in.ts';
import { startWebPubSub, type WebPubSubOptions } from '../../../local/web-pubsub/server.ts';

export const KEY = 'a-key-for-tests-only-0123456789abcdef';
export const SECONDARY_KEY = 'another-key-for-tests-only-0123456789';
export const HUB = 'fleet';

/** A JWT signed with HS256, for what the SDK would never send. */
export const signToken = (claims: object, key: string): string => {
  const [header, payload] = [{ alg: 'HS256', typ: 'JWT' }, claims].map((part) =>
    Buffer.from(JSON.stringify(part)).toString('base64url'),
  );
  const text = `${header}.${payload}`;
  return `${text}.${createHmac('sha256', key).update(text).digest('base64url')}`;
};

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

/** Resolves when `condition` holds; rejects, naming it, after as long as two busy cores may need. */
export const until = async (condition: () => boolean | Promise<boolean>): Promise<void> => {
  const deadline = Date.now() + 15_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`Never came true: ${condition}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
};

/** The status and error code with which an upgrade was refused. */
export class Refused extends Error {
  readonly status: number | undefined;
  constructor(status: number | undefined, body: string) {
    super(`${status} ${body}`);
    this.status = status;
  }
}

/** Opens a WebSocket and collects its frames; rejects with `Refused` when the upgrade is refused. */
export const openSocket = async (url: string, subprotocols: string[] = [], options: ClientOptions = {}) => {
  const socket = new WebSocket(url, subprotocols, options);
  const frames: string[] = [];
  socket.on('message', (data) => frames.push(data.toString()));
  const closed = new Promise<number>((resolve) => socket.on('close', resolve));
  await new Promise<void>((resolve, reject) => {
    socket.on('open', resolve);
    socket.on('error', reject);
    socket.on('unexpected-response', async (_request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of response) chunks.push(chunk);
      reject(new Refused(response.statusCode, Buffer.concat(chunks).toString()));
    });
  });
  return {
    raw: socket,
    frames,
    /** The closing code, once closed. */
    closed,
    json: (): Record<string, unknown>[] => frames.map((frame) => JSON.parse(frame)),
    send: (frame: unknown) => socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame)),
  };
};

export const protocols = { json: WebPubSubJsonProtocol, reliable: WebPubSubJsonReliableProtocol };

/** A running stand-in with the service client of one hub, and clients that are stopped with it. */
export const openWorld = async (options: WebPubSubOptions = {}) => {
  const logged: string[] = [];
  const standIn: StandIn = await startWebPubSub({
    key: KEY,
    secondaryKey: SECONDARY_KEY,
    log: (text) => logged.push(text),
    ...options,
  });
  const service = new WebPubSubServiceClient(standIn.connection, HUB, { allowInsecureConnection: true });
  const stops: (() => Promise<void>)[] = [];

  const connect = async (
    token: Token = {},
    protocol: keyof typeof protocols = 'reliable',
    clientOptions: WebPubSubClientOptions = {},
  ): Promise<Client> => {
    const { url } = await service.getClientAccessToken(token);
    const sdk = new WebPubSubClient(url, {
      protocol: protocols[protocol](),
      autoReconnect: false,
      // The client's keep-alive timers outlive stop() and would hold the test process for 40 s.
      keepAliveIntervalInMs: 0,
      keepAliveTimeoutInMs: 0,
      messageRetryOptions: { maxRetries: 0 },
      ...clientOptions,
    });
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

  /** A bare WebSocket, for what the client library would never send. `subprotocols` as in the WebSocket API. */
  const socket = async (token: Token = {}, subprotocols: string[] = ['json.webpubsub.azure.v1'], query = '') => {
    const { url } = await service.getClientAccessToken(token);
    return openSocket(`${url}${query}`, subprotocols);
  };

  /** A REST call by hand, with a valid token unless another is given. */
  const rest = (path: string, init: RequestInit & { token?: string; version?: string } = {}) => {
    const { token, version = '?api-version=2024-12-01', ...others } = init;
    const url = `http://127.0.0.1:${standIn.port}${path}${version}`;
    const authorization = `Bearer ${token ?? signToken({ aud: url, exp: Math.floor(Date.now() / 1000) + 60 }, KEY)}`;
    return fetch(url, { method: 'POST', body: '1', ...others, headers: { authorization, ...others.headers } });
  };

  const counts = async () => {
    const response = await fetch(`http://127.0.0.1:${standIn.port}/_local/counts`);
    const counts = (await response.json()) as { hub: string; connections: number; lost: number }[];
    return counts.find(({ hub }) => hub === HUB) ?? { connections: 0, lost: 0 };
  };

  const close = async () => {
    // A client whose service vanishes first would go on trying to recover.
    await Promise.all(stops.map((stop) => stop()));
    await standIn.close();
  };

  /** Steers the stand-in: `POST /_local/faults`, say. */
  const steer = (method: string, path: string, body?: unknown) =>
    fetch(`http://127.0.0.1:${standIn.port}/_local/${path}`, { method, body: JSON.stringify(body) });

  return { standIn, service, connect, socket, open: openSocket, rest, steer, counts, logged, close };
};

export type World = Awaited<ReturnType<typeof openWorld>>;
