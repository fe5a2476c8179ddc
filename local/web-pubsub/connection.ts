import { randomBytes } from 'node:crypto';
import type { WebSocket } from 'ws';
import type { Hub } from './hub.ts';
import { MAX_BUFFERED_BYTES, MAX_UNACKNOWLEDGED, REMEMBERED_ACK_IDS } from './limits.ts';
import type { Message } from './message.ts';

/** `simple` clients speak no subprotocol of the service: they get bare payloads. */
export type Mode = 'simple' | 'json' | 'reliable';

export interface Numbered {
  readonly sequenceId: number;
  readonly message: Message;
}

/** One client of a hub, for as long as the service knows it; a reliable one outlives its sockets. */
export class Connection {
  readonly hub: Hub;
  readonly id = randomBytes(20).toString('base64url');
  readonly reconnectionToken = randomBytes(24).toString('base64url');
  readonly groups = new Set<string>();
  readonly roles: Set<string>;
  userId: string | undefined;
  mode: Mode = 'simple';
  subprotocol: string | undefined;
  /** Opaque text an event handler attached to this connection. */
  state: string | undefined;
  socket: WebSocket | undefined;
  isAlive = true;
  /** Set while a reliable connection has lost its socket and may still come back. Milliseconds since the epoch. */
  lostAt: number | undefined;
  closed = false;
  /** Cuts off a client that does not keep up. */
  onOverflow: (reason: string) => void = () => undefined;
  readonly #ackIds = new Set<number>();
  #unacknowledged: Numbered[] = [];
  #sequenceId = 0;

  constructor(hub: Hub, userId: string | undefined, roles: Iterable<string>) {
    this.hub = hub;
    this.userId = userId;
    this.roles = new Set(roles);
  }

  may(permission: 'joinLeaveGroup' | 'sendToGroup', group: string): boolean {
    return this.roles.has(`webpubsub.${permission}`) || this.roles.has(`webpubsub.${permission}.${group}`);
  }

  /** Sends a message in the form this client understands, and keeps it until acknowledged if the client is reliable. */
  deliver(message: Message) {
    switch (this.mode) {
      case 'simple':
        return this.#write(message.payload.plain, message.payload.dataType === 'binary');
      case 'json':
        return this.#write(message.frame, false);
      case 'reliable': {
        this.#sequenceId += 1;
        this.#unacknowledged.push({ sequenceId: this.#sequenceId, message });
        if (this.#unacknowledged.length > MAX_UNACKNOWLEDGED)
          return this.onOverflow('Too many unacknowledged messages');
        return this.#write(message.numbered(this.#sequenceId), false);
      }
    }
  }

  /** Sends a frame that is about the connection itself. Simple clients get none of those. */
  tell(frame: Readonly<Record<string, unknown>>) {
    if (this.mode !== 'simple') this.#write(JSON.stringify(frame), false);
  }

  /** The client has everything up to `sequenceId`. */
  acknowledge(sequenceId: number) {
    const next = this.#unacknowledged.findIndex((pending) => pending.sequenceId > sequenceId);
    if (next === -1) this.#unacknowledged = [];
    else this.#unacknowledged.splice(0, next);
  }

  /** Sends again what the client never acknowledged, except what has expired meanwhile. */
  replay(now: number) {
    for (const { sequenceId, message } of this.#unacknowledged)
      if (message.expiresAt > now) this.#write(message.numbered(sequenceId), false);
  }

  hasDone(ackId: number): boolean {
    return this.#ackIds.has(ackId);
  }

  remember(ackId: number) {
    this.#ackIds.add(ackId);
    if (this.#ackIds.size <= REMEMBERED_ACK_IDS) return;
    for (const oldest of this.#ackIds) {
      this.#ackIds.delete(oldest);
      return;
    }
  }

  #write(data: string | Buffer, binary: boolean) {
    const { socket } = this;
    if (socket?.readyState !== 1) return;
    if (socket.bufferedAmount > MAX_BUFFERED_BYTES) this.onOverflow('The client reads too slowly');
    else socket.send(data, { binary });
  }
}
