const NAMES: Readonly<Record<number, string>> = {
  400: 'BadRequest',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'NotFound',
  405: 'MethodNotAllowed',
  408: 'RequestTimeout',
  409: 'Conflict',
  410: 'Gone',
  412: 'PreconditionFailed',
  413: 'RequestEntityTooLarge',
  424: 'FailedDependency',
  429: 'TooManyRequests',
  449: 'RetryWith',
  501: 'NotSimulated',
  503: 'ServiceUnavailable',
};

export interface ErrorDetails {
  readonly substatus?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Travels in the body; the SDK looks here for the reason a query needs its plan. */
  readonly additionalErrorInfo?: string;
}

/** A refusal the client is told about, with the status and substatus the service would answer. */
export class CosmosError extends Error {
  readonly status: number;
  readonly details: ErrorDetails;

  constructor(status: number, message: string, details: ErrorDetails = {}) {
    super(message);
    this.name = 'CosmosError';
    this.status = status;
    this.details = details;
  }
}

export const statusName = (status: number) => NAMES[status] ?? 'InternalServerError';

export const badRequest = (message: string, substatus?: number) =>
  new CosmosError(400, message, substatus === undefined ? {} : { substatus });

export const unauthorized = (message: string) => new CosmosError(401, message);

export const notFound = (message = 'Resource Not Found. Entity with the specified id does not exist in the system.') =>
  new CosmosError(404, message);

/** The database or container around the wanted resource is missing. */
export const ownerNotFound = () => new CosmosError(404, 'Owner resource does not exist', { substatus: 1003 });

export const conflict = (message = 'Entity with the specified id already exists in the system.') =>
  new CosmosError(409, message);

export const preconditionFailed = () =>
  new CosmosError(412, 'Operation cannot be performed because one of the specified precondition is not met');

export const tooLarge = (message = 'Request size is too large') => new CosmosError(413, message);

export const notSimulated = (operation: string) =>
  new CosmosError(501, `${operation} has no local stand-in. See local/cosmos/README.md for what is covered.`);
