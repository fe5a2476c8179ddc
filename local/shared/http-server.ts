import { once } from 'node:events';
import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export const HOST = '127.0.0.1';

/** Lets a server listen on 127.0.0.1; port 0 is any free one. Rejects when the port is taken. */
export const listen = async (server: Server, port = 0) => {
  server.listen({ port, host: HOST, backlog: 4096 });
  await once(server, 'listening');
  const closed = once(server, 'close');
  /** Breaks every connection and resolves when the port is free. Safe to call twice. */
  const close = async () => {
    server.close();
    server.closeAllConnections();
    await closed;
  };
  return { port: (server.address() as AddressInfo).port, close };
};

/** The body, or undefined when it has more than `limit` bytes: the rest is read and dropped, or a client that is still sending would miss the answer. */
export const bodyOf = (request: IncomingMessage, limit: number): Promise<Buffer<ArrayBuffer> | undefined> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limit) chunks.push(chunk);
    });
    request.on('end', () => resolve(size > limit ? undefined : Buffer.concat(chunks)));
    request.on('error', reject);
  });
