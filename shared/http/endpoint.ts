import type { HttpHandler, HttpRequest, HttpResponseInit, InvocationContext } from '@azure/functions';
import { z } from 'zod';
import { noteRefusal } from '../audit/refusal.ts';
import type { Caller, Scope } from '../identity/caller.ts';
import { FleetError, forbidden } from '../kernel/errors.ts';
import type { NewId } from '../kernel/ids.ts';
import { sheddingOf, weightOf } from '../limits/shedding.ts';
import { continueTrace, inSpan } from '../observability/trace.ts';
import { type SagaBook, sagaBook } from '../sagas/book.ts';
import type { Services } from '../services.ts';
import { type Answer, answer } from './answers.ts';
import { type Attempt, once } from './idempotency.ts';
import { statusOf, toProblem } from './problem.ts';
import { type Counted, countOf } from './rate-limit.ts';
import { addressOf, allowBytes, correlationOf, ifMatch, jsonOf, parse } from './request.ts';

/** What a caller must know of an endpoint: the API's document is made from it. */
export interface Described {
  /** One line in the imperative. */
  readonly summary: string;
  readonly description?: string | undefined;
  readonly params?: z.ZodType | undefined;
  readonly query?: z.ZodType | undefined;
  readonly body?: z.ZodType | undefined;
  /** The media of a body that is no JSON. */
  readonly media?: readonly string[] | undefined;
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
  /** A new id of this kind; the same one when the request has to run again. */
  readonly newId: NewId;
  /** A new secret, `<prefix>_<26 characters>`; the same one when the request has to run again. */
  readonly newKey: (prefix: string) => string;
  /** Names the request for commands that must be done once: it has an `Idempotency-Key`. */
  readonly seed: string | undefined;
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
  /** Which limit a request counts against; `api` unless told. */
  readonly counted?: Counted;
  /** How this endpoint learns who is calling; by default from the session, the API key or the token. */
  readonly authenticate?: (request: HttpRequest, services: Services) => Promise<Who>;
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  /** What a body that is no JSON comes as; `run` reads it with `bytesOf` or `textOf`. */
  readonly media?: readonly string[];
  /** The largest body, before and after it is decompressed; 1 MiB unless told. */
  readonly maxBytes?: number;
  run(
    input: Input<z.output<P>, z.output<Q>, z.output<B>> & { readonly caller: Who },
    services: Services,
  ): Promise<HttpResponseInit>;
}

const answersOf = (answered: z.ZodType | Answer | readonly Answer[]): readonly Answer[] =>
  answered instanceof z.ZodType ? [answer(answered)] : 'status' in answered ? [answered] : answered;

/** One request and its answer, as far as it has come. */
interface Exchange {
  readonly request: HttpRequest;
  readonly correlationId: string;
  /** What every answer to it carries. */
  readonly headers: Record<string, string>;
  caller?: Caller;
}

const nothing = z.unknown();
type Nothing = typeof nothing;

const allow = (caller: Caller, scope: Scope): void => {
  if (!caller.scopes.has(scope)) throw forbidden('scope/missing', `This needs the scope ${scope}.`, { scope });
};

/**
 * The one HTTP pipeline: who is calling, how much, may they, is the input well formed, run it once, and turn failures into problems.
 * The order is a security decision: nothing of the input is looked at for somebody who may not call, and refusals count as well.
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

  const run = async (exchange: Exchange, services: Services, invocation: InvocationContext) => {
    const { request, correlationId } = exchange;
    if (spec.maxBytes !== undefined) allowBytes(request, spec.maxBytes);
    const identify = spec.authenticate ?? (services.authenticate as (request: HttpRequest) => Promise<Who>);
    const caller = await identify(request, services);
    const count = countOf(services, caller, spec.counted ?? 'api');
    exchange.caller = caller;
    Object.assign(exchange.headers, count.headers);
    count.check();
    allow(caller, spec.scope);
    const asked = {
      params: parse(params, request.params, 'path') as z.output<P>,
      query: parse(query, Object.fromEntries(request.query), 'query') as z.output<Q>,
      body: (body ? parse(body, await jsonOf(request), 'body') : undefined) as z.output<B>,
      caller,
      now: services.clock().toISOString(),
      correlationId,
      from: addressOf(request),
      expected: ifMatch(request),
      request,
    };
    const attempt = ({ newId, newKey, seed, again }: Attempt) => {
      let book: SagaBook | undefined;
      const input = {
        ...asked,
        newId,
        newKey,
        seed,
        get sagas() {
          // In memory it would do without, and on Azure it would not.
          if (!spec.sagas) throw new Error('An endpoint that needs sagas must say so.');
          book ??= sagaBook(services, () => services.sagas(invocation), { newId, again });
          return book;
        },
      };
      return spec.run(input, services);
    };
    return once(services, { request, caller, correlationId }, attempt);
  };

  const { summary, description } = spec;
  const answers = answersOf(spec.answer);
  return {
    scope: spec.scope,
    sagas: spec.sagas ?? false,
    described: { summary, description, params: spec.params, query: spec.query, body, media: spec.media, answers },
    handler: (services) => async (request, invocation) => {
      const correlationId = correlationOf(request, invocation.invocationId);
      const exchange: Exchange = { request, correlationId, headers: { 'x-correlation-id': correlationId } };
      const parent = request.headers.get('traceparent') ?? undefined;
      return continueTrace(parent, () =>
        inSpan(`http ${invocation.functionName}`, { 'fleet.correlation': correlationId }, async (span) => {
          let over: (() => void) | undefined;
          try {
            // People's requests are few; devices can wait, and send again.
            if (spec.counted === 'ingest') over = sheddingOf(services).admit(weightOf(request.headers));
            const answered = await run(exchange, services, invocation);
            services.onAnswer?.(invocation.functionName, answers, answered, request);
            return { ...answered, headers: { ...answered.headers, ...exchange.headers } };
          } catch (error) {
            refused(services, invocation.functionName, correlationId, error);
            const isCommand = spec.counted !== 'ingest';
            noteRefusal(services, { ...exchange, action: invocation.functionName, isCommand }, error);
            span.setAttribute('http.response.status_code', statusOf(error));
            const problem = toProblem(error, correlationId);
            return { ...problem, headers: { ...exchange.headers, ...problem.headers } };
          } finally {
            over?.();
          }
        }),
      );
    },
  };
};

/** Refusals are for who looks after the system, too; surprises are somebody's morning. */
const refused = ({ log }: Services, name: string, correlationId: string, error: unknown): void => {
  if (!(error instanceof FleetError)) log.error(`${name} failed`, { correlationId, error });
  else if (error.kind === 'upstream') log.error(`${name} could not be done`, { correlationId, error });
  else if (error.kind === 'forbidden' || error.kind === 'unauthenticated')
    log.warn(`${name} refused`, { correlationId, code: error.code });
};
