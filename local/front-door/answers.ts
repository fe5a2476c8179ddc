import { createReadStream, existsSync, statSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';

export type Headers = Readonly<Record<string, string>>;

/** Answers with a text that nobody may keep. */
export const send = (response: ServerResponse, status: number, type: string, body: string, headers: Headers = {}) => {
  const own = { 'cache-control': 'no-store', 'content-type': type, 'content-length': Buffer.byteLength(body) };
  response.writeHead(status, { ...headers, ...own }).end(body);
};

export const sendPage = (response: ServerResponse, status: number, html: string, headers: Headers = {}) =>
  send(response, status, 'text/html; charset=utf-8', html, headers);

export const redirect = (response: ServerResponse, location: string, headers: Headers = {}) => {
  response.writeHead(302, { ...headers, 'cache-control': 'no-store', location, 'content-length': 0 }).end();
};

const MIME_TYPES: Headers = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.woff2': 'font/woff2',
};

/** The files of some folders, the first one first; `configured` content types win. */
export const createFiles = (folders: readonly string[], configured: Headers) => ({
  /** The file for a decoded path: the file itself or the `index.html` of a folder, but never the configuration. */
  find(path: string): string | undefined {
    if (path === '/staticwebapp.config.json') return undefined;
    return folders
      .flatMap((folder) => [join(folder, path), join(folder, path, 'index.html')])
      .find((file) => existsSync(file) && statSync(file).isFile());
  },

  /** Answers with a file; only with its headers when the request is a HEAD. */
  async send({ method }: IncomingMessage, response: ServerResponse, file: string, headers: Headers, status = 200) {
    const { size } = statSync(file);
    const extension = extname(file).toLowerCase();
    response.writeHead(status, {
      'cache-control': 'public, must-revalidate, max-age=30',
      'content-type': configured[extension] ?? MIME_TYPES[extension] ?? 'application/octet-stream',
      ...headers,
      'content-length': size,
    });
    if (method === 'HEAD' || size === 0) response.end();
    else await pipeline(createReadStream(file, { end: size - 1 }), response);
  },
});
