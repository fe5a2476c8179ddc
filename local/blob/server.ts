import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { pipeline } from 'node:stream';
import { HOST } from '../shared/http-server.ts';
import type { StandIn } from '../shared/stand-in.ts';

const ACCOUNT = 'devstoreaccount1';
const KEY = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';
const FLAGS = ['--blobHost', HOST, '--blobPort', '0', '--silent', '--skipApiVersionCheck', '--disableTelemetry'];

const connectionTo = (port: number) =>
  `DefaultEndpointsProtocol=http;AccountName=${ACCOUNT};AccountKey=${KEY};BlobEndpoint=http://${HOST}:${port}/${ACCOUNT};`;

/** A page puts files here by the links that it is given. On Azure only the site may. */
const UPLOADS = {
  ...{ allowedOrigins: '*', allowedMethods: 'GET,PUT', allowedHeaders: '*', exposedHeaders: '*' },
  maxAgeInSeconds: 3_600,
};

const launch = (flags: readonly string[], containers: readonly string[]) => {
  const command = [join(import.meta.dirname, 'azurite.mjs'), ...FLAGS, ...flags];
  const child = spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
  const ended = once(child, 'exit');
  const listening = new Promise<number>((resolve, reject) => {
    ended.then(() => reject(new Error('Azurite has ended.')));
    child.stdout?.on('data', (text) => /listens/.test(text) && resolve(Number(/listens on \S+:(\d+)/.exec(text)?.[1])));
  });
  const withContainers = async (port: number) => {
    const { BlobServiceClient } = await import('@azure/storage-blob');
    const service = BlobServiceClient.fromConnectionString(connectionTo(port));
    if (containers.length > 0) await service.setProperties({ cors: [UPLOADS] });
    for (const name of containers) await service.getContainerClient(name).createIfNotExists();
    return port;
  };
  const port = listening.then(withContainers);
  port.catch(() => child.kill('SIGKILL'));
  return { child, port, ended };
};

type Options = { port?: number; dataDir?: string; containers?: readonly string[]; flags?: readonly string[] };

/** Starts Azure Blob Storage: the first connection starts Azurite, and the first after it has died or failed, again. */
export const startBlob = async (options: Options = {}): Promise<StandIn> => {
  const { dataDir, containers = [], flags = [] } = options;
  const place = dataDir === undefined ? ['--inMemoryPersistence'] : ['--location', dataDir];
  const open = new Set<Socket>();
  let azurite: ReturnType<typeof launch> | undefined;
  const server = createServer((socket) => {
    open.add(socket.on('error', () => socket.destroy()).once('close', () => open.delete(socket)));
    if (!azurite?.child.connected) azurite = launch([...place, ...flags], containers);
    const give = (port: number) => pipeline(socket, connect(port, HOST), socket, () => socket.destroy());
    azurite.port.then(give, () => socket.destroy());
  });
  await once(server.listen(options.port ?? 0, HOST), 'listening');
  const { port } = server.address() as AddressInfo;
  const close = async () => {
    for (const socket of open) socket.destroy();
    if (azurite?.child.connected) azurite.child.disconnect();
    await Promise.all([server[Symbol.asyncDispose](), azurite?.ended]);
  };
  return { name: 'Blob Storage', port, connection: connectionTo(port), close };
};
