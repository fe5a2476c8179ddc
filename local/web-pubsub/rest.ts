import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { countsOf } from './counts.ts';
import { badRequest, notSimulated, reasonOf, ServiceError } from './errors.ts';
import { MAX_MESSAGE_BYTES } from './limits.ts';
import { connectionOperations } from './operations/connections.ts';
import { groupOperations } from './operations/groups.ts';
import { listingOperations } from './operations/listing.ts';
import type { Answer, Operation, Operations } from './operations/operation.ts';
import { permissionOperations } from './operations/permissions.ts';
import { sendOperations } from './operations/send.ts';
import { tokenOperations } from './operations/tokens.ts';
import { percentDecoded } from './percent.ts';
import type { Service } from './service.ts';
import type { Sessions } from './sessions.ts';
import { isMeantFor, verifyToken } from './token.ts';

const OPERATIONS: ReadonlyMap<string, Operation> = new Map(
  [
    sendOperations,
    groupOperations,
    connectionOperations,
    listingOperations,
    permissionOperations,
    tokenOperations,
  ].flatMap((operations: Operations) => Object.entries(operations)),
);

const bodyOf = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  let size = 0;
  // Read to the end even when it is too much: a caller that is still writing would miss the answer.
  for await (const chunk of request) {
    size += chunk.length;
    if (size <= MAX_MESSAGE_BYTES) chunks.push(chunk);
  }
  if (size > MAX_MESSAGE_BYTES)
    throw new ServiceError(413, 'RequestEntityTooLarge', `A message may have ${MAX_MESSAGE_BYTES} bytes.`);
  return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
};

const authorise = (request: IncomingMessage, url: string, service: Service) => {
  const [, token = ''] = /^Bearer (.+)$/.exec(request.headers.authorization ?? '') ?? [];
  const claims = verifyToken(token, service.key, service.clock.now());
  if (!claims) throw new ServiceError(401, 'Unauthorized', 'The bearer token is missing, forged or expired.');
  if (!isMeantFor(claims, url)) throw new ServiceError(401, 'Unauthorized', `The token's audience is not ${url}.`);
};

const answer = async (request: IncomingMessage, service: Service, sessions: Sessions): Promise<Answer> => {
  const [path = '', queryText = ''] = (request.url ?? '').split('?', 2);
  const { method = 'GET' } = request;
  if (path === '/api/health' && method === 'HEAD') return 200;
  if (path === '/_local/counts' && method === 'GET') return { status: 200, body: countsOf(service) };
  if (!path.startsWith('/api/hubs/')) throw new ServiceError(404, 'NotFound', `Nothing is served at ${path}.`);

  const origin = `http://${request.headers.host ?? ''}`;
  authorise(request, `${origin}${path}`, service);
  const query = new URLSearchParams(queryText);
  if (!query.has('api-version')) throw badRequest("The query parameter 'api-version' is required.");

  const [hubName = '', ...below] = path.slice('/api/hubs/'.length).split('/');
  // Below the hub, every second segment is a name; the rest says which operation it is.
  const shape = below.map((segment, position) => (position % 2 === 0 ? segment : '*')).join('/');
  const operation = OPERATIONS.get(`${method} ${shape}`);
  if (!operation) throw notSimulated(`${method} ${path}`);

  return operation({
    service,
    sessions,
    hub: service.hub(percentDecoded(hubName)),
    subject: percentDecoded(below[1] ?? ''),
    object: percentDecoded(below[3] ?? ''),
    query,
    contentType: request.headers['content-type'] ?? '',
    body: await bodyOf(request),
    origin,
  });
};

const respond = (response: ServerResponse, result: Answer) => {
  if (typeof result === 'number') {
    response.writeHead(result, { 'content-length': 0 }).end();
    return;
  }
  const text = JSON.stringify(result.body);
  response.writeHead(result.status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
  });
  response.end(text);
};

const refusalOf = (error: unknown, service: Service): Answer => {
  if (error instanceof ServiceError)
    return { status: error.status, body: { code: error.code, message: error.message } };
  service.log(`unexpected failure: ${error instanceof Error ? error.stack : String(error)}`);
  return { status: 500, body: { code: 'InternalServerError', message: reasonOf(error) } };
};

/** The REST face: authenticate, route, run, answer. */
export const restListener =
  (service: Service, sessions: Sessions): RequestListener =>
  (request, response) => {
    void answer(request, service, sessions)
      .catch((error: unknown) => refusalOf(error, service))
      .then((result) => respond(response, result));
  };
