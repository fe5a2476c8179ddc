import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders, type RequestListener, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type FrontDoorOptions, startFrontDoor } from '../../../local/front-door/server.ts';

export const PROOF = 'a-proof-for-tests-only';

export const USERS = [
  { email: 'ann@acme.example', tenantName: 'Acme', role: 'owner' },
  { email: 'bob@acme.example', tenantName: 'Acme', role: 'driver' },
  { email: 'eve@globex.example', tenantName: 'Globex & Co', role: '<b>viewer</b>' },
];

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Ask {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string | Buffer;
}

/** One request exactly as written: nothing is normalised, followed or decoded on the way. */
export const ask = async (
  url: string,
  path: string,
  { method = 'GET', headers = {}, body }: Ask = {},
): Promise<Answer> => {
  const { hostname, port } = new URL(url);
  const sent = request({ hostname, port, path, method, headers, agent: false });
  sent.end(body);
  const [response] = await once(sent, 'response');
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  return { status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks).toString() };
};

/** A folder of files that is removed again by `remove`. */
export const folderOf = async (files: Readonly<Record<string, string>>) => {
  const path = await mkdtemp(join(tmpdir(), 'front-door-'));
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(path, name)), { recursive: true });
    await writeFile(join(path, name), content);
  }
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
};

/** An API that does what `listener` says. */
export const startApi = async (listener: RequestListener, port = 0) => {
  const server = createServer(listener);
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${address.port}`,
    port: address.port,
    server,
    /** Safe to call twice. */
    close: async () => {
      if (!server.listening) return;
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
};

const FILES = {
  'index.html': '<h1>home</h1>',
  '404.html': '<h1>lost</h1>',
  'about.txt': 'about',
  'docs/index.html': 'docs',
  'assets/app.js': 'app()',
  'admin/secret.txt': 'secret',
};

export interface SiteOptions extends Partial<Omit<FrontDoorOptions, 'config'>> {
  readonly files?: Readonly<Record<string, string>>;
  readonly config?: unknown;
}

/** A running front door over a folder of files, with what is needed to talk to it. */
export const openSite = async ({ files = FILES, config = {}, ...options }: SiteOptions = {}) => {
  const root = await folderOf({ ...files, 'staticwebapp.config.json': JSON.stringify(config) });
  const frontDoor = await startFrontDoor({
    root: root.path,
    api: 'http://127.0.0.1:9',
    apiProof: PROOF,
    users: USERS,
    ...options,
  });
  return {
    frontDoor,
    url: frontDoor.connection,
    get: (path: string, how?: Ask) => ask(frontDoor.connection, path, how),
    /** Signs somebody in and answers with the headers of a signed-in browser. */
    signIn: async (email: string) => {
      const { headers } = await ask(frontDoor.connection, `/.auth/login/aad?user=${encodeURIComponent(email)}`);
      return { cookie: headers['set-cookie']?.[0]?.split(';')[0] ?? '' };
    },
    close: async () => {
      await frontDoor.close();
      await root.remove();
    },
  };
};

export type Site = Awaited<ReturnType<typeof openSite>>;
