import type { Connection } from './connection.ts';
import { ServiceError } from './errors.ts';
import { contentTypeOf } from './frame.ts';
import { Message, type Payload, payloadOf, textPayload } from './message.ts';
import type { Upstream } from './upstream.ts';

/** Closing code of a connection whose event handler failed. */
export const HANDLER_FAILED = 1011;

class HandlerFailure extends ServiceError {}

/** Whether the event handler itself is to blame: then the service drops the connection. */
export const handlerFailed = (error: unknown): boolean => error instanceof HandlerFailure;

/**
 * Hands a client's event to its event handler. Answers with what the handler wants the client to get, if anything.
 * Throws when nobody handles the event, or the handler fails.
 */
export const raiseUserEvent = async (
  upstream: Upstream,
  connection: Connection,
  name: string,
  payload: Payload,
  cancelled?: AbortSignal,
): Promise<Payload | undefined> => {
  const reply = await upstream.ask(
    connection,
    { kind: 'user', name },
    contentTypeOf(payload),
    payload.plain,
    cancelled,
  );
  if (!reply) throw new ServiceError(404, 'NotFound', `No event handler is configured for event '${name}'.`);
  if (reply.status >= 300)
    throw new HandlerFailure(500, 'InternalServerError', `The event handler answered '${name}' with ${reply.status}.`);
  if (reply.status === 204 || reply.body.length === 0) return undefined;
  return payloadOf(reply.contentType, reply.body) ?? textPayload(reply.body.toString());
};

export const deliverReply = (connection: Connection, payload: Payload | undefined) => {
  if (payload) connection.hub.broadcast([connection], new Message({ from: 'server' }, payload));
};
