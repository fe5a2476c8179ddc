import { notSimulated as textOf } from '../shared/not-simulated.ts';

/** A refusal the caller gets to see: REST answers it as `{ code, message }`, a client frame as the `error` of its ack. */
export class ServiceError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

export const badRequest = (message: string) => new ServiceError(400, 'BadRequest', message);
export const notSimulated = (what: string) => new ServiceError(501, 'NotSimulated', textOf(what, 'web-pubsub'));

/** The text of anything thrown. fetch hides the interesting part ("connect ECONNREFUSED ...") in the cause. */
export const reasonOf = (error: unknown): string => {
  if (typeof error !== 'object' || error === null || !('message' in error)) return String(error);
  return 'cause' in error && error.cause ? `${error.message} (${reasonOf(error.cause)})` : String(error.message);
};

/** Anything thrown as a refusal. What cannot be parsed or decoded came from the caller; the rest is an internal error. */
export const refusalOf = (error: unknown): ServiceError => {
  if (error instanceof ServiceError) return error;
  if (error instanceof SyntaxError || error instanceof URIError) return badRequest(error.message);
  return new ServiceError(500, 'InternalServerError', reasonOf(error));
};
