import type { IncomingMessage, RequestListener } from 'node:http';
import { bodyOf } from '../shared/http-server.ts';
import { notSimulated } from '../shared/not-simulated.ts';
import { entityId, entityParts } from './entities.ts';
import { BadArgument, functionNamed, messageOf } from './functions.ts';
import { EventType, jsonOrText, type Occurrence } from './history.ts';
import { create, eventOf, purge, rewind } from './orchestrations.ts';
import { type InstanceRow, isFinished } from './store.ts';
import type { TaskHub } from './task-hub.ts';
import { type Addresses, historyView, managementUrls, statusView } from './views.ts';

type Call = Readonly<{ hub: TaskHub; addresses: Addresses; query: URLSearchParams; body: string }> &
  Pick<IncomingMessage, 'headers'>;
type Answer = readonly [status: number, body?: unknown, headers?: Readonly<Record<string, string>>];
/** Gets what the asterisks of its route stand for. */
type Handler = (call: Call, first: string, second: string) => Answer;

const BODY_LIMIT = 16 * 1024 * 1024;
const CONTINUATION = 'x-ms-continuation-token';
/** The last two never occur here. */
const STATUSES = ['Pending', 'Running', 'Suspended', 'Completed', 'Failed', 'Terminated', 'Canceled', 'ContinuedAsNew'];

const { EventRaised, ExecutionTerminated, ExecutionSuspended, ExecutionResumed } = EventType;

const flag = ({ query }: Call, name: string, otherwise = 'false') => /^true$/i.test(query.get(name) || otherwise);

const time = ({ query }: Call, name: string, otherwise: number): number => {
  const value = query.get(name) ? Date.parse(query.get(name) ?? '') : otherwise;
  if (Number.isNaN(value)) throw new BadArgument(`${name} must be a time, not "${query.get(name)}".`);
  return value;
};

const json = ({ body, headers }: Call): string => {
  if (/^application\/json/i.test(headers['content-type'] ?? '') && jsonOrText(body) !== body) return body;
  throw new BadArgument(`The body must be of the type application/json, and JSON, not "${body.slice(0, 99)}".`);
};

const instances = (call: Call, after: string, limit: number) => {
  const statuses = (call.query.get('runtimeStatus') || STATUSES.join()).split(',');
  const unknown = statuses.find((name) => !STATUSES.includes(name));
  if (unknown !== undefined) throw new BadArgument(`runtimeStatus: there is no status "${unknown}".`);
  const [from, to] = [time(call, 'createdTimeFrom', 0), time(call, 'createdTimeTo', Number.MAX_SAFE_INTEGER)];
  const prefix = call.query.get('instanceIdPrefix') ?? '';
  return call.hub.store.find(after, prefix, from, to, JSON.stringify(statuses), limit);
};

/** One page of rows, with a token for the next one when there are more. */
const page = <Row extends { readonly id: string }>(
  { query, headers }: Call,
  read: (after: string, limit: number) => readonly Row[],
  view: (row: Row) => unknown,
): Answer => {
  const top = Number(query.get('top') || 100);
  if (!Number.isInteger(top) || top < 1)
    throw new BadArgument(`top must be a whole number above 0, not "${query.get('top')}".`);
  const rows = read(Buffer.from(String(headers[CONTINUATION] ?? ''), 'base64').toString(), top + 1);
  const last = (rows.length > top && rows[top - 1]?.id) || '';
  return [200, rows.slice(0, top).map(view), { [CONTINUATION]: Buffer.from(last).toString('base64') }];
};

const started = (call: Call, start: Parameters<typeof create>[1]): Answer => {
  const urls = managementUrls(call.addresses, create(call.hub, start));
  return [202, urls, { location: urls.statusQueryGetUri, 'retry-after': '10' }];
};

const start: Handler = (call, name, id) => {
  if (call.query.has('version') || call.query.has('timeout'))
    return [501, { Message: notSimulated('Starting a version, or waiting for the end while starting,', 'durable') }];
  return started(call, { name, id, input: call.body === '' ? null : json(call) });
};

const status: Handler = (call, id) => {
  const row = call.hub.store.get(id);
  if (!row) return [404];
  const history = flag(call, 'showHistory') ? call.hub.store.history(id).map(eventOf) : undefined;
  const historyEvents = history ? historyView(history, flag(call, 'showHistoryOutput')) : null;
  const body = { ...statusView(row, flag(call, 'showInput', 'true')), historyEvents };
  const location = managementUrls(call.addresses, id).statusQueryGetUri;
  if (!isFinished(row)) return [202, body, { location, 'retry-after': '5' }];
  return [row.status === 'Failed' && flag(call, 'returnInternalServerErrorOnFailure') ? 500 : 200, body];
};

const purgeAll = (hub: TaskHub, rows: readonly { readonly id: string }[]): Answer => {
  for (const { id } of rows) purge(hub, id);
  return rows.length === 0 ? [404] : [200, { instancesDeleted: rows.length }];
};

/** Tells an instance; one that has ended is gone. */
const tell =
  (message: (call: Call, name: string) => Occurrence): Handler =>
  (call, id, name) => {
    const row = call.hub.store.get(id);
    if (!row || isFinished(row)) return [row ? 410 : 404];
    call.hub.tell(id, message(call, name));
    return [202];
  };

const listEntities: Handler = (call, name) => {
  const since = time(call, 'lastOperationTimeFrom', 0);
  const prefix = name === '' ? '@' : entityId(name, '');
  const read = (after: string, limit: number) => call.hub.store.entities(after, prefix, since, limit);
  return page(call, read, ({ id, state, updated }) => ({
    entityId: entityParts(id),
    lastOperationTime: new Date(updated).toISOString(),
    state: flag(call, 'fetchState') ? jsonOrText(state) : undefined,
  }));
};

const ROUTES: Readonly<Record<string, Handler>> = {
  'POST orchestrators/*': start,
  'POST orchestrators/*/*': start,
  'GET instances': (call) => {
    const view = (row: InstanceRow) => statusView(row, flag(call, 'showInput', 'true'));
    return page(call, (after, limit) => instances(call, after, limit), view);
  },
  'DELETE instances': (call) => {
    if (!call.query.get('createdTimeFrom'))
      throw new BadArgument("Please provide value for 'createdTimeFrom' parameter.");
    return purgeAll(call.hub, instances(call, '', Number.MAX_SAFE_INTEGER).filter(isFinished));
  },
  'GET instances/*': status,
  'DELETE instances/*': ({ hub }, id) => purgeAll(hub, hub.store.get(id) ? [{ id }] : []),
  'POST instances/*/raiseevent/*': tell((call, Name) => ({ EventType: EventRaised, Name, Input: json(call) })),
  'POST instances/*/terminate': tell(({ query }) => ({ EventType: ExecutionTerminated, Input: query.get('reason') })),
  'POST instances/*/suspend': tell(({ query }) => ({ EventType: ExecutionSuspended, Reason: query.get('reason') })),
  'POST instances/*/resume': tell(({ query }) => ({ EventType: ExecutionResumed, Reason: query.get('reason') })),
  'POST instances/*/rewind': ({ hub, query }, id) => {
    const row = hub.store.get(id);
    if (!row || row.status === 'Completed' || row.status === 'Terminated') return [row ? 410 : 404];
    if (rewind(hub, id, query.get('reason'))) return [202];
    throw new Error('The rewind operation is only supported on failed orchestration instances.');
  },
  'POST instances/*/restart': (call, id) => {
    const row = call.hub.store.get(id);
    if (!row) throw new BadArgument(`No instance with ID '${id}' found.`);
    const fresh = flag(call, 'restartWithNewInstanceId', 'true');
    return started(call, { name: row.name, input: row.input, id: fresh ? '' : id });
  },
  'GET entities': listEntities,
  'GET entities/*': listEntities,
  'GET entities/*/*': ({ hub }, name, key) => {
    const row = hub.store.entity(entityId(name, key));
    return row ? [200, jsonOrText(row.state)] : [404];
  },
  'POST entities/*/*': (call, name, key) => {
    const { hub, body, query } = call;
    const input = body === '' ? undefined : json(call);
    const request = { op: query.get('op') ?? '', signal: true, id: hub.newId(), input };
    hub.post(entityId(functionNamed(hub.app, 'entity', name), key), request);
    return [202];
  },
};

/** Parts of a path that are names: all but the first, and what is done to an instance. */
const isName = (path: readonly string[], at: number) => at > 0 && !(at === 2 && path[0] === 'instances');

const failure = (error: unknown): Answer => {
  const isBad = error instanceof BadArgument || error instanceof URIError;
  const Message = isBad
    ? 'One or more of the arguments submitted is incorrect'
    : 'Something went wrong while processing your request';
  const ExceptionType = `System.${isBad ? 'Argument' : 'InvalidOperation'}Exception`;
  return [isBad ? 400 : 500, { Message, ExceptionMessage: messageOf(error), ExceptionType }];
};

/** The HTTP management API below a path. With a key, the caller has to bring it as `code` or `x-functions-key`. */
export const managementApi = (hub: TaskHub, addresses: Addresses, prefix: string, key?: string): RequestListener => {
  const answer = async (request: IncomingMessage): Promise<Answer> => {
    const { headers, method, url = '/' } = request;
    const { pathname, searchParams: query } = new URL(url, 'http://host');
    if (key !== undefined && key !== (query.get('code') ?? headers['x-functions-key'])) return [401];
    const path = pathname.slice(prefix.length).split('/').filter(Boolean);
    const pattern = path.map((part, at) => (isName(path, at) ? '*' : part.toLowerCase())).join('/');
    const route = ROUTES[`${method} ${pattern}`];
    const bytes = await bodyOf(request, BODY_LIMIT);
    if (!route || !bytes) return [route ? 413 : 404];
    const [first = '', second = ''] = path.filter((_, at) => isName(path, at)).map(decodeURIComponent);
    const call = { hub, addresses, query, headers, body: bytes.toString() };
    const result = hub.atomically(() => route(call, first, second));
    // What an answer says is on disk before it is sent.
    await hub.durable();
    return result;
  };
  return async (request, response) => {
    const [status, body, headers] = await answer(request).catch(failure);
    response.writeHead(status, { ...headers, 'content-type': 'application/json; charset=utf-8' });
    response.end(body === undefined ? '' : JSON.stringify(body));
  };
};
