import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface DebugPage {
  readonly port: number;
  close(): Promise<void>;
}

/** Serves what `read` returns as JSON on 127.0.0.1, for a look from a browser. */
export const serveDebugPage = async (port: number, read: () => unknown): Promise<DebugPage> => {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(read(), undefined, 2));
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
};
