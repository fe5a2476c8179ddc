import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The host's HTTP port. It is bound before the app is loaded; requests that come too early wait for it. */
export interface HttpServer {
  readonly port: number;
  /** Starts answering, beginning with the requests that have been waiting. */
  serve(listener: RequestListener): void;
  /** Stops accepting; resolves when every request under way has been answered. */
  close(): Promise<void>;
  /** Cuts the connections that are still open. */
  abort(): void;
}

const KEEP_ALIVE_MILLISECONDS = 65_000;

/** Binds 127.0.0.1 (`port` 0 = any free one). Rejects when the port is taken. */
export const openServer = async (port: number): Promise<HttpServer> => {
  let early: [IncomingMessage, ServerResponse][] | undefined = [];
  let listener: RequestListener = (request, response) => early?.push([request, response]);
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MILLISECONDS }, (request, response) =>
    listener(request, response),
  );
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host: '127.0.0.1', backlog: 1024 }, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === 'string') throw new Error('The HTTP server has no port.');
  return {
    port: address.port,
    serve(handler) {
      listener = handler;
      for (const [request, response] of early ?? []) handler(request, response);
      early = undefined;
    },
    close: () =>
      new Promise((resolve) => {
        const serving = listener;
        listener = (request, response) => {
          response.shouldKeepAlive = false;
          serving(request, response);
        };
        // A keep-alive connection becomes idle only once its last answer is out, so it is asked again and again.
        const sweep = setInterval(() => server.closeIdleConnections(), 20);
        server.close(() => {
          clearInterval(sweep);
          resolve();
        });
      }),
    abort: () => server.closeAllConnections(),
  };
};
