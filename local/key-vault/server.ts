import { mkdirSync } from 'node:fs';
import { createServer } from 'node:http';
import { bodyOf, HOST, listen } from '../shared/http-server.ts';
import { Journal } from '../shared/journal.ts';
import type { StandIn } from '../shared/stand-in.ts';
import { perform, refusal, TABLE } from './operations.ts';

const AUDIENCE = 'https://vault.azure.net';
const CHALLENGE = `Bearer authorization="https://login.microsoftonline.com/local", resource="${AUDIENCE}"`;

/** A token that everybody may know, as the keys of Azure's own emulators are: who it is for, and a word. */
export const tokenFor = (audience: string) => Buffer.from(`${audience} local`).toString('base64url');

const authorise = (header = '') => {
  const [audience, word] = Buffer.from(header.replace('Bearer ', ''), 'base64url').toString().split(' ');
  if (word !== 'local') throw refusal(401, 'Unauthorized', 'AKV10000: Request is missing a Bearer or PoP token.');
  if (audience !== AUDIENCE) throw refusal(401, 'Unauthorized', `AKV10022: Invalid audience: ${audience}.`);
};

/** Starts the stand-in of Azure Key Vault. `dataDir` is made for its owner only; without it, secrets are in memory. */
export const startKeyVault = async ({ port, dataDir }: { port?: number; dataDir?: string } = {}): Promise<StandIn> => {
  if (dataDir !== undefined) mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const journal = new Journal(dataDir, 'vault.db');
  journal.define(TABLE);
  const server = createServer(async (request, response) => {
    const answer = (status: number, body?: object) => {
      if (status === 401) response.setHeader('www-authenticate', CHALLENGE);
      response.writeHead(status, { 'content-type': 'application/json' }).end(body && JSON.stringify(body));
    };
    try {
      const body = await bodyOf(request, 128 * 1024);
      if (!body) throw refusal(413, 'RequestEntityTooLarge', 'The request is too large.');
      authorise(request.headers.authorization);
      // As on Azure: the SDK follows no link to another scheme than the one it was told.
      const url = new URL(request.url ?? '', `https://${request.headers.host}`);
      const result = perform(journal, request.method ?? '', url, JSON.parse(body.toString() || '{}'));
      journal.settled((failure) => (failure ? response.destroy() : answer(result ? 200 : 204, result)));
    } catch (error) {
      const { status = 500, code = 'InternalError', message } = error as Partial<ReturnType<typeof refusal>>;
      answer(status, { error: { code, message } });
    }
  });
  const listening = await listen(server, port);
  const connection = `Endpoint=http://${HOST}:${listening.port}/;Token=${tokenFor(AUDIENCE)}`;
  const close = () => listening.close().then(() => journal.close());
  return { name: 'Key Vault', port: listening.port, connection, close };
};
