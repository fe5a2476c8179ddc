import type { HttpHandler, HttpRequest, HttpResponseInit, InvocationContext } from '@azure/functions';
import { z } from 'zod';
import type { Caller, Scope } from '../identity/caller.ts';
import { FleetError, forbidden } from '../kernel/errors.ts';
import { newId } from '../kernel/ids.ts';
import { continueTrace, inSpan } from '../observability/trace.ts';
import { type SagaBook, sagaBook } from '../sagas/book.ts';
import type { Services } from '../services.ts';
import { type Answer, answer } from './answers.ts';
import { statusOf, toProblem } from './problem.ts';
import { addressOf, correlationOf, ifMatch, jsonOf, parse } from './request.ts';

/** What a caller must know of an endpoint: the API's document is made from it. */
export interface Described {
  /** One line in the imperative. */
  readonly summary: string;
  readonly description?: string | undefined;
  readonly params?: z.ZodType | undefined;
  readonly query?: z.ZodType | undefined;
  readonly body?: z.ZodType | undefined;
  readonly answers: readonly Answer[];
}

/** A use case bound to HTTP. Data until the app starts: importing one has no effect. */
export interface Endpoint {
  readonly scope: Scope | 'anonymous';
  /** Whether it starts or looks at sagas: its function then needs their runtime. */
  readonly sagas?: boolean;
  /** Absent for what only the platform asks for. */
  readonly described?: Described;
  handler(services: Services): HttpHandler;
}

/** Makes an id: `<kind>_<ulid>`. */
export type NewId = typeof newId;

export interface Input<Params, Query, Body> {
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  readonly caller: Caller;
  /** The moment of the request, ISO 8601 UTC. */
  readonly now: string;
  readonly correlationId: string;
  /** The address the request came from, as the platform in front says. */
  readonly from: string | undefined;
  /** A new id of this kind. */
  readonly newId: NewId;
  /** From `If-Match`. */
  readonly expected: number | undefined;
  readonly request: HttpRequest;
  /** For an endpoint that says `sagas`. */
  readonly sagas: SagaBook;
}

export interface EndpointSpec<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, Who extends Caller> {
  /** One line in the imperative, for the API's documentation. */
  readonly summary: string;
  /** What else a caller must know. */
  readonly description?: string;
  readonly scope: Scope;
  /** What it answers when all goes well: the schema of a 200, or an answer of `answers.ts`, or several. */
  readonly answer: z.ZodType | Answer | readonly Answer[];
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

const answersOf = (answered: z.ZodType | Answer | readonly Answer[]): readonly Answer[] =>
  answered instanceof z.ZodType ? [answer(answered)] : 'status' in answered ? [answered] : answered;

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
 *   summary: 'Retire a vehicle for good',
 *   answer: Vehicle,
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
      from: addressOf(request),
      newId,
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

  const { summary, description } = spec;
  const answers = answersOf(spec.answer);
  return {
    scope: spec.scope,
    sagas: spec.sagas ?? false,
    described: { summary, description, params: spec.params, query: spec.query, body, answers },
    handler: (services) => async (request, invocation) => {
      const correlationId = correlationOf(request, invocation.invocationId);
      const parent = request.headers.get('traceparent') ?? undefined;
      return continueTrace(parent, () =>
        inSpan(`http ${invocation.functionName}`, { 'fleet.correlation': correlationId }, async (span) => {
          try {
            const answered = await run(request, services, correlationId, invocation);
            services.onAnswer?.(invocation.functionName, answers, answered, request);
            const { headers, ...response } = answered;
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
