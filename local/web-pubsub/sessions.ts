import type { RawData, WebSocket } from 'ws';
import type { Connection } from './connection.ts';
import { HEARTBEAT_MS, RECOVERY_WINDOW_MS } from './limits.ts';
import type { Service } from './service.ts';

/** What happens to a connection that others want to know about. */
export interface SessionEvents {
  connected(connection: Connection): void;
  received(connection: Connection, data: Buffer, binary: boolean): void;
  disconnected(connection: Connection, reason: string): void;
}

const SWEEP_MS = 250;
/** Closing codes by which a client says it will not come back. 1005 is a close frame without a code. */
const FINAL_CODES: ReadonlySet<number> = new Set([1000, 1001, 1005]);
const CANNOT_RECOVER = 1008;
const MAX_CLOSE_REASON_BYTES = 123;

const bytesOf = (data: RawData): Buffer => {
  if (Buffer.isBuffer(data)) return data;
  return Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data);
};

const closingReason = (reason: string) => {
  const bytes = Buffer.from(reason);
  return bytes.length <= MAX_CLOSE_REASON_BYTES ? reason : bytes.subarray(0, MAX_CLOSE_REASON_BYTES - 3).toString();
};

/** The life of connections: opened, lost, recovered, closed. */
export class Sessions {
  readonly #service: Service;
  readonly #events: SessionEvents;
  readonly #lost = new Set<Connection>();
  readonly #sweep: NodeJS.Timeout;
  readonly #heartbeat: NodeJS.Timeout;

  constructor(service: Service, events: SessionEvents) {
    this.#service = service;
    this.#events = events;
    this.#sweep = setInterval(() => this.#giveUpLost(), SWEEP_MS).unref();
    this.#heartbeat = setInterval(() => this.#probe(), HEARTBEAT_MS).unref();
  }

  open(connection: Connection, socket: WebSocket, groups: Iterable<string>) {
    const { hub } = connection;
    connection.onOverflow = (reason) => this.close(connection, reason);
    hub.enter(connection);
    for (const group of groups) hub.join(connection, group);
    this.#attach(connection, socket);
    this.#greet(connection);
    this.#events.connected(connection);
  }

  /** Gives a lost connection its new socket and everything it missed; refuses when it is gone or the token is wrong. */
  recover(connection: Connection | undefined, reconnectionToken: string | null, socket: WebSocket) {
    if (connection?.mode !== 'reliable' || connection.reconnectionToken !== reconnectionToken) {
      socket.close(CANNOT_RECOVER, 'The connection cannot be recovered');
      return;
    }
    const { socket: former } = connection;
    this.#attach(connection, socket);
    former?.terminate();
    this.#lost.delete(connection);
    connection.lostAt = undefined;
    this.#greet(connection);
    connection.replay(this.#service.clock.now());
  }

  /** Ends a connection from the service's side. */
  close(connection: Connection, reason: string, code = 1000) {
    if (connection.closed) return;
    connection.tell({ type: 'system', event: 'disconnected', message: reason });
    connection.socket?.close(code, closingReason(reason));
    this.#finish(connection, reason);
  }

  /** Cuts every socket and forgets about it; nobody is told. */
  stop() {
    clearInterval(this.#sweep);
    clearInterval(this.#heartbeat);
    for (const hub of this.#service.hubs.values())
      for (const connection of hub.connections.values()) {
        connection.closed = true;
        connection.socket?.terminate();
      }
  }

  #greet(connection: Connection) {
    const { id, userId, mode, reconnectionToken } = connection;
    const greeting = { type: 'system', event: 'connected', userId: userId ?? null, connectionId: id };
    connection.tell(mode === 'reliable' ? { ...greeting, reconnectionToken } : greeting);
  }

  #attach(connection: Connection, socket: WebSocket) {
    connection.socket = socket;
    connection.isAlive = true;
    socket.on('error', (error) => this.#service.log(`connection ${connection.id}: ${error.message}`));
    socket.on('pong', () => {
      connection.isAlive = true;
    });
    socket.on('message', (data, binary) => {
      connection.isAlive = true;
      if (!connection.closed) this.#events.received(connection, bytesOf(data), binary);
    });
    socket.on('close', (code, reason) => {
      if (connection.socket === socket) this.#detached(connection, code, reason.toString());
    });
  }

  #detached(connection: Connection, code: number, reason: string) {
    if (connection.closed) return;
    if (connection.mode !== 'reliable' || FINAL_CODES.has(code)) return this.#finish(connection, reason);
    connection.lostAt = this.#service.clock.now();
    this.#lost.add(connection);
  }

  #finish(connection: Connection, reason: string) {
    if (connection.closed) return;
    connection.closed = true;
    this.#lost.delete(connection);
    connection.hub.exit(connection);
    this.#events.disconnected(connection, reason);
  }

  #giveUpLost() {
    const deadline = this.#service.clock.now() - RECOVERY_WINDOW_MS;
    for (const connection of this.#lost)
      if ((connection.lostAt ?? 0) <= deadline) this.#finish(connection, 'The connection was not recovered in time');
  }

  #probe() {
    for (const hub of this.#service.hubs.values())
      for (const connection of hub.connections.values()) {
        const { socket } = connection;
        if (socket?.readyState !== socket?.OPEN) continue;
        if (!connection.isAlive) socket?.terminate();
        else {
          connection.isAlive = false;
          socket?.ping();
        }
      }
  }
}
