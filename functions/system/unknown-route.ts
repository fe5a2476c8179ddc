import type { Endpoint } from '../../shared/http/endpoint.ts';
import { toProblem } from '../../shared/http/problem.ts';
import { correlationOf } from '../../shared/http/request.ts';
import { notFound } from '../../shared/kernel/errors.ts';

/** Whatever no other route wants: 404 as a problem document, like every other failure. */
export const unknownRoute: Endpoint = {
  scope: 'anonymous',
  handler: () => async (request, invocation) =>
    toProblem(
      notFound('route/unknown', `There is nothing at ${request.method} ${new URL(request.url).pathname}.`),
      correlationOf(request, invocation.invocationId),
    ),
};
