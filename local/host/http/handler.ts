import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { ActiveInvocations } from '../active.ts';
import { bindingData } from '../binding-expressions.ts';
import { readInputs, writeOutputs } from '../extra-bindings.ts';
import type { HostedFunction } from '../functions.ts';
import { type AppRuntime, Invocation, traceOf } from '../invocation.ts';
import { describeError } from '../log.ts';
import type { HostServices } from '../services.ts';
import type { TypedData } from '../typed-data.ts';
import { BufferedRequest } from './buffered-request.ts';
import { plainReply } from './plain-reply.ts';
import { type Reply, replyFromRpc, send, sendStatus } from './reply.ts';
import { addressOf, BadBody, queryOf, readBody } from './requests.ts';
import { type Params, Router } from './router.ts';
import type { StreamGateway } from './stream-gateway.ts';

/** Answers a request to one of the host's own addresses. */
export type HostRoute = (request: IncomingMessage, response: ServerResponse, url: URL) => void;

/** What answering a request takes. */
export interface HttpServices {
  readonly app: AppRuntime;
  readonly active: ActiveInvocations;
  readonly services: HostServices;
  readonly router: Router<HostedFunction>;
  /** By the path they begin with. */
  readonly routes: ReadonlyMap<string, HostRoute>;
  /** Removes what the caller may not claim. */
  readonly guard: (headers: IncomingMessage['headers']) => void;
  /** Present when the app has switched HTTP streaming on. */
  readonly stream: StreamGateway | undefined;
  /** Bytes a request body may have. */
  readonly bodyLimit: number;
}

interface Call {
  readonly fn: HostedFunction;
  readonly params: Params;
  readonly url: URL;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/** Throws when two functions claim the same method of the same route. */
export const functionRouter = (functions: readonly HostedFunction[], prefix: string): Router<HostedFunction> => {
  const router = new Router<HostedFunction>();
  for (const fn of functions.filter(({ trigger }) => trigger.type === 'httptrigger')) {
    const { route, methods } = fn.trigger.options;
    const verbs = Array.isArray(methods) ? methods.map((method) => String(method).toUpperCase()) : ['GET', 'POST'];
    router.add(`${prefix}/${route || fn.name}`, verbs, fn, ({ name }) => `The function "${name}"`);
  }
  return router;
};

/** Binding data of an HTTP request: route parameters, `query.x`, `headers.x`, `sys.methodname`, fields of a JSON body. */
const dataOf = ({ params, request, url }: Call, body?: Uint8Array) => {
  const known = { ...params, query: queryOf(url), headers: request.headers, sys: { methodname: request.method } };
  return bindingData(known, body && Buffer.from(body).toString());
};

const hasExtras = ({ inputs, outputs }: HostedFunction) => inputs.length > 0 || outputs.length > 0;

/** RPC form: the whole body in, the whole body out. */
const answerRpc = async ({ app, services, bodyLimit }: HttpServices, call: Call): Promise<Reply> => {
  const { fn, params, request, url } = call;
  const body = await readBody(request, bodyLimit);
  const nativeRequest = new BufferedRequest(url.href, request.method ?? 'GET', request.headers, body);
  const trigger = { name: fn.trigger.name, data: { http: { nativeRequest, query: queryOf(url), params } } };
  const traceContext = traceOf(request.headers.traceparent, request.headers.tracestate);
  const data = hasExtras(fn) ? dataOf(call, body) : undefined;
  const inputData = data ? [trigger, ...(await readInputs(fn, data, services))] : [trigger];
  const invocation = new Invocation(app, fn, { inputData, traceContext });
  const result = await invocation.run();
  const plain = fn.outputs.length === 0 ? plainReply(result) : undefined;
  if (plain) return plain;
  const outcome = await invocation.response(result);
  if (data) await writeOutputs(fn, outcome, data, services);
  return replyFromRpc(outcome);
};

/** Stream form: the library reads the body and writes the response as they flow. Resolves when the function is done. */
const answerStream = async ({ app, services }: HttpServices, gateway: StreamGateway, call: Call): Promise<void> => {
  const { fn, params, request, response } = call;
  const triggerMetadata: Record<string, TypedData> = {};
  for (const name in params) triggerMetadata[name] = { string: params[name] ?? '' };
  triggerMetadata.Headers = { json: JSON.stringify(request.headers) };
  const traceContext = traceOf(request.headers.traceparent, request.headers.tracestate);
  const data = dataOf(call);
  const inputData = [{ name: fn.trigger.name, data: { http: {} } }, ...(await readInputs(fn, data, services))];
  const invocation = new Invocation(app, fn, { inputData, triggerMetadata, traceContext });
  gateway.deliver(invocation.invocationId, request, response);
  const outcome = await invocation.response(await invocation.run());
  await writeOutputs(fn, outcome, data, services);
  // The library never begins a response for a function that has returned nothing.
  if (!response.headersSent) sendStatus(response, 200);
};

/** Tells the client only that it failed. */
const fail = ({ fn, response }: Call, error: unknown, { log }: AppRuntime): void => {
  const badBody = error instanceof BadBody ? error : undefined;
  if (!badBody) log.write('error', fn.name, describeError(error));
  if (response.headersSent) response.destroy();
  else sendStatus(response, badBody?.status ?? 500, badBody?.message);
};

/** Answers every request: a function of the app, a route of the host, or 404 (a wrong method too, as in Azure). */
export const createHandler = (http: HttpServices): RequestListener => {
  const { active, app, guard, router, routes, stream } = http;
  const hostRoute = (path: string) => {
    for (const [prefix, route] of routes) if (path === prefix || path.startsWith(`${prefix}/`)) return route;
    return undefined;
  };

  return (request, response) => {
    const url = addressOf(request);
    if (!url) return sendStatus(response, 400);
    const match = router.find(request.method ?? 'GET', url.pathname);
    if (!match) {
      const route = hostRoute(url.pathname);
      return route ? route(request, response, url) : sendStatus(response, 404);
    }
    guard(request.headers);
    if (app.log.verbose) app.log.write('debug', match.target.name, `${request.method} ${url.pathname}`);
    const call: Call = { fn: match.target, params: match.params, url, request, response };
    const failed = (error: unknown) => fail(call, error, app);
    if (stream) active.track(call.fn.name, answerStream(http, stream, call)).catch(failed);
    else
      active
        .track(call.fn.name, answerRpc(http, call))
        .then((reply) => send(response, reply))
        .catch(failed);
  };
};
