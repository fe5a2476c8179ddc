import { STATUS_CODES } from 'node:http';
import { notSimulated as textOf } from '../shared/not-simulated.ts';

/** What the service calls a status where that is not its name in HTTP. */
const NAMES: Readonly<Record<number, string>> = { 413: 'RequestEntityTooLarge', 449: 'RetryWith', 501: 'NotSimulated' };

interface ErrorDetails {
  readonly substatus?: number | undefined;
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
    this.status = status;
    this.details = details;
  }
}

/** `404` → `NotFound` */
export const statusName = (status: number) => NAMES[status] ?? (STATUS_CODES[status] ?? '').replaceAll(' ', '');

export const badRequest = (message: string, substatus?: number) => new CosmosError(400, message, { substatus });

/** A query the service refuses, in the format of its query compiler. `location` is the offending part of the text. */
export const sqlError = (code: string, message: string, location?: { start: number; end: number }) =>
  badRequest(JSON.stringify({ errors: [{ severity: 'Error', ...(location && { location }), code, message }] }));

export const notFound = () =>
  new CosmosError(404, 'Resource Not Found. Entity with the specified id does not exist in the system.');

export const conflict = (message = 'Entity with the specified id already exists in the system.') =>
  new CosmosError(409, message);

export const tooLarge = (message = 'Request size is too large') => new CosmosError(413, message);

export const notSimulated = (what: string) => new CosmosError(501, textOf(what, 'cosmos'));
