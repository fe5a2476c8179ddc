import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import { redirect, sendHtml } from './answers.ts';
import type { createAuthRoutes } from './auth-routes.ts';
import type { FrontDoorConfig } from './config.ts';
import { noticePage } from './page.ts';
import { type ClientPrincipal, rolesOf } from './principal.ts';
import type { ApiProxy } from './proxy.ts';
import { parseRequestPath } from './request-path.ts';
import { createRouting, type ServeDecision } from './routing.ts';
import type { Sessions } from './session.ts';
import { findFile, sendFile } from './static-files.ts';

export interface FrontDoorParts {
  readonly config: FrontDoorConfig;
  /** Folders of static files, in the order they are looked at. */
  readonly folders: readonly string[];
  readonly sessions: Sessions;
  readonly proxy: ApiProxy;
  readonly auth: ReturnType<typeof createAuthRoutes>;
}

interface Visit {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** As it was sent, undecoded. */
  readonly raw: string;
  readonly query: string;
  readonly principal: ClientPrincipal | undefined;
  readonly headers: Readonly<Record<string, string>>;
}

const isBelow = (path: string, area: string) => path === area || path.startsWith(`${area}/`);

const HOME = { href: '/', label: 'Go to the start page' };

const TEXTS: Readonly<Record<number, string>> = {
  401: 'You need to sign in to see this.',
  403: 'You are signed in, but you may not see this.',
  404: 'There is nothing here.',
};

const withoutCaching = (headers: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => name.toLowerCase() !== 'cache-control'));

/** Answers every request: rules first, then sign-in, API or files. */
export const createVisits = ({ config, folders, sessions, proxy, auth }: FrontDoorParts) => {
  const routing = createRouting(config);

  /** Answers with an error, in the way the configuration wants it. */
  const fail = async ({ request, response, headers: wanted }: Visit, status: number): Promise<void> => {
    // What is missing today may be there tomorrow, however long its like may be kept.
    const headers = { ...withoutCaching(wanted), 'cache-control': 'no-store' };
    const override = Object.entries(config.responseOverrides).find(([code]) => code === String(status))?.[1];
    const answered = override?.statusCode ?? status;
    if (override?.redirect !== undefined) {
      const location = override.redirect.replace('.referrer', encodeURIComponent(request.url ?? '/'));
      return redirect(response, override.statusCode ?? 302, location, headers);
    }
    const file = override?.rewrite === undefined ? undefined : await findFile(folders, override.rewrite);
    if (file) return sendFile(request, response, file, answered, headers, config.mimeTypes);
    const text = TEXTS[status] ?? 'This did not work.';
    const notice = noticePage(STATUS_CODES[status] ?? 'Error', text, HOME);
    return sendHtml(response, answered, notice, headers);
  };

  const serveFile = async (visit: Visit, path: string, status = 200): Promise<void> => {
    const { request, response, headers } = visit;
    if (request.method === 'OPTIONS') {
      response.writeHead(204, { ...headers, allow: 'GET, HEAD, OPTIONS' }).end();
      return;
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { ...headers, allow: 'GET, HEAD, OPTIONS', 'content-length': 0 }).end();
      return;
    }
    const fallback = routing.fallbackFor(path);
    const file = (await findFile(folders, path)) ?? (fallback && (await findFile(folders, fallback)));
    return file ? sendFile(request, response, file, status, headers, config.mimeTypes) : fail(visit, 404);
  };

  const serve = async (visit: Visit, { path, rewrite, status }: ServeDecision): Promise<void> => {
    const { request, response, raw, principal, headers } = visit;
    const [target = path, ownQuery] = rewrite?.split('?', 2) ?? [];
    const query = [ownQuery, visit.query].filter((part) => part).join('&');
    if (isBelow(target, '/.auth'))
      return auth(request, target, { response, principal, query: new URLSearchParams(query) });
    if (!isBelow(target, '/api')) return serveFile(visit, target, status);
    const address = rewrite === undefined ? raw : target;
    return proxy.forward({ request, response, target: query ? `${address}?${query}` : address, principal, headers });
  };

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const line = parseRequestPath(request.url ?? '/');
    if (!line) return sendHtml(response, 400, noticePage('Bad request', 'This address is malformed.', HOME));
    const { path, raw, query } = line;
    const principal = sessions.read(request.headers.cookie);
    const { decision, headers } = routing.decide({ method: request.method ?? 'GET', path, roles: rolesOf(principal) });
    const visit = { request, response, raw, query, principal, headers };
    switch (decision.kind) {
      case 'redirect':
        return redirect(response, decision.status, decision.location, headers);
      case 'deny':
      case 'fail':
        return fail(visit, decision.status);
      case 'serve':
        return serve(visit, decision);
    }
  };
};
