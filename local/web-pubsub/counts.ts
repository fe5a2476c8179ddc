import type { Service } from './service.ts';

interface HubCounts {
  readonly connections: number;
  /** How many of them have lost their socket and may still come back. */
  readonly lost: number;
  readonly users: number;
  readonly groups: Readonly<Record<string, number>>;
  readonly deliveries: number;
}

/** Who is connected and how much was delivered, per hub: what a benchmark or a person debugging wants to see. */
export const countsOf = (service: Service): { readonly hubs: Readonly<Record<string, HubCounts>> } => ({
  hubs: Object.fromEntries(
    [...service.hubs.values()].map(({ name, connections, users, groups, deliveries }) => [
      name,
      {
        connections: connections.size,
        lost: [...connections.values()].filter(({ lostAt }) => lostAt !== undefined).length,
        users: users.size,
        groups: Object.fromEntries([...groups].map(([group, members]) => [group, members.size])),
        deliveries,
      },
    ]),
  ),
});
