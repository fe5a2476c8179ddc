import { notSimulated } from '../shared/not-simulated.ts';

/** A refusal as Service Bus words it, in the shape of an AMQP error; `status` is for `$management` and `$cbs`. */
export type Refusal = Error & { readonly condition: string; readonly description: string; readonly status: number };

const refusal =
  (condition: string, status: number) =>
  (description: string): Refusal =>
    Object.assign(new Error(description), { condition, description, status });

export const malformed = refusal('amqp:decode-error', 400);
export const notAllowed = refusal('amqp:not-allowed', 400);
export const badArgument = refusal('com.microsoft:argument-error', 400);
export const unauthorized = refusal('amqp:unauthorized-access', 401);
export const messageNotFound = refusal('com.microsoft:message-not-found', 404);
/** The SDK knows this refusal by its text. */
export const notFound = (name: string) =>
  refusal('amqp:not-found', 404)(`The messaging entity '${name}' could not be found.`);
export const timedOut = refusal('com.microsoft:timeout', 408);
export const messageLockLost = refusal('com.microsoft:message-lock-lost', 410);
export const sessionLockLost = refusal('com.microsoft:session-lock-lost', 410);
export const sessionTaken = refusal('com.microsoft:session-cannot-be-locked', 410);
export const tooLarge = refusal('amqp:link:message-size-exceeded', 413);
export const serverBusy = refusal('com.microsoft:server-busy', 503);
export const notImplemented = (what: string) => refusal('amqp:not-implemented', 501)(notSimulated(what, 'service-bus'));

const isRefusal = (error: unknown): error is Refusal => error instanceof Error && 'condition' in error;

/** Any error as a refusal. One that is none is a fault of this broker, and is reported. */
export const refusalOf = (error: unknown): Refusal => {
  if (isRefusal(error)) return error;
  console.error('service-bus: unexpected failure', error);
  return refusal('amqp:internal-error', 500)(error instanceof Error ? error.message : String(error));
};
