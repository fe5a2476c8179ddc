import type { Connection } from './connection.ts';
import type { Message } from './message.ts';

type Index = Map<string, Set<Connection>>;

const add = (index: Index, key: string, connection: Connection) => {
  const members = index.get(key);
  if (members) members.add(connection);
  else index.set(key, new Set([connection]));
};

const remove = (index: Index, key: string, connection: Connection) => {
  const members = index.get(key);
  if (members?.delete(connection) && members.size === 0) index.delete(key);
};

export interface Audience {
  readonly excluded?: ReadonlySet<string>;
  readonly filter?: ((connection: Connection) => boolean) | undefined;
}

/** Who is connected, as whom, and in which groups. A group or user exists as long as somebody is in it. */
export class Hub {
  readonly name: string;
  readonly connections = new Map<string, Connection>();
  readonly users: Index = new Map();
  readonly groups: Index = new Map();
  /** Messages handed to a connection since the start. */
  deliveries = 0;

  constructor(name: string) {
    this.name = name;
  }

  enter(connection: Connection) {
    this.connections.set(connection.id, connection);
    if (connection.userId !== undefined) add(this.users, connection.userId, connection);
  }

  exit(connection: Connection) {
    this.connections.delete(connection.id);
    if (connection.userId !== undefined) remove(this.users, connection.userId, connection);
    this.leaveAll(connection);
  }

  join(connection: Connection, group: string) {
    connection.groups.add(group);
    add(this.groups, group, connection);
  }

  leave(connection: Connection, group: string) {
    connection.groups.delete(group);
    remove(this.groups, group, connection);
  }

  leaveAll(connection: Connection) {
    for (const group of connection.groups) this.leave(connection, group);
  }

  /** Sends one message to many: those in `receivers` whom the audience does not leave out. */
  broadcast(receivers: Iterable<Connection>, message: Message, { excluded, filter }: Audience = {}) {
    for (const connection of receivers) {
      if (excluded?.has(connection.id) || filter?.(connection) === false) continue;
      this.deliveries += 1;
      connection.deliver(message);
    }
  }
}
