import * as http from 'node:http';
import { pipeline } from 'node:stream';
import { type Headers, send } from './answers.ts';
import type { ClientPrincipal } from './sign-in.ts';

/** Headers between two neighbours, which are not passed on. */
const HOP_BY_HOP = /^(?:connection|expect|keep-alive|proxy-.*|te|trailer|upgrade)$/;
/** What only the platform may say: who is signed in, where the request came from, and the proof that we say so. */
const PLATFORMS = /^(?:authorization|x-forwarded-.*|x-ms-client-principal.*|x-ms-original-url|x-wayfleet-front-door)$/;

const without = (pattern: RegExp, headers: http.IncomingHttpHeaders): http.IncomingHttpHeaders =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !pattern.test(name)));

const hasBody = ({ headers }: http.IncomingMessage) =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

/** Passes requests on to the API, which has `timeoutMs` to begin its answer; `proof` tells the functions host that a principal comes from here. */
export const createProxy = (api: URL, proof: string, timeoutMs: number) => {
  const agent = new http.Agent({ keepAlive: true });

  /** As on Azure, `authorization` is the platform's own: what a client puts there never arrives. */
  const headersFor = (request: http.IncomingMessage, principal: ClientPrincipal | undefined) => {
    const { host = '' } = request.headers;
    const encoded = principal && Buffer.from(JSON.stringify(principal)).toString('base64');
    return {
      ...without(PLATFORMS, without(HOP_BY_HOP, request.headers)),
      ...(encoded !== undefined && { 'x-ms-client-principal': encoded, authorization: `Bearer ${encoded}` }),
      'x-ms-original-url': `http://${host}${request.url}`,
      'x-forwarded-for': request.socket.remoteAddress ?? '',
      'x-forwarded-host': host,
      'x-forwarded-proto': 'http',
      'x-wayfleet-front-door': proof,
    };
  };

  const forward = (
    request: http.IncomingMessage,
    response: http.ServerResponse,
    principal: ClientPrincipal | undefined,
    configured: Headers,
    attempt = 1,
  ) => {
    const { method = 'GET', url: path = '/' } = request;
    const headers = headersFor(request, principal);
    // The path is never resolved against a base: one such as `//host/x` would name another host.
    const upstream = http.request({ hostname: api.hostname, port: api.port, path, method, agent, headers });
    /** RFC 9457, as the API itself answers, so that its callers need to know one shape only. */
    const fail = (status: number, code: string, detail: string) => {
      upstream.destroy();
      if (response.destroyed || response.writableEnded) return;
      const problem = { type: `urn:wayfleet:problem:${code}`, title: http.STATUS_CODES[status], status, code, detail };
      if (response.headersSent) response.destroy();
      else send(response, status, 'application/problem+json; charset=utf-8', JSON.stringify(problem));
    };
    upstream.setTimeout(timeoutMs, () =>
      fail(504, 'front-door/api-timeout', `The API took longer than ${timeoutMs / 1000} s.`),
    );
    upstream.on('response', (answer) => {
      if (response.destroyed) return;
      upstream.setTimeout(0);
      response.writeHead(answer.statusCode ?? 502, { ...configured, ...without(HOP_BY_HOP, answer.headers) });
      response.flushHeaders(); // an event stream may have nothing to say for a while, but its reader waits for the headers
      pipeline(answer, response, () => upstream.destroy());
    });
    upstream.on('error', ({ message }) => {
      // The API may close an idle connection at the very moment it is used again; that says nothing about the API.
      const isRepeatable = (method === 'GET' || method === 'HEAD') && !hasBody(request) && !response.headersSent;
      if (upstream.reusedSocket && attempt === 1 && isRepeatable)
        return forward(request, response, principal, configured, 2);
      fail(502, 'front-door/api-unreachable', `The API at ${api.origin} does not answer: ${message}`);
    });
    response.on('close', () => upstream.destroy());
    if (hasBody(request)) request.pipe(upstream);
    else upstream.end();
  };

  return { forward, close: () => agent.destroy() };
};
