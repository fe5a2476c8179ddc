import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { askToConnect, type ConnectDecision } from './connect-event.ts';
import { Connection, type Mode } from './connection.ts';
import { badRequest, notSimulated, reasonOf, ServiceError } from './errors.ts';
import type { Hub } from './hub.ts';
import { checkedGroupName, MAX_MESSAGE_BYTES } from './limits.ts';
import { percentDecoded } from './percent.ts';
import type { Service } from './service.ts';
import type { Sessions } from './sessions.ts';
import { type Claims, isMeantFor, textsOf, verifyToken } from './token.ts';
import type { Upstream } from './upstream.ts';

const MODES: Readonly<Record<string, Mode>> = {
  'json.webpubsub.azure.v1': 'json',
  'json.reliable.webpubsub.azure.v1': 'reliable',
};

const hubNameOf = (path: string, query: URLSearchParams): string => {
  const [, named] = /^\/client\/hubs\/([^/]+)\/?$/.exec(path) ?? [];
  if (named !== undefined) return percentDecoded(named);
  const hub = query.get('hub');
  if (/^\/client\/?$/.test(path) && hub !== null) return hub;
  if (path.startsWith('/clients/')) throw notSimulated(`The client endpoint ${path}`);
  throw new ServiceError(404, 'NotFound', `No client endpoint at ${path}.`);
};

const claimsOf = (request: IncomingMessage, query: URLSearchParams, hub: Hub, { key, clock }: Service): Claims => {
  const [, bearer = ''] = /^Bearer (.+)$/.exec(request.headers.authorization ?? '') ?? [];
  const claims = verifyToken(query.get('access_token') ?? bearer, key, clock.now());
  if (!claims) throw new ServiceError(401, 'Unauthorized', 'The access token is missing, forged or expired.');
  const url = `http://${request.headers.host ?? ''}/client/hubs/${hub.name}`;
  if (!isMeantFor(claims, url)) throw new ServiceError(401, 'Unauthorized', `The token's audience is not ${url}.`);
  return claims;
};

const offeredBy = (request: IncomingMessage): string[] =>
  (request.headers['sec-websocket-protocol'] ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');

const chosenSubprotocol = (offered: readonly string[], decision: ConnectDecision): string | undefined => {
  const { subprotocol = offered.find((name) => Object.hasOwn(MODES, name)) } = decision;
  if (subprotocol !== undefined && !offered.includes(subprotocol))
    throw badRequest(`The event handler chose subprotocol '${subprotocol}', which the client does not offer.`);
  return subprotocol;
};

const refuse = (socket: Duplex, { status, code, message }: ServiceError) => {
  const text = JSON.stringify({ code, message });
  const lines = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Refused'}`,
    'Connection: close',
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(text)}`,
  ];
  socket.end(`${lines.join('\r\n')}\r\n\r\n${text}`);
};

/** Lets clients in: checks the token, asks the event handler, upgrades to a WebSocket. */
export class Handshake {
  readonly #service: Service;
  readonly #sessions: Sessions;
  readonly #upstream: Upstream;
  readonly #subprotocols = new WeakMap<IncomingMessage, string>();
  readonly #webSockets = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: MAX_MESSAGE_BYTES,
    handleProtocols: (_offered, request) => this.#subprotocols.get(request) ?? false,
  });

  constructor(service: Service, sessions: Sessions, upstream: Upstream) {
    this.#service = service;
    this.#sessions = sessions;
    this.#upstream = upstream;
  }

  async upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    // Until the WebSocket takes over, and after a refusal, a client that hangs up must not take the process with it.
    const onError = (error: Error) => this.#service.log(`handshake: ${error.message}`);
    socket.on('error', onError);
    try {
      const [path = '', queryText = ''] = (request.url ?? '').split('?', 2);
      const query = new URLSearchParams(queryText);
      const hub = this.#service.hub(hubNameOf(path, query));
      if (query.has('awps_connection_id')) this.#recover(request, socket, head, hub, query);
      else await this.#admit(request, socket, head, hub, query);
      socket.off('error', onError);
    } catch (error) {
      refuse(
        socket,
        error instanceof ServiceError ? error : new ServiceError(500, 'InternalServerError', reasonOf(error)),
      );
    }
  }

  async #admit(request: IncomingMessage, socket: Duplex, head: Buffer, hub: Hub, query: URLSearchParams) {
    const claims = claimsOf(request, query, hub, this.#service);
    const offered = offeredBy(request);
    const [userId] = textsOf(claims.sub);
    const connection = new Connection(hub, userId, textsOf(claims.role ?? []));

    const decision = await askToConnect(this.#upstream, connection, request, query, claims, offered);
    if (socket.destroyed) return;
    const subprotocol = chosenSubprotocol(offered, decision);
    const groups = [...textsOf(claims['webpubsub.group'] ?? []), ...decision.groups].map(checkedGroupName);
    connection.userId = decision.userId ?? userId;
    for (const role of decision.roles) connection.roles.add(role);
    connection.subprotocol = subprotocol;
    connection.mode = MODES[subprotocol ?? ''] ?? 'simple';

    if (subprotocol !== undefined) this.#subprotocols.set(request, subprotocol);
    this.#webSockets.handleUpgrade(request, socket, head, (webSocket) =>
      this.#sessions.open(connection, webSocket, groups),
    );
  }

  /** The upgrade always succeeds: only over an open WebSocket can a client be told to stop trying. */
  #recover(request: IncomingMessage, socket: Duplex, head: Buffer, hub: Hub, query: URLSearchParams) {
    const [offered] = offeredBy(request);
    if (offered !== undefined) this.#subprotocols.set(request, offered);
    const connection = hub.connections.get(query.get('awps_connection_id') ?? '');
    this.#webSockets.handleUpgrade(request, socket, head, (webSocket) =>
      this.#sessions.recover(connection, query.get('awps_reconnection_token'), webSocket),
    );
  }
}
