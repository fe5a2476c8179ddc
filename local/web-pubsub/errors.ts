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

/** The text of anything that was thrown. */
export const reasonOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
