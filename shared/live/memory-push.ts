import type { Push } from './push.ts';

/** A browser that has opened an address of the live channel. */
export interface Viewer {
  /** What it got so far, oldest first. */
  readonly received: readonly unknown[];
  leave(): void;
}

export interface MemoryPush extends Push {
  /** @param url an address as `addressFor` answered it. */
  connect(url: string): Viewer;
}

const VALID_FOR_MS = 3_600_000;

/** A live channel for tests. */
export const memoryPush = (clock: () => Date): MemoryPush => {
  const groups = new Map<string, Set<unknown[]>>();
  const connections = new Set<{ readonly user: string | null; leave(): void }>();
  const membersOf = (group: string) => {
    const known = groups.get(group) ?? new Set();
    groups.set(group, known);
    return known;
  };

  return {
    async toGroup(group, message) {
      for (const received of membersOf(group)) received.push(structuredClone(message));
    },
    async disconnect(user) {
      for (const connection of connections) if (connection.user === user) connection.leave();
    },
    isWatched: async (group) => membersOf(group).size > 0,
    async addressFor(user, names) {
      const query = new URLSearchParams({ user });
      for (const name of names) query.append('group', name);
      return { url: `memory://live?${query}`, expiresAt: new Date(clock().getTime() + VALID_FOR_MS).toISOString() };
    },
    connect(url) {
      const received: unknown[] = [];
      const { searchParams } = new URL(url);
      const joined = searchParams.getAll('group').map(membersOf);
      for (const members of joined) members.add(received);
      const connection = {
        user: searchParams.get('user'),
        received,
        leave() {
          connections.delete(connection);
          for (const members of joined) members.delete(received);
        },
      };
      connections.add(connection);
      return connection;
    },
  };
};
