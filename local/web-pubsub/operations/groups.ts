import type { Connection } from '../connection.ts';
import { badRequest } from '../errors.ts';
import { compileFilter } from '../filter.ts';
import type { Hub } from '../hub.ts';
import { checkedGroupName } from '../limits.ts';
import { type Call, connectionOf, existence, type Operations, objectOf } from './operation.ts';

const OK = 200;
const NO_CONTENT = 204;

/** `{ groups: string[], filter?: string }` applied to every connection of the hub that the filter lets through. */
const forMatching = ({ hub, body }: Call, act: (connection: Connection, group: string) => void): number => {
  const { groups, filter } = objectOf(body);
  if (!Array.isArray(groups) || groups.length === 0) throw badRequest("'groups' must list at least one group.");
  const names = groups.map(checkedGroupName);
  const matches = typeof filter === 'string' && filter !== '' ? compileFilter(filter) : () => true;
  for (const connection of hub.connections.values())
    if (matches(connection)) for (const name of names) act(connection, name);
  return OK;
};

const forUser = (hub: Hub, userId: string, act: (connection: Connection) => void) => {
  for (const connection of hub.users.get(userId) ?? []) act(connection);
};

export const groupOperations: Operations = {
  'HEAD groups/*': ({ hub, subject }) => existence(hub.groups.has(subject)),
  'PUT groups/*/connections/*': ({ hub, subject, object }) => {
    hub.join(connectionOf(hub, object), checkedGroupName(subject));
    return OK;
  },
  'DELETE groups/*/connections/*': ({ hub, subject, object }) => {
    const connection = hub.connections.get(object);
    if (connection) hub.leave(connection, subject);
    return NO_CONTENT;
  },
  'DELETE connections/*/groups': ({ hub, subject }) => {
    const connection = hub.connections.get(subject);
    if (connection) hub.leaveAll(connection);
    return NO_CONTENT;
  },
  'PUT users/*/groups/*': ({ hub, subject, object }) => {
    const group = checkedGroupName(object);
    forUser(hub, subject, (connection) => hub.join(connection, group));
    return OK;
  },
  'DELETE users/*/groups/*': ({ hub, subject, object }) => {
    forUser(hub, subject, (connection) => hub.leave(connection, object));
    return NO_CONTENT;
  },
  'DELETE users/*/groups': ({ hub, subject }) => {
    forUser(hub, subject, (connection) => hub.leaveAll(connection));
    return NO_CONTENT;
  },
  'POST :addToGroups': (call) => forMatching(call, (connection, group) => call.hub.join(connection, group)),
  'POST :removeFromGroups': (call) => forMatching(call, (connection, group) => call.hub.leave(connection, group)),
};
