import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import { join, resolve } from 'node:path';
import { type Clock, systemClock } from '../shared/clock.ts';
import { HOST, listen } from '../shared/http-server.ts';
import type { StandIn } from '../shared/stand-in.ts';
import { createFiles, type Headers, redirect, sendPage } from './answers.ts';
import { compilePattern, readConfig } from './config.ts';
import { type DemoUser, noticePage } from './pages.ts';
import { createProxy } from './proxy.ts';
import { createAuthRoutes, createSessions, rolesFrom } from './sign-in.ts';

export interface FrontDoorOptions {
  readonly port?: number;
  /** Folder of the built site, with its `staticwebapp.config.json`; the overlays are looked at before it, the first one first. */
  readonly root: string;
  readonly overlays?: readonly string[];
  /** Where the functions host listens, and what tells it that a principal comes from here. */
  readonly api: string;
  readonly apiProof: string;
  readonly users: readonly DemoUser[];
  /** Signs the sessions. With another one after a restart everybody has to sign in again. */
  readonly sessionKey?: string;
  readonly clock?: Clock;
  /** How long the API may take to start answering; 45 s when absent, as on Azure. */
  readonly apiTimeoutMs?: number;
}

const TEXTS: Readonly<Record<number, string>> = {
  401: 'You need to sign in to see this.',
  403: 'You are signed in, but you may not see this.',
  404: 'There is nothing here.',
};

/** The decoded path, without doubled slashes, so that no spelling gets past a rule. Undefined when it is malformed or climbs. */
const pathOf = (url: string): string | undefined => {
  try {
    const path = decodeURIComponent(url.replace(/\?.*$/s, '')).replace(/\/{2,}/g, '/');
    return path.startsWith('/') && !/[\0\\]|\/\.{1,2}(?:\/|$)/.test(path) ? path : undefined;
  } catch {
    return undefined; // not percent-encoded properly
  }
};

const isBelow = (path: string, area: string) => path === area || path.startsWith(`${area}/`);

/** Starts the stand-in of Azure Static Web Apps. Rejects when the port is taken or the configuration is wrong. */
export const startFrontDoor = async (options: FrontDoorOptions): Promise<StandIn> => {
  const config = await readConfig(join(options.root, 'staticwebapp.config.json'));
  const folders = [...(options.overlays ?? []), options.root].map((folder) => resolve(folder));
  const files = createFiles(folders, config.mimeTypes);
  const rolesSource = config.auth?.rolesSource;
  // From outside it is nobody's: only the platform asks it.
  const own: typeof config.routes = rolesSource ? [{ route: rolesSource, allowedRoles: [], headers: {} }] : [];
  const rules = [...own, ...config.routes].map((rule) => ({ ...rule, matches: compilePattern(rule.route) }));
  const { rewrite: fallback, exclude = [] } = config.navigationFallback ?? {};
  const excluded = exclude.map(compilePattern);
  const sessions = createSessions(options.sessionKey ?? randomUUID(), options.clock ?? systemClock);
  const rolesOf = rolesSource
    ? rolesFrom(new URL(rolesSource, options.api), { 'x-wayfleet-front-door': options.apiProof })
    : async () => [];
  const auth = createAuthRoutes(options.users, sessions, rolesOf);
  const proxy = createProxy(new URL(options.api), options.apiProof, options.apiTimeoutMs ?? 45_000);

  /** Answers with an error, in the way the configuration wants it. */
  const fail = async (request: IncomingMessage, response: ServerResponse, status: number, headers: Headers = {}) => {
    const override = Object.entries(config.responseOverrides).find(([code]) => code === String(status))?.[1];
    const file = override && files.find(override.rewrite);
    // What is missing today may be there tomorrow, however long its like may be kept.
    const own = { ...headers, 'cache-control': 'no-store' };
    if (file) return files.send(request, response, file, own, override.statusCode ?? status);
    sendPage(response, status, noticePage(STATUS_CODES[status] ?? 'Error', TEXTS[status] ?? 'This did not work.'), own);
  };

  const substituteFor = (path: string): string | undefined =>
    fallback === undefined || excluded.some((matches) => matches(path)) ? undefined : files.find(fallback);

  const visit = async (request: IncomingMessage, response: ServerResponse) => {
    const { method = 'GET', url = '/' } = request;
    const path = pathOf(url);
    if (path === undefined) return fail(request, response, 400);
    const principal = sessions.read(request.headers.cookie);
    const roles = principal?.userRoles ?? ['anonymous'];
    const rule = rules.find(({ matches }) => matches(path));
    const headers = { ...config.globalHeaders, ...rule?.headers };
    if (rule?.allowedRoles && !rule.allowedRoles.some((role) => roles.includes(role)))
      return fail(request, response, principal ? 403 : 401, headers);
    if (rule?.redirect !== undefined) return redirect(response, rule.redirect, headers);
    if (isBelow(path, '/api')) return proxy.forward(request, response, principal, headers);
    if (method !== 'GET' && method !== 'HEAD') return fail(request, response, 405, { ...headers, allow: 'GET, HEAD' });
    if (isBelow(path, '/.auth')) return auth(response, path, new URLSearchParams(url.replace(/^[^?]*/, '')), principal);
    const file = files.find(rule?.rewrite ?? path) ?? substituteFor(path);
    return file ? files.send(request, response, file, headers) : fail(request, response, 404, headers);
  };

  const server = createServer((request, response) => {
    visit(request, response).catch((error: unknown) => {
      if (response.destroyed) return; // the visitor left while we were answering
      console.error(`front door: ${request.method} ${request.url}:`, error);
      if (response.headersSent) response.destroy();
      else void fail(request, response, 500);
    });
  });
  const { port, close } = await listen(server, options.port);
  return {
    name: 'Front door',
    port,
    connection: `http://${HOST}:${port}`,
    close() {
      proxy.close();
      return close();
    },
  };
};
