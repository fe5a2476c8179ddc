import type { IncomingMessage, RequestListener } from 'node:http';
import { z } from 'zod';
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

const BODY_LIMIT = 16 * 1024 * 1024;
const CONTINUATION = 'x-ms-continuation-token';
/** The last two never occur here. */
const STATUSES = ['Pending', 'Running', 'Suspended', 'Completed', 'Failed', 'Terminated', 'Canceled', 'ContinuedAsNew'];

const Time = z.coerce.date().transform((time) => time.getTime());

/** Everything that a query may say. */
const Query = z.object({
  code: z.string().optional(),
  op: z.string().default(''),
  reason: z.string().nullable().default(null),
  showInput: z.stringbool().default(true),
  showHistory: z.stringbool().default(false),
  showHistoryOutput: z.stringbool().default(false),
  returnInternalServerErrorOnFailure: z.stringbool().default(false),
  restartWithNewInstanceId: z.stringbool().default(true),
  fetchState: z.stringbool().default(false),
  top: z.coerce.number().int().positive().default(100),
  instanceIdPrefix: z.string().default(''),
  runtimeStatus: z.preprocess((names) => String(names).split(','), z.array(z.enum(STATUSES))).optional(),
  createdTimeFrom: Time.optional(),
  createdTimeTo: Time.default(Number.MAX_SAFE_INTEGER),
  lastOperationTimeFrom: Time.default(0),
  version: z.undefined(notSimulated('Starting a version of an orchestration', 'durable')),
  timeout: z.undefined(notSimulated('Waiting for the end while starting', 'durable')),
});

interface Call {
  readonly hub: TaskHub;
  readonly addresses: Addresses;
  readonly query: z.infer<typeof Query>;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

type Answer = readonly [status: number, body?: unknown, headers?: Readonly<Record<string, string>>];
/** Gets the names in its route. */
type Handler = (call: Call, first: string, second: string) => Answer;

const json = ({ body, headers }: Call): string => {
  if (!/^application\/json/i.test(headers['content-type'] ?? ''))
    throw new BadArgument('Only application/json request content is supported');
  try {
    return JSON.stringify(JSON.parse(body));
  } catch {
    throw new BadArgument(`The body must be JSON, not "${body.slice(0, 100)}".`);
  }
};

const instances = ({ hub, query }: Call, after: string, limit: number) => {
  const { createdTimeFrom = 0, createdTimeTo, instanceIdPrefix, runtimeStatus } = query;
  const statuses = runtimeStatus ? JSON.stringify(runtimeStatus) : null;
  return hub.store.find(after, instanceIdPrefix, createdTimeFrom, createdTimeTo, statuses, limit);
};

/** One page of rows, with a token for the next one when there are more. */
const page = <Row extends { readonly id: string }>(
  { query: { top }, headers }: Call,
  read: (after: string, limit: number) => readonly Row[],
  view: (row: Row) => unknown,
): Answer => {
  const rows = read(Buffer.from(String(headers[CONTINUATION] ?? ''), 'base64').toString(), top + 1);
  const last = (rows.length > top && rows[top - 1]?.id) || '';
  return [200, rows.slice(0, top).map(view), { [CONTINUATION]: Buffer.from(last).toString('base64') }];
};

const started = ({ addresses }: Call, id: string): Answer => {
  const urls = managementUrls(addresses, id);
  return [202, urls, { location: urls.statusQueryGetUri, 'retry-after': '10' }];
};

const start: Handler = (call, name, id) => {
  const input = call.body === '' ? null : json(call);
  return started(call, create(call.hub, { name, input, id }));
};

const restart: Handler = (call, id) => {
  const row = call.hub.store.get(id);
  if (!row) throw new BadArgument(`No instance with ID '${id}' found.`);
  return started(call, create(call.hub, { ...row, id: call.query.restartWithNewInstanceId ? '' : id }));
};

const status: Handler = ({ hub, addresses, query }, id) => {
  const row = hub.store.get(id);
  if (!row) return [404];
  const history = query.showHistory
    ? { historyEvents: historyView(hub.store.history(id).map(eventOf), query.showHistoryOutput) }
    : {};
  const body = { ...statusView(row, query.showInput), ...history };
  const location = managementUrls(addresses, id).statusQueryGetUri;
  if (!isFinished(row)) return [202, body, { location, 'retry-after': '5' }];
  return [row.status === 'Failed' && query.returnInternalServerErrorOnFailure ? 500 : 200, body];
};

const list: Handler = (call) =>
  page(
    call,
    (after, limit) => instances(call, after, limit),
    (row) => statusView(row, call.query.showInput),
  );

const purgeOne: Handler = ({ hub }, id) => {
  if (!hub.store.get(id)) return [404];
  purge(hub, id);
  return [200, { instancesDeleted: 1 }];
};

const purgeMany: Handler = (call) => {
  if (call.query.createdTimeFrom === undefined)
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
    if (!row || isFinished(row)) return [row ? 410 : 404];
    call.hub.tell(id, message(call, name));
    return [202];
  };

const rewindOne: Handler = ({ hub, query }, id) => {
  const row = hub.store.get(id);
  if (!row || row.status === 'Completed' || row.status === 'Terminated') return [row ? 410 : 404];
  if (rewind(hub, id, query.reason)) return [202];
  throw new Error('The rewind operation is only supported on failed orchestration instances.');
};

const listEntities: Handler = (call, name) => {
  const { fetchState, lastOperationTimeFrom } = call.query;
  const prefix = name === '' ? '@' : entityId(name, '');
  return page(
    call,
    (after, limit) => call.hub.store.entities(after, prefix, lastOperationTimeFrom, limit),
    ({ id, state, updated }) => {
      const view = { entityId: entityParts(id), lastOperationTime: new Date(updated).toISOString() };
      return fetchState ? { ...view, state: jsonOrText(state) } : view;
    },
  );
};

const readEntity: Handler = ({ hub }, name, key) => {
  const row = hub.store.entity(entityId(name, key));
  return row ? [200, jsonOrText(row.state)] : [404];
};

const signal: Handler = (call, name, key) => {
  const { hub, body, query } = call;
  const id = entityId(functionNamed(hub.app, 'entity', name), key);
  hub.post(id, { op: query.op, signal: true, id: hub.newId(), input: body === '' ? undefined : json(call) });
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
  'POST instances/*/terminate': tell(({ query }) => ({ EventType: ExecutionTerminated, Input: query.reason })),
  'POST instances/*/suspend': tell(({ query }) => ({ EventType: ExecutionSuspended, Reason: query.reason })),
  'POST instances/*/resume': tell(({ query }) => ({ EventType: ExecutionResumed, Reason: query.reason })),
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
  const isBad = error instanceof BadArgument || error instanceof URIError || error instanceof z.ZodError;
  const ExceptionMessage = error instanceof z.ZodError ? z.prettifyError(error) : messageOf(error);
  if (ExceptionMessage.includes(' is not simulated. ')) return [501, { Message: ExceptionMessage }];
  return isBad
    ? [
        400,
        {
          Message: 'One or more of the arguments submitted is incorrect',
          ExceptionMessage,
          ExceptionType: 'System.ArgumentException',
        },
      ]
    : [
        500,
        {
          Message: 'Something went wrong while processing your request',
          ExceptionMessage,
          ExceptionType: 'System.InvalidOperationException',
        },
      ];
};

/**
 * The HTTP management API below `prefix`. With a key, the caller has to bring it as `code` or `x-functions-key`.
 * What an answer says is on disk before it is sent.
 */
export const managementApi = (hub: TaskHub, addresses: Addresses, prefix: string, key?: string): RequestListener => {
  const answer = async (
    { headers, method, url = '/' }: IncomingMessage,
    body: Promise<Buffer | undefined>,
  ): Promise<Answer> => {
    const { pathname, searchParams } = new URL(url, 'http://host');
    if (key !== undefined && key !== (searchParams.get('code') ?? headers['x-functions-key'])) return [401];
    const path = pathname
      .slice(prefix.length)
      .split('/')
      .filter((part) => part !== '');
    const pattern = path.map((part, at) => (isName(path, at) ? '*' : part.toLowerCase())).join('/');
    const route = ROUTES[`${method} ${pattern}`];
    if (!route) return [404];
    const [first = '', second = ''] = path.filter((_, at) => isName(path, at)).map(decodeURIComponent);
    const query = Query.parse(Object.fromEntries(searchParams));
    const text = (await body)?.toString();
    if (text === undefined) return [413];
    const result = hub.atomically(() => route({ hub, addresses, query, headers, body: text }, first, second));
    await hub.durable();
    return result;
  };
  return async (request, response) => {
    const [status, body, headers] = await answer(request, bodyOf(request, BODY_LIMIT)).catch(failure);
    response.writeHead(status, { ...headers, 'content-type': 'application/json; charset=utf-8' });
    response.end(body === undefined ? '' : JSON.stringify(body));
  };
};
