import { randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { type TypedData, withInputs, writeOutputs } from '../dispatch.ts';
import type { HostedFunction } from '../functions.ts';
import { invoke, traceOf } from '../invocation.ts';
import { describeError } from '../log.ts';
import type { HostServices } from '../services.ts';
import { BufferedRequest } from './buffered-request.ts';
import { principalGuard } from './front-door.ts';
import { addressOf, BadRequest, queryOf, readBody, send, sendFailure } from './messages.ts';
import { replyFromLibrary, replyFromResult } from './replies.ts';
import { type Params, Router } from './router.ts';
import type { StreamGateway } from './stream-gateway.ts';

/** Answers a request to one of the host's own addresses. */
export type HostRoute = (request: IncomingMessage, response: ServerResponse, url: URL) => void;

interface Exchange {
  readonly fn: HostedFunction;
  readonly params: Params;
  readonly url: URL;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/** Throws when two functions claim the same method of the same route. */
const functionRouter = (functions: readonly HostedFunction[], prefix: string): Router<HostedFunction> => {
  const router = new Router<HostedFunction>();
  for (const fn of functions.filter(({ trigger }) => trigger.type === 'httptrigger')) {
    const { route, methods } = fn.trigger.options;
    const verbs = Array.isArray(methods) ? methods.map((method) => String(method).toUpperCase()) : ['GET', 'POST'];
    router.add(`${prefix}/${route || fn.name}`, verbs, fn, ({ name }) => `The function "${name}"`);
  }
  return router;
};

/** RPC form: the whole body in, the whole body out. */
const replyTo = async ({ fn, params, request, url }: Exchange, services: HostServices) => {
  const body = await readBody(request, services.hostJson.bodyLimit);
  const nativeRequest = new BufferedRequest(url.href, request, body);
  const inputData = await withInputs(fn, { http: { nativeRequest, query: queryOf(url), params } }, services);
  const traceContext = traceOf(request.headers.traceparent);
  const { result, translate } = await invoke(services, fn, { inputData, traceContext });
  const reply = fn.outputs.length === 0 ? replyFromResult(result) : undefined;
  if (reply) return reply;
  const outcome = await translate();
  await writeOutputs(fn, outcome, services);
  return replyFromLibrary(outcome);
};

/** Stream form: the library reads the body and writes the response as they flow. Resolves when the function is done. */
const stream = async (deliver: StreamGateway, { fn, params, request, response }: Exchange, services: HostServices) => {
  const triggerMetadata: Record<string, TypedData> = { Headers: { json: JSON.stringify(request.headers) } };
  for (const name in params) triggerMetadata[name] = { string: params[name] ?? '' };
  const inputData = await withInputs(fn, { http: {} }, services);
  const traceContext = traceOf(request.headers.traceparent);
  const invocationId = randomUUID();
  deliver(invocationId, request, response);
  const { translate } = await invoke(services, fn, { inputData, triggerMetadata, traceContext }, invocationId);
  await writeOutputs(fn, await translate(), services);
  // The library never begins a response for a function that has returned nothing.
  if (!response.headersSent) send(response, { status: 200 });
};

/**
 * Answers every request: a function of the app, one of the host's own routes (by the path they begin with), or 404 (a wrong
 * method too, as in Azure). Functions get requests in stream form where there is a gateway for it.
 */
export const createHandler = (
  functions: readonly HostedFunction[],
  services: HostServices,
  routes: ReadonlyMap<string, HostRoute>,
  gateway: StreamGateway | undefined,
): RequestListener => {
  const { active, hostJson, log, settings } = services;
  const router = functionRouter(functions, hostJson.routePrefix);
  const guard = principalGuard(settings.FRONT_DOOR_PROOF);
  return (request, response) => {
    const url = addressOf(request);
    if (!url) return send(response, { status: 400 });
    const match = router.find(request.method ?? 'GET', url.pathname);
    if (!match) {
      const [, route] = [...routes].find(([path]) => `${url.pathname}/`.startsWith(`${path}/`)) ?? [];
      return route ? route(request, response, url) : send(response, { status: 404 });
    }
    guard(request.headers);
    const { target: fn, params } = match;
    const exchange: Exchange = { fn, params, url, request, response };
    const fail = (error: unknown) => {
      if (!(error instanceof BadRequest)) log.write('error', fn.name, describeError(error));
      sendFailure(response, error);
    };
    const answered = gateway
      ? active.track(fn.name, stream(gateway, exchange, services))
      : active.track(fn.name, replyTo(exchange, services)).then((reply) => send(response, reply));
    answered.catch(fail);
  };
};
