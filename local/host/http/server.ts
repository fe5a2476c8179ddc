import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { listen } from '../../shared/http-server.ts';

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
const SWEEP_MILLISECONDS = 20;

/** Binds 127.0.0.1 (`port` 0 = any free one). Rejects when the port is taken. */
export const openServer = async (port: number): Promise<HttpServer> => {
  const early: [IncomingMessage, ServerResponse][] = [];
  let listener: RequestListener = (...exchange) => early.push(exchange);
  let closing = false;
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MILLISECONDS }, (request, response) => {
    if (closing) response.shouldKeepAlive = false;
    listener(request, response);
  });
  const listening = await listen(server, port);
  return {
    port: listening.port,
    serve(handler) {
      listener = handler;
      for (const exchange of early) handler(...exchange);
    },
    close: () =>
      new Promise((resolve) => {
        closing = true;
        // A keep-alive connection becomes idle only once its last answer is out, so it is asked again and again.
        const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MILLISECONDS);
        server.close(() => {
          clearInterval(sweep);
          resolve();
        });
      }),
    abort: () => server.closeAllConnections(),
  };
};
