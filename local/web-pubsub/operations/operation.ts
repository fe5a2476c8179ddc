import type { Connection } from '../connection.ts';
import { badRequest, ServiceError } from '../errors.ts';
import { compileFilter } from '../filter.ts';
import type { Audience, Hub } from '../hub.ts';
import type { Service } from '../service.ts';
import type { Sessions } from '../sessions.ts';

/** One REST call after routing: in `groups/{subject}/connections/{object}` the two names, decoded. */
export interface Call {
  readonly service: Service;
  readonly sessions: Sessions;
  readonly hub: Hub;
  readonly subject: string;
  readonly object: string;
  readonly query: URLSearchParams;
  readonly contentType: string;
  readonly body: Buffer;
  /** Scheme and host as the caller wrote them. */
  readonly origin: string;
}

export type Answer = number | { readonly status: number; readonly body: unknown };

/** A REST operation. Refusals are thrown as `ServiceError`. */
export type Operation = (call: Call) => Answer;

/** Operations by method and shape: `*` stands for a name in the path below the hub. */
export type Operations = Readonly<Record<string, Operation>>;

export const audienceOf = (query: URLSearchParams): Audience => {
  const filter = query.get('filter');
  return {
    excluded: new Set(query.getAll('excluded')),
    filter: filter === null ? undefined : compileFilter(filter),
  };
};

/** The connection a path names. Throws a 404 when there is none. */
export const connectionOf = (hub: Hub, id: string): Connection => {
  const connection = hub.connections.get(id);
  if (!connection) throw new ServiceError(404, 'Error.Connection.NotExisted', `Connection '${id}' does not exist.`);
  return connection;
};

export const existence = (exists: boolean): Answer => (exists ? 200 : 404);

/** A JSON body that must be an object. */
export const objectOf = (body: Buffer): Readonly<Record<string, unknown>> => {
  try {
    const value: unknown = JSON.parse(body.toString());
    if (typeof value === 'object' && value !== null) return { ...value };
  } catch (error) {
    throw badRequest(`The body is not JSON: ${String(error)}`);
  }
  throw badRequest('The body must be a JSON object.');
};
