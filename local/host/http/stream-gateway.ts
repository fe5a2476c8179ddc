import { EventEmitter } from 'node:events';
import http, { type IncomingMessage, ServerResponse } from 'node:http';

const INVOCATION_ID = 'x-ms-invocation-id';

/**
 * With HTTP streaming on, the library opens a server of its own, to which Azure's host forwards each request over
 * TCP. Here host and library share a process, so the gateway takes the place of that server and hands requests over
 * directly: no second hop, and no port open on all interfaces.
 */
export interface StreamGateway {
  /** Hands a request to the library, which waits for it under the invocation's id. */
  deliver(invocationId: string, request: IncomingMessage, response: ServerResponse): void;
}

/** What the library expects of the server it creates. */
class GatewayServer extends EventEmitter {
  listen(ready: () => void): void {
    queueMicrotask(ready);
  }
  address() {
    return { port: 1 };
  }
}

/** Keeps the invocation id inside the host: the library marks its answer with it for the forwarder's sake. */
function setHeaderButInvocationId(this: ServerResponse, name: string, value: number | string | readonly string[]) {
  return name === INVOCATION_ID ? this : ServerResponse.prototype.setHeader.call(this, name, value);
}

/**
 * Runs `start` (the library's capability exchange, which opens the stream server before it first waits) with
 * `http.createServer` giving out the gateway. `undefined` = the app does not stream.
 */
export const openStreamGateway = async (
  start: () => Promise<Record<string, string>>,
): Promise<StreamGateway | undefined> => {
  const server = new GatewayServer();
  const original = http.createServer;
  http.createServer = new Proxy(original, { apply: () => server });
  const starting = start();
  http.createServer = original;
  const { HttpUri: uri } = await starting;
  if (uri === undefined) return undefined;
  if (server.listenerCount('request') === 0)
    throw new Error('The @azure/functions of the app opens its stream server in a way this host does not know.');
  return {
    deliver(invocationId, request, response) {
      const { headers } = request;
      const forwarded = { 'x-forwarded-host': headers.host ?? 'localhost', 'x-forwarded-proto': 'http' };
      Object.assign(headers, forwarded, { [INVOCATION_ID]: invocationId });
      response.setHeader = setHeaderButInvocationId;
      server.emit('request', request, response);
    },
  };
};
