import type { HttpHandler, HttpRequest, HttpResponseInit, InvocationContext } from '@azure/functions';
import { z } from 'zod';
import type { Caller, Scope } from '../identity/caller.ts';
import { FleetError, forbidden } from '../kernel/errors.ts';
import { continueTrace, inSpan } from '../observability/trace.ts';
import { type SagaBook, sagaBook } from '../sagas/book.ts';
import type { Services } from '../services.ts';
import { statusOf, toProblem } from './problem.ts';
import { correlationOf, ifMatch, jsonOf, parse } from './request.ts';

/** A use case bound to HTTP. Data until the app starts: importing one has no effect. */
export interface Endpoint {
  readonly scope: Scope | 'anonymous';
  /** Whether it starts or looks at sagas: its function then needs their runtime. */
  readonly sagas?: boolean;
  handler(services: Services): HttpHandler;
}

export interface Input<Params, Query, Body> {
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  readonly caller: Caller;
  /** The moment of the request, ISO 8601 UTC. */
  readonly now: string;
  readonly correlationId: string;
  /** From `If-Match`. */
  readonly expected: number | undefined;
  readonly request: HttpRequest;
  /** For an endpoint that says `sagas`. */
  readonly sagas: SagaBook;
}

export interface EndpointSpec<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, Who extends Caller> {
  readonly scope: Scope;
  /** Whether `run` needs the company's sagas. */
  readonly sagas?: boolean;
  /** How this endpoint learns who is calling; by default from the session, the API key or the token. */
  readonly authenticate?: (request: HttpRequest, services: Services) => Promise<Who>;
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  run(
    input: Input<z.output<P>, z.output<Q>, z.output<B>> & { readonly caller: Who },
    services: Services,
  ): Promise<HttpResponseInit>;
}

const nothing = z.unknown();
type Nothing = typeof nothing;

const allow = (caller: Caller, scope: Scope): void => {
  if (!caller.scopes.has(scope)) throw forbidden('scope/missing', `This needs the scope ${scope}.`, { scope });
};

/**
 * The one HTTP pipeline: who is calling, may they, is the input well formed, run, and turn failures into problems.
 * The order is a security decision: nothing of the input is looked at for somebody who may not call.
 *
 * @example
 * export const retireVehicle = endpoint({
 *   scope: 'vehicles:write',
 *   params: z.object({ vehicleId: z.string() }),
 *   body: z.object({ reason: z.string().min(1) }),
 *   run: async ({ params, body, caller }, { streams }) => ok(...),
 * });
 */
export const endpoint = <
  P extends z.ZodType = Nothing,
  Q extends z.ZodType = Nothing,
  B extends z.ZodType = Nothing,
  Who extends Caller = Caller,
>(
  spec: EndpointSpec<P, Q, B, Who>,
): Endpoint => {
  const { params = nothing, query = nothing, body } = spec;

  const run = async (
    request: HttpRequest,
    services: Services,
    correlationId: string,
    invocation: InvocationContext,
  ) => {
    const identify = spec.authenticate ?? (services.authenticate as (request: HttpRequest) => Promise<Who>);
    const caller = await identify(request, services);
    allow(caller, spec.scope);
    const input = {
      params: parse(params, request.params, 'path') as z.output<P>,
      query: parse(query, Object.fromEntries(request.query), 'query') as z.output<Q>,
      body: (body ? parse(body, await jsonOf(request), 'body') : undefined) as z.output<B>,
      caller,
      now: services.clock().toISOString(),
      correlationId,
      expected: ifMatch(request),
      request,
      get sagas() {
        // In memory it would do without, and on Azure it would not.
        if (!spec.sagas) throw new Error('An endpoint that needs sagas must say so.');
        return sagaBook(services, () => services.sagas(invocation));
      },
    };
    return spec.run(input, services);
  };

  return {
    scope: spec.scope,
    sagas: spec.sagas ?? false,
    handler: (services) => async (request, invocation) => {
      const correlationId = correlationOf(request, invocation.invocationId);
      const parent = request.headers.get('traceparent') ?? undefined;
      return continueTrace(parent, () =>
        inSpan(`http ${invocation.functionName}`, { 'fleet.correlation': correlationId }, async (span) => {
          try {
            const { headers, ...response } = await run(request, services, correlationId, invocation);
            return { ...response, headers: { ...headers, 'x-correlation-id': correlationId } };
          } catch (error) {
            refused(services, invocation.functionName, correlationId, error);
            span.setAttribute('http.response.status_code', statusOf(error));
            return toProblem(error, correlationId);
          }
        }),
      );
    },
  };
};

/** Refusals are part of the audit trail; surprises are somebody's morning. */
const refused = ({ log }: Services, name: string, correlationId: string, error: unknown): void => {
  if (!(error instanceof FleetError)) log.error(`${name} failed`, { correlationId, error });
  else if (error.kind === 'upstream') log.error(`${name} could not be done`, { correlationId, error });
  else if (error.kind === 'forbidden' || error.kind === 'unauthenticated')
    log.warn(`${name} refused`, { correlationId, code: error.code });
};
