import { execFileSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { areas } from '../functions/index.ts';
import { type ApiDocument, typesOf } from '../shared/client/types-of.ts';
import { openApiOf } from '../shared/http/openapi.ts';

const ROOT = resolve(import.meta.dirname, '..');
const BIOME = join(ROOT, 'node_modules/@biomejs/biome/bin/biome');

/** Where the types of the client are. */
export const ROUTES_FILE = join(ROOT, 'shared/client/routes.ts');

/** The types of the client for the API as its tables of contents say, formatted as everything here is. */
export const clientTypes = async (): Promise<string> => {
  const document = (await openApiOf(areas)) as unknown as ApiDocument;
  const format = [BIOME, 'format', `--stdin-file-path=${ROUTES_FILE}`];
  return execFileSync(process.execPath, format, { cwd: ROOT, input: typesOf(document), encoding: 'utf8' });
};
