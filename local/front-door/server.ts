import { once } from 'node:events';
import { createServer } from 'node:http';
import { join, resolve } from 'node:path';
import { type Clock, systemClock } from '../shared/clock.ts';
import type { StandIn } from '../shared/stand-in.ts';
import { sendHtml } from './answers.ts';
import { createAuthRoutes, type Users } from './auth-routes.ts';
import { loadConfig } from './config.ts';
import { noticePage } from './page.ts';
import { ApiProxy } from './proxy.ts';
import { createSessions } from './session.ts';
import { sessionKey } from './session-key.ts';
import { createVisits } from './visits.ts';

export type { DemoUser } from './principal.ts';

export interface FrontDoorOptions {
  /** 0 or absent: any free port. */
  readonly port?: number;
  /** Folder of the built site. */
  readonly root: string;
  /** Folders looked at before `root`, the first one first. */
  readonly overlays?: readonly string[];
  /** Path of the configuration; `staticwebapp.config.json` in `root`, if there is one, when absent. */
  readonly config?: string;
  /** Where the functions host listens, for example `http://127.0.0.1:7071`. */
  readonly api: string;
  /** Tells the functions host that a principal comes from here. */
  readonly apiProof: string;
  /** Who can sign in; a function is asked each time the sign-in page is shown. */
  readonly users: Users;
  /** Where the key of the sessions is kept. Without it everybody has to sign in again after a restart. */
  readonly dataDir?: string;
  readonly clock?: Clock;
  /** How long the API may take to start answering; 45 s when absent, as on Azure. */
  readonly apiTimeoutMs?: number;
}

const HOST = '127.0.0.1';
const API_TIMEOUT_MS = 45_000;
const CONFIG_NAME = 'staticwebapp.config.json';
const BROKEN = noticePage('Something went wrong', 'The front door could not answer. Its log says why.', {
  href: '/',
  label: 'Go to the start page',
});

/** Starts the stand-in of Azure Static Web Apps. Rejects when the port is taken or the configuration is wrong. */
export const startFrontDoor = async (options: FrontDoorOptions): Promise<StandIn> => {
  const { port = 0, overlays = [], api, apiProof, users, dataDir, clock = systemClock } = options;
  const root = resolve(options.root);
  const config =
    options.config === undefined
      ? await loadConfig(join(root, CONFIG_NAME), 'expected')
      : await loadConfig(options.config, 'required');
  const sessions = createSessions(await sessionKey(dataDir), clock);
  const proxy = new ApiProxy({ api: new URL(api), apiProof, timeoutMs: options.apiTimeoutMs ?? API_TIMEOUT_MS });
  const auth = createAuthRoutes(users, sessions);
  const folders = [...overlays.map((folder) => resolve(folder)), root];
  const visit = createVisits({ config, folders, sessions, proxy, auth });

  const server = createServer((request, response) => {
    visit(request, response).catch((error: unknown) => {
      if (response.destroyed) return; // the visitor left while we were answering
      console.error(`front door: ${request.method} ${request.url}:`, error);
      if (response.headersSent) response.destroy();
      else sendHtml(response, 500, BROKEN);
    });
  });
  server.listen(port, HOST);
  await once(server, 'listening');
  const address = server.address();
  const actualPort = typeof address === 'object' && address ? address.port : port;

  let closing: Promise<void> | undefined;
  const close = async () => {
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    proxy.close();
    await closed;
  };
  return {
    name: 'Front door',
    port: actualPort,
    connection: `http://${HOST}:${actualPort}`,
    close: () => {
      closing ??= close();
      return closing;
    },
  };
};
