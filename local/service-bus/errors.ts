import { notSimulated } from '../shared/not-simulated.ts';

/** A refusal as Service Bus words it: the SDK makes its error code of `condition`; `status` is for `$management` and `$cbs`. */
export class BusError extends Error {
  readonly condition: string;
  readonly status: number;

  constructor(condition: string, status: number, message: string) {
    super(message);
    this.name = 'BusError';
    this.condition = condition;
    this.status = status;
  }
}

const refusal = (condition: string, status: number) => (message: string) => new BusError(condition, status, message);

export const malformed = refusal('amqp:decode-error', 400);
export const notAllowed = refusal('amqp:not-allowed', 400);
export const badArgument = refusal('com.microsoft:argument-error', 400);
export const unauthorized = refusal('amqp:unauthorized-access', 401);
export const messageNotFound = refusal('com.microsoft:message-not-found', 404);
/** The SDK knows this refusal by its text. */
export const notFound = (name: string) =>
  new BusError('amqp:not-found', 404, `The messaging entity '${name}' could not be found.`);
export const timedOut = refusal('com.microsoft:timeout', 408);
export const messageLockLost = () =>
  new BusError('com.microsoft:message-lock-lost', 410, 'The lock is lost: it has run out, or the message is settled.');
export const sessionLockLost = refusal('com.microsoft:session-lock-lost', 410);
export const sessionTaken = refusal('com.microsoft:session-cannot-be-locked', 410);
export const tooLarge = refusal('amqp:link:message-size-exceeded', 413);
export const serverBusy = refusal('com.microsoft:server-busy', 503);
export const notImplemented = (what: string) =>
  new BusError('amqp:not-implemented', 501, notSimulated(what, 'service-bus'));

/** Any error as a refusal. One that is none is a fault of this broker, and is reported. */
export const refusalOf = (error: unknown): BusError => {
  if (error instanceof BusError) return error;
  console.error('service-bus: unexpected failure', error);
  return new BusError('amqp:internal-error', 500, error instanceof Error ? error.message : String(error));
};
