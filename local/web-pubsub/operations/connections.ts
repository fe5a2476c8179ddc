import type { Connection } from '../connection.ts';
import { type Call, existence, type Operations } from './operation.ts';

const NO_CONTENT = 204;

const closeAll = ({ sessions, query }: Call, connections: Iterable<Connection> | undefined): number => {
  const excluded = new Set(query.getAll('excluded'));
  const reason = query.get('reason') ?? '';
  // Closing changes the very set that is walked, so walk a copy.
  for (const connection of [...(connections ?? [])])
    if (!excluded.has(connection.id)) sessions.close(connection, reason);
  return NO_CONTENT;
};

export const connectionOperations: Operations = {
  'HEAD connections/*': ({ hub, subject }) => existence(hub.connections.has(subject)),
  'HEAD users/*': ({ hub, subject }) => existence(hub.users.has(subject)),
  'DELETE connections/*': ({ hub, sessions, subject, query }) => {
    const connection = hub.connections.get(subject);
    if (connection) sessions.close(connection, query.get('reason') ?? '');
    return NO_CONTENT;
  },
  'POST :closeConnections': (call) => closeAll(call, call.hub.connections.values()),
  'POST groups/*/:closeConnections': (call) => closeAll(call, call.hub.groups.get(call.subject)),
  'POST users/*/:closeConnections': (call) => closeAll(call, call.hub.users.get(call.subject)),
};
