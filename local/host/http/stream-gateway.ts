import { EventEmitter } from 'node:events';
import http, { type IncomingMessage, ServerResponse } from 'node:http';

const INVOCATION_ID = 'x-ms-invocation-id';

/** Hands a request to the library, which waits for it under the invocation's id. */
export type StreamGateway = (invocationId: string, request: IncomingMessage, response: ServerResponse) => void;

/** Keeps the invocation id inside the host: the library marks its answer with it for the forwarder's sake. */
function setHeaderButInvocationId(this: ServerResponse, name: string, value: number | string | readonly string[]) {
  return name === INVOCATION_ID ? this : ServerResponse.prototype.setHeader.call(this, name, value);
}

/** Takes the place of the server that the library opens for streaming and Azure's host forwards to: no second hop, no second port. `undefined` = none. */
export const openStreamGateway = async (
  start: () => Promise<Record<string, string>>,
): Promise<StreamGateway | undefined> => {
  const listen = (ready: () => void) => queueMicrotask(ready);
  const server = Object.assign(new EventEmitter(), { listen, address: () => ({ port: 1 }) });
  const { createServer } = http;
  // The library calls it before it first waits, so nobody else gets to see the gateway.
  http.createServer = new Proxy(createServer, { apply: () => server });
  const starting = start();
  http.createServer = createServer;
  const { HttpUri: uri } = await starting;
  if (uri === undefined) return undefined;
  if (server.listenerCount('request') === 0)
    throw new Error('The @azure/functions of the app opens its stream server in a way this host does not know.');
  return (invocationId, request, response) => {
    request.headers[INVOCATION_ID] = invocationId;
    request.headers['x-forwarded-host'] = request.headers.host ?? 'localhost';
    request.headers['x-forwarded-proto'] = 'http';
    response.setHeader = setHeaderButInvocationId;
    server.emit('request', request, response);
  };
};
