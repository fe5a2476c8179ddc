import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { HostedFunction } from '../functions.ts';
import { announcesTooMuch, BODY_TOO_LARGE } from './body.ts';
import { Exchange } from './exchange.ts';
import type { HttpServices } from './http-services.ts';
import { sendStatus } from './reply.ts';
import { originCache, targetOf } from './request-data.ts';
import type { Match } from './router.ts';
import { answerRpc } from './rpc.ts';
import { answerStream } from './stream.ts';

/** An address of the host itself, outside the app's routes. */
export type HostRoute = (request: IncomingMessage, response: ServerResponse) => void;

/** Answers every request: a function of the app, a route of the host, or 404 (a wrong method too, as in Azure). */
export const createHandler = (
  services: HttpServices,
  guard: (headers: IncomingMessage['headers']) => void,
  hostRoutes: ReadonlyMap<string, HostRoute>,
): RequestListener => {
  const { active, app, bodyLimit, router, stream } = services;
  const originOf = originCache();

  const serve = async (
    { target: fn, params }: Match<HostedFunction>,
    request: IncomingMessage,
    response: ServerResponse,
    url: string,
    search: string,
  ): Promise<void> => {
    const exchange = new Exchange(fn.name, response, app.log);
    active.begin(exchange);
    try {
      if (stream) {
        await answerStream(services, stream, fn, request, response, search, params);
        exchange.finish(200);
      } else {
        exchange.answer(await answerRpc(services, fn, request, url, search, params));
      }
    } catch (error) {
      exchange.fail(error);
    } finally {
      active.end(exchange);
    }
  };

  return (request, response) => {
    const target = targetOf(request.url ?? '/');
    const origin = originOf(request.headers.host);
    if (!target || !origin) return sendStatus(response, 400);
    const match = router.find(request.method ?? 'GET', target.path);
    if (!match) {
      const hostRoute = hostRoutes.get(target.path);
      return hostRoute ? hostRoute(request, response) : sendStatus(response, 404);
    }
    if (announcesTooMuch(request, bodyLimit)) return sendStatus(response, 413, BODY_TOO_LARGE);
    guard(request.headers);
    if (app.log.verbose) app.log.write('debug', match.target.name, `${request.method} ${target.path}`);
    void serve(match, request, response, origin + target.path + target.search, target.search);
  };
};
