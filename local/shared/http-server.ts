import { once } from 'node:events';
import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export const HOST = '127.0.0.1';

export interface Listening {
  readonly port: number;
  /** Breaks every connection and resolves when the port is free. Safe to call twice. */
  close(): Promise<void>;
}

/** Lets a server listen on 127.0.0.1; port 0 is any free one. Rejects when the port is taken. */
export const listen = async (server: Server, port = 0): Promise<Listening> => {
  server.listen({ port, host: HOST, backlog: 4096 });
  await once(server, 'listening');
  const closed = once(server, 'close');
  const close = async () => {
    server.close();
    server.closeAllConnections();
    await closed;
  };
  return { port: (server.address() as AddressInfo).port, close };
};

/** The body, or undefined when it has more than `limit` bytes: the rest is read and dropped, or a client that is still sending would miss the answer. */
export const bodyOf = async (request: IncomingMessage, limit: number): Promise<Buffer | undefined> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size <= limit) chunks.push(chunk);
  }
  return size > limit ? undefined : Buffer.concat(chunks);
};
