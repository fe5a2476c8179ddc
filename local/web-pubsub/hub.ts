import { randomBytes } from 'node:crypto';
import { WebSocket } from 'ws';
import { badRequest } from './errors.ts';
import { jsonPayload, type Message } from './message.ts';
import type { Service } from './server.ts';

const HUB_NAME = /^[A-Za-z][A-Za-z0-9_`,.[\]]{0,127}$/;
const MAX_GROUP_NAME_LENGTH = 1024;
/** How many messages a client may leave unacknowledged before it is cut off. */
const MAX_UNACKNOWLEDGED = 10_000;
/** Closing codes by which a client says it will not come back. 1005 is a close frame without a code. */
const FINAL_CODES: readonly number[] = [1000, 1001, 1005];

/** One client of a hub, for as long as the service knows it; a reliable one outlives its sockets. */
export class Connection {
  readonly hub: Hub;
  readonly id = randomBytes(20).toString('base64url');
  readonly reconnectionToken = randomBytes(24).toString('base64url');
  readonly groups = new Set<string>();
  readonly roles = new Set<string>();
  userId: string | undefined;
  subprotocol: string | undefined;
  /** Whether messages are numbered and kept until acknowledged. */
  isReliable = false;
  /** Opaque text an event handler attached to this connection. */
  state: string | undefined;
  /** When a reliable connection lost its socket, if it may still come back. */
  lostAt: number | undefined;
  /** Ack ids of frames that took effect, to recognise a repeat. */
  readonly done = new Set<number>();
  /** Resolves when the frames that came so far are dealt with; never rejects. */
  handled: Promise<unknown> = Promise.resolve();
  readonly #unacknowledged = new Map<number, Message>();
  #sequenceId = 0;
  #socket: WebSocket | undefined;
  /** Resolves when event handlers have been told so far that it came and left; never rejects. */
  #announced: Promise<unknown> = Promise.resolve();

  constructor(hub: Hub, userId: string | undefined) {
    this.hub = hub;
    this.userId = userId;
  }

  enter() {
    this.hub.connections.set(this.id, this);
    this.#announce('connected', {});
  }

  exit(reason: string) {
    if (this.hub.connections.delete(this.id)) this.#announce('disconnected', { reason });
  }

  /** Takes the client's socket, the first one or the one it came back with, and sends again what it may have missed. */
  attach(socket: WebSocket) {
    const { id, userId = null, reconnectionToken } = this;
    this.drop();
    this.#socket = socket;
    this.lostAt = undefined;
    socket.on('close', (code, reason) => {
      if (this.#socket !== socket) return;
      if (!this.isReliable || FINAL_CODES.includes(code)) this.exit(reason.toString());
      else this.lostAt = this.hub.service.clock.now();
    });
    const greeting = { type: 'system', event: 'connected', userId, connectionId: id };
    this.tell({ ...greeting, ...(this.isReliable && { reconnectionToken }) });
    for (const [sequenceId, message] of this.#unacknowledged) this.#write(message.numbered(sequenceId));
  }

  deliver(message: Message) {
    if (!this.isReliable) return this.#write(message.frame);
    this.#sequenceId += 1;
    this.#unacknowledged.set(this.#sequenceId, message);
    if (this.#unacknowledged.size > MAX_UNACKNOWLEDGED) return this.close('Too many unacknowledged messages');
    this.#write(message.numbered(this.#sequenceId));
  }

  /** Sends a frame that is about the connection itself. */
  tell(frame: object) {
    this.#write(JSON.stringify(frame));
  }

  /** The client has everything up to `sequenceId`. */
  acknowledge(sequenceId: number) {
    for (const pending of this.#unacknowledged.keys())
      if (pending <= sequenceId) this.#unacknowledged.delete(pending);
      else return;
  }

  /** Ends the connection from the service's side. */
  close(reason: string, code = 1000) {
    this.tell({ type: 'system', event: 'disconnected', message: reason });
    // A closing frame has room for 123 bytes, which these many characters cannot exceed.
    this.#socket?.close(code, reason.slice(0, 40));
    this.exit(reason);
  }

  /** Cuts the socket as a failing network would. */
  drop() {
    this.#socket?.terminate();
  }

  #write(frame: string | Buffer) {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(frame, { binary: false });
  }

  /** Nobody waits for these events; their order is kept, and a handler that fails is in the log. */
  #announce(event: string, body: object) {
    const tell = () => this.hub.service.upstream.ask(this, 'sys', event, jsonPayload(body));
    this.#announced = this.#announced.then(tell).catch(() => undefined);
  }
}

/** Who is connected, by connection id. Users and groups exist as long as a connection is theirs or in them. */
export interface Hub {
  readonly name: string;
  readonly service: Service;
  readonly connections: Map<string, Connection>;
}

/** The hub of that name, which exists from its first use on. Throws a 400 when the name is not allowed. */
export const hubOf = (service: Service, name: string): Hub => {
  if (!HUB_NAME.test(name)) throw badRequest(`Hub name '${name}' must match ${HUB_NAME.source}.`);
  const hub = service.hubs.get(name) ?? { name, service, connections: new Map() };
  service.hubs.set(name, hub);
  return hub;
};

export const membersOf = ({ connections }: Hub, matches: (connection: Connection) => boolean): Connection[] =>
  [...connections.values()].filter(matches);

export const send = (receivers: readonly Connection[], message: Message) => {
  for (const connection of receivers) connection.deliver(message);
};

export const checkedGroupName = (name: unknown): string => {
  if (typeof name === 'string' && name.trim() !== '' && name.length <= MAX_GROUP_NAME_LENGTH) return name;
  throw badRequest(`A group name must have 1 to ${MAX_GROUP_NAME_LENGTH} characters.`);
};
