import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { bodyOf } from '../shared/http-server.ts';
import { badRequest, notSimulated, refusalOf, ServiceError } from './errors.ts';
import { compileFilter } from './filter.ts';
import { type Hub, hubOf, membersOf } from './hub.ts';
import { MAX_MESSAGE_BYTES } from './message.ts';
import { type Answer, OPERATIONS } from './operations.ts';
import type { Service } from './server.ts';
import { bearerOf, claimsOf } from './token.ts';

/** Sends a status, a refusal or, with status 200, anything else. */
export const respond = (response: ServerResponse, answer: Answer) => {
  if (typeof answer === 'number') return response.writeHead(answer, { 'content-length': 0 }).end();
  const refused = answer instanceof ServiceError;
  const text = JSON.stringify(refused ? { code: answer.code, message: answer.message } : answer);
  const headers = { 'content-type': 'application/json; charset=utf-8', 'content-length': Buffer.byteLength(text) };
  return response.writeHead(refused ? answer.status : 200, headers).end(text);
};

/** How many connections a hub has, and how many of them have lost their socket and may come back. */
const countsOf = (hub: Hub) => {
  const lost = membersOf(hub, ({ lostAt }) => lostAt !== undefined);
  return { hub: hub.name, connections: hub.connections.size, lost: lost.length };
};

/** Paths below `/_local` steer and show the stand-in itself; they need no key. */
const steer = (route: string, body: Buffer, { hubs }: Service): Answer => {
  if (route === 'GET /_local/counts') return [...hubs.values()].map(countsOf);
  if (route !== 'POST /_local/faults') throw notSimulated(route);
  const { kind, filter = 'true' } = JSON.parse(body.toString());
  if (kind !== 'drop') throw badRequest("A fault is { kind: 'drop', filter? }.");
  const matches = compileFilter(String(filter));
  const dropped = [...hubs.values()].flatMap((hub) => membersOf(hub, matches));
  for (const connection of dropped) connection.drop();
  return { dropped: dropped.length };
};

const answerTo = async (request: IncomingMessage, service: Service): Promise<Answer> => {
  const { method = 'GET', headers } = request;
  const [path = '', queryText] = (request.url ?? '').split('?', 2);
  const body = await bodyOf(request, MAX_MESSAGE_BYTES);
  if (!body) throw new ServiceError(413, 'RequestEntityTooLarge', `A message may have ${MAX_MESSAGE_BYTES} bytes.`);
  if (path.startsWith('/_local/')) return steer(`${method} ${path}`, body, service);
  if (!path.startsWith('/api/hubs/')) throw new ServiceError(404, 'NotFound', `Nothing is served at ${path}.`);

  const url = `http://${headers.host}${path}`;
  claimsOf(bearerOf(request), url, service);
  const query = new URLSearchParams(queryText);
  if (!query.has('api-version')) throw badRequest("The query parameter 'api-version' is required.");
  for (const rare of ['messageTtlSeconds', 'top'])
    if (query.has(rare)) throw notSimulated(`The query parameter '${rare}'`);

  const [hubName = '', ...below] = path.slice('/api/hubs/'.length).split('/').map(decodeURIComponent);
  const hub = hubOf(service, hubName);
  // Below the hub, every second segment names one of what is before it; the rest says which operation it is.
  const shape = below.map((segment, position) => (position % 2 === 0 ? segment : '*')).join('/');
  const operation = OPERATIONS[`${method} ${shape}`];
  if (!operation) throw notSimulated(`${method} ${path}`);
  const named = Object.fromEntries(below.flatMap((name, at) => (at % 2 === 0 ? [] : [[below[at - 1], name]])));
  if (named.connections === undefined || hub.connections.has(named.connections))
    return operation({ hub, named, query, contentType: headers['content-type'] ?? '', body, url });
  // What is to be taken from a connection that is gone is gone already.
  if (method === 'DELETE') return 204;
  throw new ServiceError(404, 'Error.Connection.NotExisted', `Connection '${named.connections}' does not exist.`);
};

/** The REST face: authenticate, route, run, answer. */
export const restListener =
  (service: Service): RequestListener =>
  (request, response) =>
    void answerTo(request, service)
      .catch(refusalOf)
      .then((answer) => respond(response, answer));
