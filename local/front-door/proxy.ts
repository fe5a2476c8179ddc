import { Agent, type ClientRequest, type IncomingMessage, type ServerResponse, request as send } from 'node:http';
import { pipeline } from 'node:stream';
import { sendProblem } from './answers.ts';
import type { ClientPrincipal } from './principal.ts';
import { requestHeaders, responseHeaders } from './proxy-headers.ts';

export interface ProxyOptions {
  readonly api: URL;
  readonly apiProof: string;
  readonly timeoutMs: number;
}

export interface ProxyCall {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Path and query as the API is to see them. */
  readonly target: string;
  readonly principal: ClientPrincipal | undefined;
  readonly headers: Readonly<Record<string, string>>;
}

const hasBody = ({ headers }: IncomingMessage) =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

const isRepeatable = (request: IncomingMessage) =>
  (request.method === 'GET' || request.method === 'HEAD') && !hasBody(request);

/** Passes requests on to the API and its answers back, both as streams. */
export class ApiProxy {
  readonly #options: ProxyOptions;
  readonly #agent = new Agent({ keepAlive: true });

  constructor(options: ProxyOptions) {
    this.#options = options;
  }

  forward(call: ProxyCall, attempt = 1) {
    const { request, response, target, principal, headers } = call;
    const { api, apiProof, timeoutMs } = this.#options;
    const upstream = send({
      hostname: api.hostname,
      port: api.port,
      // Never resolved against a base: a path such as `//host/x` would name another host.
      path: target,
      agent: this.#agent,
      method: request.method ?? 'GET',
      headers: requestHeaders(request, principal, apiProof),
    });
    const giveUp = setTimeout(() => {
      this.#fail(response, upstream, 504, 'front-door/api-timeout', `The API took longer than ${timeoutMs / 1000} s.`);
    }, timeoutMs).unref();

    upstream.on('response', (answer) => {
      clearTimeout(giveUp);
      response.writeHead(answer.statusCode ?? 502, responseHeaders(answer.headers, headers));
      response.flushHeaders(); // an event stream may have nothing to say for a while, but its reader waits for the headers
      pipeline(answer, response, () => upstream.destroy());
    });
    upstream.on('error', (error) => {
      clearTimeout(giveUp);
      // The API may close an idle connection at the very moment it is used again; that says nothing about the API.
      if (upstream.reusedSocket && attempt === 1 && isRepeatable(request) && !response.headersSent)
        return this.forward(call, attempt + 1);
      this.#fail(
        response,
        upstream,
        502,
        'front-door/api-unreachable',
        `The API at ${api.origin} does not answer: ${error.message}`,
      );
    });
    response.on('close', () => {
      clearTimeout(giveUp);
      upstream.destroy();
    });
    if (hasBody(request)) request.pipe(upstream);
    else upstream.end();
  }

  close() {
    this.#agent.destroy();
  }

  #fail(response: ServerResponse, upstream: ClientRequest, status: number, code: string, detail: string) {
    upstream.destroy();
    if (response.headersSent) response.destroy();
    else if (!response.destroyed) sendProblem(response, status, code, detail);
  }
}
