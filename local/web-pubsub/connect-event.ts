import type { IncomingMessage } from 'node:http';
import type { Connection } from './connection.ts';
import { reasonOf, ServiceError } from './errors.ts';
import { type Claims, textsOf } from './token.ts';
import type { Upstream } from './upstream.ts';

/** What the handler of `connect` decided. Everything absent stays as the token says. */
export interface ConnectDecision {
  readonly userId?: string | undefined;
  readonly subprotocol?: string | undefined;
  readonly groups: readonly string[];
  readonly roles: readonly string[];
}

const NO_OPINION: ConnectDecision = { groups: [], roles: [] };

const lists = (entries: Iterable<readonly [string, unknown]>) =>
  Object.fromEntries([...entries].map(([name, value]) => [name, textsOf(value)]));

const connectBody = (
  request: IncomingMessage,
  query: URLSearchParams,
  claims: Claims,
  subprotocols: readonly string[],
) => {
  const names = new Set(query.keys());
  names.delete('access_token');
  return {
    claims: lists(Object.entries(claims)),
    query: lists([...names].map((name) => [name, query.getAll(name)])),
    headers: lists(Object.entries(request.headers)),
    subprotocols,
    clientCertificates: [],
  };
};

const optionalText = (value: unknown) => (typeof value === 'string' ? value : undefined);

const decisionOf = (text: string): ConnectDecision => {
  try {
    const { userId, subprotocol, groups, roles } = JSON.parse(text);
    return {
      userId: optionalText(userId),
      subprotocol: optionalText(subprotocol),
      groups: textsOf(groups ?? []),
      roles: textsOf(roles ?? []),
    };
  } catch (error) {
    throw new ServiceError(500, 'InternalServerError', `The answer to 'connect' is not JSON: ${reasonOf(error)}`);
  }
};

/** Asks the event handler, if any, whether this client may come in. Throws with the status the client gets if not. */
export const askToConnect = async (
  upstream: Upstream,
  connection: Connection,
  request: IncomingMessage,
  query: URLSearchParams,
  claims: Claims,
  subprotocols: readonly string[],
): Promise<ConnectDecision> => {
  const body = JSON.stringify(connectBody(request, query, claims, subprotocols));
  const event = { kind: 'sys', name: 'connect' } as const;
  const reply = await upstream.ask(connection, event, 'application/json; charset=utf-8', body);
  if (!reply) return NO_OPINION;
  if (reply.status >= 300) {
    // A client is told about its own mistakes only; whatever is wrong with the handler is an internal error.
    const status = reply.status >= 400 && reply.status < 500 ? reply.status : 500;
    throw new ServiceError(status, 'Refused', `The event handler answered 'connect' with ${reply.status}.`);
  }
  return reply.body.length === 0 ? NO_OPINION : decisionOf(reply.body.toString());
};
