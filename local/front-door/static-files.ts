import { createReadStream, type Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { mimeTypeOf } from './mime-types.ts';

export interface FoundFile {
  readonly file: string;
  readonly size: number;
  readonly modified: number;
}

/** What Static Web Apps says of files unless a route says otherwise. */
const DEFAULT_CACHE_CONTROL = 'public, must-revalidate, max-age=30';
const CONFIG_FILE = '/staticwebapp.config.json';

const statsOf = async (file: string): Promise<Stats | undefined> => {
  try {
    return await stat(file);
  } catch {
    return undefined; // missing, or not readable: for a visitor that is the same
  }
};

/**
 * Finds the file for a decoded path in the first folder that has it: the file itself, the `index.html` of a folder, or the page
 * of that name without `.html`. The configuration is never served.
 */
export const findFile = async (folders: readonly string[], path: string): Promise<FoundFile | undefined> => {
  if (path === CONFIG_FILE) return undefined;
  const candidates = path.endsWith('/') ? [`${path}index.html`] : [path, `${path}/index.html`, `${path}.html`];
  for (const folder of folders)
    for (const candidate of candidates) {
      const file = join(folder, candidate);
      if (!file.startsWith(folder + sep)) continue;
      const stats = await statsOf(file);
      if (stats?.isFile()) return { file, size: stats.size, modified: stats.mtimeMs };
    }
  return undefined;
};

const isKnownTo = (request: IncomingMessage, etag: string): boolean =>
  (request.headers['if-none-match'] ?? '')
    .split(',')
    .map((candidate) => candidate.trim().replace(/^W\//, ''))
    .some((candidate) => candidate === etag || candidate === '*');

/** Answers with a file: 304 when the visitor has it already, otherwise `status` and, unless it is a HEAD, the content. */
export const sendFile = async (
  request: IncomingMessage,
  response: ServerResponse,
  { file, size, modified }: FoundFile,
  status: number,
  headers: Readonly<Record<string, string>>,
  mimeTypes: Readonly<Record<string, string>>,
): Promise<void> => {
  const etag = `"${Math.round(modified).toString(16)}-${size.toString(16)}"`;
  const common = { 'cache-control': DEFAULT_CACHE_CONTROL, ...headers, etag };
  if (status === 200 && isKnownTo(request, etag)) {
    response.writeHead(304, common).end();
    return;
  }
  response.writeHead(status, {
    'content-type': mimeTypeOf(file, mimeTypes),
    'last-modified': new Date(modified).toUTCString(),
    ...common,
    'content-length': size,
  });
  if (request.method === 'HEAD') response.end();
  else await pipeline(createReadStream(file, { end: Math.max(size - 1, 0) }), response);
};
