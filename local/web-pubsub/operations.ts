import { badRequest } from './errors.ts';
import { compileFilter } from './filter.ts';
import { type Connection, checkedGroupName, type Hub, membersOf, send } from './hub.ts';
import { messageOf, payloadOfBody } from './message.ts';

/** One REST call. */
export interface Call {
  readonly hub: Hub;
  /** What the path names: in `groups/g/connections/c`, the `groups` are `g`. A connection exists if it is named. */
  readonly named: { readonly [kind in 'groups' | 'users' | 'connections']?: string };
  readonly query: URLSearchParams;
  readonly contentType: string;
  readonly body: Buffer;
  /** As the caller wrote it, without the query. */
  readonly url: string;
}

/** A status, or what to answer with status 200. Refusals are thrown as `ServiceError`. */
export type Answer = number | object;
type Operation = (call: Call) => Answer;

/** Connections on one page of a listing, at most and by default. */
const MAX_PAGE_SIZE = 200;

/** Whom a call is about: the connection its path names, or else the user, the group, everybody; except who is excluded. */
const addressed = ({ hub, named: { connections, users, groups }, query }: Call): Connection[] => {
  const excluded = new Set(query.getAll('excluded'));
  const group = connections === undefined && users === undefined ? groups : undefined;
  if (group !== undefined) checkedGroupName(group);
  return membersOf(hub, (one) => {
    const isNamed = one.id === (connections ?? one.id) && one.userId === (users ?? one.userId);
    return isNamed && (group === undefined || one.groups.has(group)) && !excluded.has(one.id);
  });
};

const exists: Operation = (call) => (addressed(call).length > 0 ? 200 : 404);

const sendTo: Operation = (call) => {
  const { named, query, contentType, body } = call;
  const group = named.groups;
  const origin = group === undefined ? ({ from: 'server' } as const) : ({ from: 'group', group } as const);
  const filter = query.get('filter');
  const matches = filter === null ? () => true : compileFilter(filter);
  const receivers = addressed(call).filter(matches);
  send(receivers, messageOf(origin, payloadOfBody(contentType, body)));
  return 202;
};

/** A page of a group by connection id. The next one begins after the last id, so that who comes and goes shifts nothing. */
const list: Operation = (call) => {
  const size = Number(call.query.get('maxpagesize') ?? MAX_PAGE_SIZE);
  if (!(size >= 1 && size <= MAX_PAGE_SIZE)) throw badRequest(`'maxpagesize' must be 1 to ${MAX_PAGE_SIZE}.`);
  const after = call.query.get('continuationToken') ?? '';
  const remaining = addressed(call)
    .map(({ id, userId }) => ({ connectionId: id, ...(userId !== undefined && { userId }) }))
    .filter(({ connectionId }) => connectionId > after)
    .sort((left, right) => (left.connectionId < right.connectionId ? -1 : 1));
  const value = remaining.slice(0, size);
  const last = value.at(-1);
  if (!last || value.length === remaining.length) return { value };
  const next = new URLSearchParams(call.query);
  next.set('continuationToken', last.connectionId);
  return { value, nextLink: `${call.url}?${next}` };
};

const change =
  (status: number, act: (connection: Connection, call: Call) => void): Operation =>
  (call) => {
    for (const connection of addressed(call)) act(connection, call);
    return status;
  };

const close = change(204, (connection, { query }) => connection.close(query.get('reason') ?? ''));
const join = change(200, ({ groups }, { named }) => groups.add(checkedGroupName(named.groups)));
const leave = change(204, ({ groups }, { named }) => groups.delete(checkedGroupName(named.groups)));

/** Operations by method and the shape of the path below the hub, where `*` stands for a name. */
export const OPERATIONS: Readonly<Record<string, Operation>> = {
  'POST :send': sendTo,
  'POST groups/*/:send': sendTo,
  'POST users/*/:send': sendTo,
  'POST connections/*/:send': sendTo,
  'HEAD groups/*': exists,
  'HEAD users/*': exists,
  'HEAD connections/*': exists,
  'GET groups/*/connections': list,
  'PUT groups/*/connections/*': join,
  'PUT users/*/groups/*': join,
  'DELETE groups/*/connections/*': leave,
  'DELETE users/*/groups/*': leave,
  'DELETE connections/*': close,
  'POST users/*/:closeConnections': close,
};
