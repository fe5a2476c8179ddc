/** A refusal the caller gets to see: REST answers it as `{ code, message }`, a client frame as the `error` of its ack. */
export class ServiceError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.name = 'ServiceError';
    this.status = status;
    this.code = code;
  }
}

export const badRequest = (message: string) => new ServiceError(400, 'BadRequest', message);

export const notSimulated = (what: string) =>
  new ServiceError(501, 'NotSimulated', `${what} has no local stand-in. See local/web-pubsub/README.md.`);

/**
 * The text of anything that was thrown. By shape, not by class: errors of another realm are no `Error` of ours.
 * fetch hides the interesting part ("connect ECONNREFUSED ...") in the cause, so that is told too.
 */
export const reasonOf = (error: unknown): string => {
  if (typeof error !== 'object' || error === null || !('message' in error)) return String(error);
  return 'cause' in error && error.cause ? `${error.message} (${reasonOf(error.cause)})` : String(error.message);
};
