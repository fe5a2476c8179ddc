import type { HttpResponseInit } from '@azure/functions';
import { type ErrorKind, FleetError } from '../kernel/errors.ts';

const STATUS: Record<ErrorKind, { status: number; title: string }> = {
  invalid: { status: 400, title: 'The request is not valid' },
  unauthenticated: { status: 401, title: 'Sign in first' },
  forbidden: { status: 403, title: 'Not allowed' },
  'not-found': { status: 404, title: 'Not found' },
  conflict: { status: 409, title: 'A rule says no' },
  stale: { status: 412, title: 'Changed meanwhile' },
  'too-large': { status: 413, title: 'Too large' },
  unprocessable: { status: 422, title: 'Does not fit' },
  'too-many': { status: 429, title: 'Too many requests' },
  upstream: { status: 503, title: 'Temporarily unavailable' },
};

export const statusOf = (error: unknown): number => (error instanceof FleetError ? STATUS[error.kind].status : 500);

/**
 * A failure as problem document (RFC 9457). What nobody expected is answered without detail; the correlation id leads to the log.
 * `type` is relative to the API's documentation. The fact `retryAfterSeconds` becomes `Retry-After`.
 */
export const toProblem = (error: unknown, correlationId: string): HttpResponseInit => {
  const known =
    error instanceof FleetError
      ? error
      : new FleetError('upstream', 'server/unexpected', 'Something went wrong on our side. It has been logged.');
  const { title } = STATUS[known.kind];
  const status = statusOf(error);
  const { retryAfterSeconds = status === 503 ? 1 : undefined } = known.facts;
  return {
    status,
    headers: {
      'content-type': 'application/problem+json',
      'x-correlation-id': correlationId,
      ...(status === 401 && { 'www-authenticate': 'ApiKey header="x-api-key"' }),
      ...(typeof retryAfterSeconds === 'number' && { 'retry-after': String(retryAfterSeconds) }),
    },
    body: JSON.stringify({
      ...known.facts,
      type: `/problems/${known.code}`,
      title: error === known ? title : 'Unexpected failure',
      status,
      code: known.code,
      detail: known.message,
      correlationId,
    }),
  };
};
