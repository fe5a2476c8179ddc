import type { IncomingMessage, RequestListener } from 'node:http';
import { bodyOf } from '../shared/http-server.ts';
import { notSimulated } from '../shared/not-simulated.ts';
import { type Addresses, managementUrls } from './client-binding.ts';
import { entityId, entityParts } from './entities.ts';
import { BadArgument, functionNamed, messageOf } from './functions.ts';
import { EventType, jsonOrText, type Occurrence } from './history.ts';
import { create, eventOf, purge, rewind } from './orchestrations.ts';
import { historyView, statusView } from './status.ts';
import { isFinished } from './store.ts';
import type { TaskHub } from './task-hub.ts';

interface Call {
  readonly hub: TaskHub;
  readonly links: (id: string) => { readonly statusQueryGetUri: string };
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

type Answer = readonly [status: number, body?: unknown, headers?: Readonly<Record<string, string>>];
/** Gets what the `*` of its route stand for. */
type Handler = (call: Call, first: string, second: string) => Answer;

const BODY_LIMIT = 16 * 1024 * 1024;
const PAGE = '100';
const CONTINUATION = 'x-ms-continuation-token';
/** The last two never occur here. */
const STATUSES = ['Pending', 'Running', 'Suspended', 'Completed', 'Failed', 'Terminated', 'Canceled', 'ContinuedAsNew'];

const flag = ({ query }: Call, name: string, otherwise = false): boolean =>
  (query.get(name) || String(otherwise)).toLowerCase() === 'true';

const time = ({ query }: Call, name: string, otherwise: number): number => {
  const value = query.get(name) ? Date.parse(query.get(name) ?? '') : otherwise;
  if (Number.isNaN(value)) throw new BadArgument(`${name} must be a date and time, not "${query.get(name)}".`);
  return value;
};

const json = ({ body, headers }: Call): string => {
  if (!/^application\/json/i.test(headers['content-type'] ?? ''))
    throw new BadArgument('Only application/json request content is supported');
  try {
    return JSON.stringify(JSON.parse(body));
  } catch {
    throw new BadArgument(`The body must be JSON, not "${body.slice(0, 100)}".`);
  }
};

const instances = (call: Call, after: string, limit: number) => {
  const statuses =
    call.query
      .get('runtimeStatus')
      ?.split(',')
      .filter((name) => name !== '') ?? [];
  const unknown = statuses.find((name) => !STATUSES.includes(name));
  if (unknown !== undefined) throw new BadArgument(`runtimeStatus: there is no status "${unknown}".`);
  const [from, to] = [time(call, 'createdTimeFrom', 0), time(call, 'createdTimeTo', Number.MAX_SAFE_INTEGER)];
  const prefix = call.query.get('instanceIdPrefix') ?? '';
  return call.hub.store.find(after, prefix, from, to, statuses.length > 0 ? JSON.stringify(statuses) : null, limit);
};

/** One page of rows, with a token for the next one when there are more. */
const page = <Row extends { readonly id: string }>(
  { query, headers }: Call,
  read: (after: string, limit: number) => readonly Row[],
  view: (row: Row) => unknown,
): Answer => {
  const top = Number(query.get('top') || PAGE);
  if (!(top > 0)) throw new BadArgument(`top must be a number above 0, not "${query.get('top')}".`);
  const rows = read(Buffer.from(String(headers[CONTINUATION] ?? ''), 'base64').toString(), top + 1);
  const last = rows.length > top ? (rows[top - 1]?.id ?? '') : '';
  return [200, rows.slice(0, top).map(view), { [CONTINUATION]: Buffer.from(last).toString('base64') }];
};

const started = ({ links }: Call, id: string): Answer => {
  const location = links(id).statusQueryGetUri;
  return [202, links(id), { location, 'retry-after': '10' }];
};

const start: Handler = (call, name, id) => {
  const unknown = ['version', 'timeout'].find((option) => call.query.has(option));
  if (unknown) return [501, { Message: notSimulated(`Starting an orchestration with a ${unknown}`, 'durable') }];
  const input = call.body === '' ? null : json(call);
  return started(call, create(call.hub, { name, input, ...(id !== '' && { id }) }));
};

const restart: Handler = (call, id) => {
  const row = call.hub.store.get(id);
  if (!row) throw new BadArgument(`No instance with ID '${id}' found.`);
  const same = !flag(call, 'restartWithNewInstanceId', true);
  return started(call, create(call.hub, { name: row.name, input: row.input, ...(same && { id }) }));
};

const status: Handler = (call, id) => {
  const row = call.hub.store.get(id);
  if (!row) return [404];
  const view = statusView(row, flag(call, 'showInput', true));
  const history = flag(call, 'showHistory') ? call.hub.store.history(id).map(eventOf) : undefined;
  const body = { ...view, historyEvents: history ? historyView(history, flag(call, 'showHistoryOutput')) : null };
  if (!isFinished(row)) return [202, body, { location: call.links(id).statusQueryGetUri, 'retry-after': '5' }];
  return [row.status === 'Failed' && flag(call, 'returnInternalServerErrorOnFailure') ? 500 : 200, body];
};

const list: Handler = (call) => {
  const showInput = flag(call, 'showInput', true);
  return page(
    call,
    (after, limit) => instances(call, after, limit),
    (row) => statusView(row, showInput),
  );
};

const purgeOne: Handler = ({ hub }, id) => {
  if (!hub.store.get(id)) return [404];
  purge(hub, id);
  return [200, { instancesDeleted: 1 }];
};

const purgeMany: Handler = (call) => {
  if (!call.query.get('createdTimeFrom'))
    throw new BadArgument("Please provide value for 'createdTimeFrom' parameter.");
  const found = instances(call, '', Number.MAX_SAFE_INTEGER).filter(isFinished);
  for (const { id } of found) purge(call.hub, id);
  return found.length === 0 ? [404] : [200, { instancesDeleted: found.length }];
};

/** Tells an instance; one that has ended is gone. */
const tell =
  (message: (call: Call, name: string) => Occurrence): Handler =>
  (call, id, name) => {
    const row = call.hub.store.get(id);
    if (!row) return [404];
    if (isFinished(row)) return [410];
    call.hub.tell(id, message(call, name));
    return [202];
  };

const rewindOne: Handler = ({ hub, query }, id) => {
  const row = hub.store.get(id);
  if (!row) return [404];
  if (row.status === 'Completed' || row.status === 'Terminated') return [410];
  if (rewind(hub, id, query.get('reason'))) return [202];
  throw new Error('The rewind operation is only supported on failed orchestration instances.');
};

const listEntities: Handler = (call, name) => {
  const prefix = name === '' ? '@' : entityId(name, '');
  const since = time(call, 'lastOperationTimeFrom', 0);
  const withState = flag(call, 'fetchState');
  return page(
    call,
    (after, limit) => call.hub.store.entities(after, prefix, since, limit),
    ({ id, state, updated }) => {
      const view = { entityId: entityParts(id), lastOperationTime: new Date(updated).toISOString() };
      return withState ? { ...view, state: jsonOrText(state) } : view;
    },
  );
};

const readEntity: Handler = ({ hub }, name, key) => {
  const row = hub.store.entity(entityId(name, key));
  return row ? [200, jsonOrText(row.state)] : [404];
};

const signal: Handler = (call, name, key) => {
  const { hub, body, headers, query } = call;
  const isJson = /json/i.test(headers['content-type'] ?? '');
  const input = body === '' ? undefined : isJson ? json(call) : JSON.stringify(body);
  const id = entityId(functionNamed(hub.app, 'entity', name), key);
  hub.post(id, { op: query.get('op') ?? '', signal: true, id: hub.newId(), input });
  return [202];
};

const { EventRaised, ExecutionTerminated, ExecutionSuspended, ExecutionResumed } = EventType;

const ROUTES: Readonly<Record<string, Handler>> = {
  'POST orchestrators/*': start,
  'POST orchestrators/*/*': start,
  'GET instances': list,
  'DELETE instances': purgeMany,
  'GET instances/*': status,
  'DELETE instances/*': purgeOne,
  'POST instances/*/raiseevent/*': tell((call, Name) => ({ EventType: EventRaised, Name, Input: json(call) })),
  'POST instances/*/terminate': tell(({ query }) => ({ EventType: ExecutionTerminated, Input: query.get('reason') })),
  'POST instances/*/suspend': tell(({ query }) => ({ EventType: ExecutionSuspended, Reason: query.get('reason') })),
  'POST instances/*/resume': tell(({ query }) => ({ EventType: ExecutionResumed, Reason: query.get('reason') })),
  'POST instances/*/rewind': rewindOne,
  'POST instances/*/restart': restart,
  'GET entities': listEntities,
  'GET entities/*': listEntities,
  'GET entities/*/*': readEntity,
  'POST entities/*/*': signal,
};

/** Parts of a path that are names: all but the first, and what is done to an instance. */
const isName = (path: readonly string[], at: number) => at > 0 && !(at === 2 && path[0] === 'instances');

const failure = (error: unknown): Answer => {
  const [status, Message, ExceptionType] =
    error instanceof BadArgument || error instanceof URIError
      ? [400, 'One or more of the arguments submitted is incorrect', 'System.ArgumentException']
      : [500, 'Something went wrong while processing your request', 'System.InvalidOperationException'];
  return [status, { Message, ExceptionMessage: messageOf(error), ExceptionType }];
};

/**
 * The HTTP management API below `prefix`. With a key, the caller has to bring it as `code` or `x-functions-key`.
 * What an answer says is on disk before it is sent.
 */
export const managementApi = (hub: TaskHub, addresses: Addresses, prefix: string, key?: string): RequestListener => {
  const links = (id: string) => managementUrls(addresses, encodeURIComponent(id));
  const answer = async (request: IncomingMessage): Promise<Answer> => {
    const { pathname, searchParams: query } = new URL(request.url ?? '/', 'http://host');
    const { headers, method } = request;
    if (key !== undefined && key !== (query.get('code') ?? headers['x-functions-key'])) return [401];
    const path = pathname
      .slice(prefix.length)
      .split('/')
      .filter((part) => part !== '');
    const pattern = path.map((part, at) => (isName(path, at) ? '*' : part.toLowerCase())).join('/');
    const route = ROUTES[`${method} ${pattern}`];
    if (!route) return [404];
    const [first = '', second = ''] = path.filter((_, at) => isName(path, at)).map(decodeURIComponent);
    const body = await bodyOf(request, BODY_LIMIT);
    if (!body) return [413];
    const result = hub.atomically(() => route({ hub, links, query, headers, body: body.toString() }, first, second));
    await hub.durable();
    return result;
  };
  return async (request, response) => {
    const [status, body, headers] = await answer(request).catch(failure);
    const text = body === undefined ? '' : JSON.stringify(body);
    response.writeHead(status, { ...headers, 'content-type': 'application/json; charset=utf-8' });
    response.end(text);
  };
};
