import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { listen } from '../../shared/http-server.ts';

const KEEP_ALIVE_MILLISECONDS = 65_000;
const SWEEP_MILLISECONDS = 20;

export type HttpServer = Awaited<ReturnType<typeof openServer>>;

/** Binds 127.0.0.1 (`port` 0 = any free one), before the app is loaded; requests that come too early wait for `serve`. */
export const openServer = async (port: number) => {
  const { promise: serving, resolve: serve } = Promise.withResolvers<RequestListener>();
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MILLISECONDS }, async (request, response) => {
    if (!server.listening) response.shouldKeepAlive = false;
    (await serving)(request, response);
  });
  const { port: bound } = await listen(server, port);
  /** Stops accepting; resolves when every request under way has been answered. */
  const drain = async (): Promise<void> => {
    const closed = once(server, 'close');
    server.close();
    // A keep-alive connection becomes idle only once its last answer is out, so it is asked again and again.
    const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MILLISECONDS);
    await closed;
    clearInterval(sweep);
  };
  return { port: bound, serve, drain, abort: () => server.closeAllConnections() };
};
