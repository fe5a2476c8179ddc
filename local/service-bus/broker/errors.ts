/** A refusal as Service Bus words it: `condition` is what the SDK turns into its error code. */
export class BusError extends Error {
  readonly condition: string;
  /** The status of the same refusal on a `$management` or `$cbs` link. */
  readonly status: number;

  constructor(condition: string, message: string, status = 400) {
    super(message);
    this.name = 'BusError';
    this.condition = condition;
    this.status = status;
  }
}

export const entityNotFound = (path: string) =>
  new BusError('amqp:not-found', `The messaging entity '${path}' could not be found.`, 404);

export const notAllowed = (message: string) => new BusError('amqp:not-allowed', message, 400);

export const badArgument = (message: string) => new BusError('com.microsoft:argument-error', message, 400);

export const unauthorized = (message: string) => new BusError('amqp:unauthorized-access', message, 401);

export const notSimulated = (what: string) =>
  new BusError('amqp:not-implemented', `${what} has no local stand-in. See local/service-bus/README.md.`, 501);

export const tooLarge = (bytes: number, limit: number) =>
  new BusError(
    'amqp:link:message-size-exceeded',
    `The received message (size: ${bytes}) exceeds the limit (${limit} bytes) currently allowed on the link.`,
    413,
  );

export const messageLockLost = () =>
  new BusError(
    'com.microsoft:message-lock-lost',
    'The lock supplied is invalid. Either the lock expired, or the message has already been removed from the queue.',
    410,
  );

export const sessionLockLost = (sessionId: string) =>
  new BusError(
    'com.microsoft:session-lock-lost',
    `The lock on session '${sessionId}' is not held by this receiver any more. Accept a new MessageSession.`,
    410,
  );

export const sessionTaken = (sessionId: string) =>
  new BusError(
    'com.microsoft:session-cannot-be-locked',
    `The requested session '${sessionId}' cannot be accepted. It may be locked by another receiver.`,
    410,
  );

export const noSessionInTime = (milliseconds: number) =>
  new BusError('com.microsoft:timeout', `No session became available within ${milliseconds} ms.`, 408);

export const messageNotFound = (sequenceNumber: number) =>
  new BusError(
    'com.microsoft:message-not-found',
    `Failed to find or lock the message with sequence number ${sequenceNumber}.`,
    404,
  );
