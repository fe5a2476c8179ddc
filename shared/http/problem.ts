import type { HttpResponseInit } from '@azure/functions';
import { z } from 'zod';
import { type ErrorKind, FleetError } from '../kernel/errors.ts';

/** RFC 9457; facts about the failure are further members. */
export const Problem = z
  .looseObject({
    type: z.string().describe('Where the problem is explained, relative to this API.'),
    title: z.string(),
    status: z.int(),
    code: z.string().describe('The stable name to switch on.'),
    detail: z.string().describe('For the person who reads it.'),
    correlationId: z.string().describe('Leads to our logs.'),
    issues: z
      .array(z.object({ path: z.array(z.union([z.string(), z.number()])), message: z.string() }))
      .optional()
      .describe('Every field that is wrong.'),
  })
  .meta({ id: 'Problem' });

const STATUS: Record<ErrorKind, { status: number; title: string }> = {
  invalid: { status: 400, title: 'The request is not valid' },
  unauthenticated: { status: 401, title: 'Sign in first' },
  forbidden: { status: 403, title: 'Not allowed' },
  'not-found': { status: 404, title: 'Not found' },
  conflict: { status: 409, title: 'A rule says no' },
  stale: { status: 412, title: 'Changed meanwhile' },
  'too-large': { status: 413, title: 'Too large' },
  unsupported: { status: 415, title: 'Not a form we read' },
  unprocessable: { status: 422, title: 'Does not fit' },
  'too-many': { status: 429, title: 'Too many requests' },
  upstream: { status: 503, title: 'Temporarily unavailable' },
};

export const statusOf = (error: unknown): number => (error instanceof FleetError ? STATUS[error.kind].status : 500);

const UNEXPECTED = 'Something went wrong on our side. It has been logged.';

/**
 * A failure as problem document (RFC 9457). What nobody expected is told without detail; the correlation id leads to the log.
 * `type` is relative to the API's documentation.
 */
export const problemOf = (error: unknown, correlationId: string) => {
  const isKnown = error instanceof FleetError;
  const { code, message, kind, facts } = isKnown ? error : new FleetError('upstream', 'server/unexpected', UNEXPECTED);
  return {
    ...facts,
    type: `/problems/${code}`,
    title: isKnown ? STATUS[kind].title : 'Unexpected failure',
    status: statusOf(error),
    code,
    detail: message,
    correlationId,
  };
};

/** A failure as answer. The fact `retryAfterSeconds` becomes `Retry-After`. */
export const toProblem = (error: unknown, correlationId: string): HttpResponseInit => {
  const status = statusOf(error);
  const facts = error instanceof FleetError ? error.facts : {};
  const { retryAfterSeconds = status === 503 ? 1 : undefined } = facts;
  return {
    status,
    headers: {
      'content-type': 'application/problem+json',
      'x-correlation-id': correlationId,
      ...(status === 401 && { 'www-authenticate': 'ApiKey header="x-api-key"' }),
      ...(typeof retryAfterSeconds === 'number' && { 'retry-after': String(retryAfterSeconds) }),
    },
    body: JSON.stringify(problemOf(error, correlationId)),
  };
};
