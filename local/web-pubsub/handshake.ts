import { type IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import { notSimulated, refusalOf } from './errors.ts';
import { receive } from './frames.ts';
import { Connection, checkedGroupName, type Hub, hubOf } from './hub.ts';
import { jsonPayload, MAX_MESSAGE_BYTES, type Payload } from './message.ts';
import { respond } from './rest.ts';
import type { Service } from './server.ts';
import { bearerOf, type Claims, claimsOf, textsOf } from './token.ts';

const RELIABLE = 'json.reliable.webpubsub.azure.v1';
const SUBPROTOCOLS = ['json.webpubsub.azure.v1', RELIABLE];
const CANNOT_RECOVER = 1008;

const offeredBy = ({ headers }: IncomingMessage): string[] =>
  (headers['sec-websocket-protocol'] ?? '').split(',').flatMap((name) => name.trim() || []);

/** What the event handler chose, else the first one that is known here. Throws a 501 for clients that speak none of ours. */
const subprotocolOf = (offered: readonly string[], chosen: string | undefined): string => {
  const subprotocol = chosen ?? offered.find((name) => SUBPROTOCOLS.includes(name)) ?? offered.join(', ');
  if (SUBPROTOCOLS.includes(subprotocol) && offered.includes(subprotocol)) return subprotocol;
  throw notSimulated(`A client that speaks '${subprotocol}'`);
};

const lists = (entries: Iterable<readonly [string, unknown]>) =>
  Object.fromEntries([...entries].map(([name, value]) => [name, textsOf(value)]));

const connectEvent = (request: IncomingMessage, query: URLSearchParams, claims: Claims): Payload =>
  jsonPayload({
    claims: lists(Object.entries(claims)),
    query: lists([...query.keys()].map((name) => [name, query.getAll(name)])),
    headers: lists(Object.entries(request.headers)),
    subprotocols: offeredBy(request),
    clientCertificates: [],
  });

/** Lets clients in: checks the token, asks the event handler, upgrades to a WebSocket; and lets lost ones back in. */
export const createHandshake = (service: Service) => {
  const webSockets = new WebSocketServer({ noServer: true, clientTracking: false, maxPayload: MAX_MESSAGE_BYTES });

  const serve = (connection: Connection, webSocket: WebSocket) => {
    webSocket.on('error', (error) => service.log(`connection ${connection.id}: ${error.message}`));
    webSocket.on('message', (data) => receive(connection, data.toString()));
    connection.attach(webSocket);
  };

  const admission = async (request: IncomingMessage, hub: Hub, query: URLSearchParams) => {
    const token = query.get('access_token') ?? bearerOf(request);
    const claims = claimsOf(token, `http://${request.headers.host}/client/hubs/${hub.name}`, service);
    const connection = new Connection(hub, textsOf(claims.sub)[0]);
    query.delete('access_token');
    const reply = await service.upstream.ask(connection, 'sys', 'connect', connectEvent(request, query, claims));
    const decision: Claims = reply?.body.length ? JSON.parse(reply.body.toString()) : {};
    const subprotocol = subprotocolOf(offeredBy(request), textsOf(decision.subprotocol)[0]);
    connection.userId = textsOf(decision.userId)[0] ?? connection.userId;
    for (const role of [claims.role, decision.roles].flatMap(textsOf)) connection.roles.add(role);
    for (const group of [claims['webpubsub.group'], decision.groups].flatMap(textsOf))
      connection.groups.add(checkedGroupName(group));
    connection.subprotocol = subprotocol;
    connection.isReliable = subprotocol === RELIABLE;
    // What the WebSocket server sees offered is what it agrees to.
    request.headers['sec-websocket-protocol'] = subprotocol;
    return (webSocket: WebSocket) => {
      connection.enter();
      serve(connection, webSocket);
    };
  };

  /** The upgrade always succeeds: only over an open WebSocket can a client be told to stop trying. */
  const recovery = (hub: Hub, query: URLSearchParams) => (webSocket: WebSocket) => {
    const connection = hub.connections.get(query.get('awps_connection_id') ?? '');
    const token = query.get('awps_reconnection_token');
    if (connection?.isReliable && connection.reconnectionToken === token) serve(connection, webSocket);
    else webSocket.close(CANNOT_RECOVER, 'The connection cannot be recovered');
  };

  return async (request: IncomingMessage, socket: Socket, head: Buffer): Promise<void> => {
    // Until the WebSocket takes over, and after a refusal, a client that hangs up must not take the process with it.
    const onError = (error: Error) => service.log(`handshake: ${error.message}`);
    socket.on('error', onError);
    try {
      const [path = '', queryText] = (request.url ?? '').split('?', 2);
      const [, name] = /^\/client\/hubs\/([^/]+)$/.exec(path) ?? [];
      if (name === undefined) throw notSimulated(`The client endpoint ${path}`);
      const hub = hubOf(service, decodeURIComponent(name));
      const query = new URLSearchParams(queryText);
      const isBack = query.has('awps_connection_id');
      const letIn = isBack ? recovery(hub, query) : await admission(request, hub, query);
      if (!socket.destroyed) webSockets.handleUpgrade(request, socket, head, letIn);
      socket.off('error', onError);
    } catch (error) {
      const response = new ServerResponse(request);
      response.assignSocket(socket);
      response.on('finish', () => socket.end());
      respond(response, refusalOf(error));
    }
  };
};
