import { z } from 'zod';
import { sessionLockLost } from '../../broker/errors.ts';
import type { Queue } from '../../broker/queue.ts';
import { limits } from '../../limits.ts';
import { types, withoutNulls } from '../../message/codec.ts';
import { encodeDelivery } from '../../message/delivery.ts';
import { tokenBytes, tokenFromBytes } from '../../message/guid.ts';
import { bytes, long, operation, optional, queueOf } from './scope.ts';

const TIMESTAMP = 0x83;
const RECEIVE_AND_DELETE = 0;
const NO_TOKEN = Buffer.alloc(16);

const tokens = z.array(bytes.transform(tokenFromBytes));
const shortText = optional(z.string().transform((text) => text.slice(0, limits.deadLetterTextLength)));

const dispositionSchema = z.object({
  'lock-tokens': tokens,
  'disposition-status': z.enum(['completed', 'abandoned', 'defered', 'suspended']),
  'deadletter-reason': shortText,
  'deadletter-description': shortText,
  'properties-to-modify': optional(z.record(z.string(), z.unknown())),
  'session-id': optional(z.string()),
});
type Disposition = z.infer<typeof dispositionSchema>;

const settle = (queue: Queue, token: string, request: Disposition): void => {
  const properties = withoutNulls(request['properties-to-modify']);
  const status = request['disposition-status'];
  if (status === 'completed') queue.complete(token);
  else if (status === 'abandoned') queue.abandon(token, properties);
  else if (status === 'defered') queue.defer(token, properties);
  else queue.deadLetter(token, request['deadletter-reason'], request['deadletter-description'], properties);
};

/** A lock taken in a session is good for that session only, and ends with it. */
const checkSession = (queue: Queue, token: string, sessionId: string | undefined): void => {
  if (sessionId !== undefined && queue.locks.sessionOf(token)?.id !== sessionId) throw sessionLockLost(sessionId);
};

const updateDisposition = operation(dispositionSchema, (scope, request) => {
  const queue = queueOf(scope);
  for (const token of request['lock-tokens']) checkSession(queue, token, request['session-id']);
  for (const token of request['lock-tokens']) settle(queue, token, request);
  return {};
});

const renewLock = operation(z.object({ 'lock-tokens': tokens }), (scope, body) => {
  const queue = queueOf(scope);
  const expirations = body['lock-tokens'].map((token) => queue.locks.renew(token));
  return { expirations: types.wrap_array(expirations, TIMESTAMP) };
});

const receiveDeferred = operation(
  z.object({
    'sequence-numbers': z.array(long),
    'receiver-settle-mode': z.number(),
    'session-id': optional(z.string()),
  }),
  (scope, body) => {
    const queue = queueOf(scope);
    const sessionId = body['session-id'];
    const session = sessionId === undefined ? undefined : queue.sessions?.held(sessionId, scope.receiver);
    const remove = body['receiver-settle-mode'] === RECEIVE_AND_DELETE;
    const messages = queue.receiveDeferred(body['sequence-numbers'], remove, session);
    return {
      messages: messages.map((message) => ({
        message: encodeDelivery(message),
        'lock-token': types.wrap_uuid(message.lock ? tokenBytes(message.lock.token) : NO_TOKEN),
      })),
    };
  },
);

/** What a receiver asks for beside its link: settling late, renewing locks, fetching deferred messages. */
export const receiverOperations = {
  'update-disposition': updateDisposition,
  'renew-lock': renewLock,
  'receive-by-sequence-number': receiveDeferred,
};
