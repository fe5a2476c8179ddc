import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { HostServices } from '../bindings.ts';
import type { HostedFunction } from '../functions.ts';
import { invoke } from '../invocation.ts';
import { describeError } from '../log.ts';
import { lazyRequest } from './lazy-request.ts';
import { addressOf, BadRequest, queryOf, readBody, replyOf, send, sendFailure } from './messages.ts';
import { createRouter, type Params } from './router.ts';

/** Answers a request to one of the host's own addresses. */
export type HostRoute = (request: IncomingMessage, response: ServerResponse, url: URL) => void;

type Match = Readonly<{ target: HostedFunction; params: Params }>;

const PROOF_HEADER = 'x-wayfleet-front-door';

/** As App Service Authentication: who the caller is may only be said by the front door, which proves itself with a shared secret. */
const guard = (headers: IncomingHttpHeaders, proof: string | undefined): void => {
  const trusted = proof !== undefined && proof !== '' && headers[PROOF_HEADER] === proof;
  for (const name in headers)
    if (name === PROOF_HEADER || (!trusted && name.startsWith('x-ms-client-principal'))) delete headers[name];
};

/** RPC form: the whole body in, the whole body out. */
const reply = async ({ target: fn, params }: Match, url: URL, request: IncomingMessage, services: HostServices) => {
  const body = await readBody(request, services.hostJson.bodyLimit);
  const http = { nativeRequest: lazyRequest(url.href, request, body), query: queryOf(url), params };
  const { result, finish } = await invoke(fn, { data: { http } }, services);
  return replyOf(result, finish, fn.outputs.length > 0);
};

/** Stream form: the library reads the body and writes the response as they flow. Resolves when the function is done. */
const stream = async (
  { target: fn, params }: Match,
  request: IncomingMessage,
  response: ServerResponse,
  services: HostServices,
) => {
  const metadata = { Headers: { ...request.headers }, ...params };
  const invocationId = randomUUID();
  services.app.gateway?.(invocationId, request, response);
  const { finish } = await invoke(fn, { data: { http: {} }, metadata }, services, invocationId);
  await finish();
  // The library never begins a response for a function that has returned nothing.
  if (!response.headersSent) send(response, { status: 200 });
};

/** Answers by a function, by one of the host's own routes, or with 404 (to a wrong method too, as in Azure). Throws when two functions claim the same. */
export const createHandler = (
  functions: readonly HostedFunction[],
  services: HostServices,
  routes: ReadonlyMap<string, HostRoute>,
): RequestListener => {
  const { active, app, hostJson, log, settings } = services;
  const router = createRouter<HostedFunction>();
  for (const fn of functions.filter(({ trigger }) => trigger.type === 'httptrigger')) {
    const { route, methods = ['GET', 'POST'] } = fn.trigger.options;
    const verbs = [methods].flat().map((method) => String(method).toUpperCase());
    router.add(`${hostJson.http.routePrefix}/${route || fn.name}`, verbs, fn);
  }
  return (request, response) => {
    const url = addressOf(request);
    if (!url) return send(response, { status: 400 });
    const match = router.find(request.method ?? 'GET', url.pathname);
    if (!match) {
      const [, route] = [...routes].find(([path]) => `${url.pathname}/`.startsWith(`${path}/`)) ?? [];
      return route ? route(request, response, url) : send(response, { status: 404 });
    }
    guard(request.headers, settings.FRONT_DOOR_PROOF);
    const { name } = match.target;
    const answered = app.gateway
      ? active.track(name, stream(match, request, response, services))
      : active.track(name, reply(match, url, request, services)).then((answer) => send(response, answer));
    answered.catch((error) => {
      if (!(error instanceof BadRequest)) log.write('error', name, describeError(error));
      sendFailure(response, error);
    });
  };
};
