import { badRequest, notSimulated } from './errors.ts';
import { compileFilter } from './filter.ts';
import type { Hub } from './hub.ts';
import type { Answer } from './operations.ts';
import type { Service } from './server.ts';

/** `{ kind: 'drop', hub?, filter? }` cuts sockets as a network would; `{ kind: 'delay', ms, count? }` holds up REST calls. */
const plan = (text: string, { hubs, delays }: Service): Answer => {
  const { kind, hub, filter = 'true', ms, count = 1 } = JSON.parse(text);
  if (kind === 'delay' && ms > 0 && count > 0) return { planned: delays.push(...Array(count).fill(ms)) };
  if (kind !== 'drop') throw badRequest("A fault is { kind: 'drop', hub?, filter? } or { kind: 'delay', ms, count? }.");
  const matches = compileFilter(String(filter));
  const dropped = [...hubs.values()].flatMap((one) => (one.name === (hub ?? one.name) ? one.where(matches) : []));
  for (const connection of dropped) connection.drop();
  return { dropped: dropped.length };
};

const countsOf = (hub: Hub) => {
  const connections = hub.where(() => true);
  const groups = new Map<string, number>();
  for (const group of connections.flatMap((connection) => [...connection.groups]))
    groups.set(group, (groups.get(group) ?? 0) + 1);
  return {
    connections: connections.length,
    /** How many of them have lost their socket and may still come back. */
    lost: connections.filter(({ lostAt }) => lostAt !== undefined).length,
    users: new Set(connections.flatMap(({ userId }) => userId ?? [])).size,
    groups: Object.fromEntries(groups),
    deliveries: hub.deliveries,
  };
};

/** Paths below `/_local` steer and show the stand-in itself; they need no key. */
export const steer = (route: string, body: Buffer, service: Service): Answer => {
  if (route === 'GET /_local/counts')
    return { hubs: Object.fromEntries([...service.hubs].map(([name, hub]) => [name, countsOf(hub)])) };
  if (route === 'POST /_local/faults') return plan(body.toString(), service);
  if (route === 'DELETE /_local/faults') return { cancelled: service.delays.splice(0).length };
  throw notSimulated(route);
};
