import { execFile } from 'node:child_process';
import { glob, readFile, readlink } from 'node:fs/promises';
import { createServer } from 'node:net';
import { promisify } from 'node:util';

/** Every port the system listens on, by the environment variable that moves it. */
export const DEFAULT_PORTS = {
  WEB_PORT: 4280,
  FUNCTIONS_PORT: 7071,
  COSMOS_PORT: 8081,
  SERVICE_BUS_PORT: 5672,
  WEB_PUBSUB_PORT: 8888,
  KEY_VAULT_PORT: 8200,
  BLOB_PORT: 10_000,
};

/** `npm run dev` listens here as well, for Vite. */
export const DEV_PORTS = { ...DEFAULT_PORTS, DEV_PORT: 5173 };

const LONGEST_COMMAND = 120;

/** Reads the ports from the environment. @throws Error that names every variable that is not a port, or repeats one. */
export const readPorts = <Name extends string>(
  defaults: Readonly<Record<Name, number>>,
  env: Readonly<Record<string, string | undefined>>,
): Readonly<Record<Name, number>> => {
  const names = Object.keys(defaults) as Name[];
  const ports = Object.fromEntries(names.map((name) => [name, Number(env[name] || defaults[name])]));
  const problems = names.flatMap((name, index) => {
    const port = ports[name] ?? 0;
    if (!Number.isInteger(port) || port < 1 || port > 65_535)
      return [`${name} is "${env[name]}", which is not a port.`];
    const twin = names.slice(0, index).find((other) => ports[other] === port);
    return twin ? [`${name} and ${twin} are both ${port}.`] : [];
  });
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return ports as Record<Name, number>;
};

/** @throws Error that says of every port that cannot be had what has it, and how to use another. */
export const requireFree = async (ports: Readonly<Record<string, number>>): Promise<void> => {
  const problems = await Promise.all(
    Object.entries(ports).map(async ([name, port]) => {
      const code = await refusal(port);
      if (code === undefined) return [];
      const state = code === 'EADDRINUSE' ? `is taken by ${await holderOf(port)}` : `is refused: ${code}`;
      const other = port < 60_000 ? port + 1000 : port - 1000;
      return [`${name} ${port} ${state}.\n  Stop that process, or choose another port: ${name}=${other}`];
    }),
  );
  if (problems.flat().length > 0) throw new Error(problems.flat().join('\n'));
};

/** The error code of listening there, or nothing when it works. */
const refusal = (port: number) =>
  new Promise<string | undefined>((resolve) => {
    const probe = createServer();
    probe.once('error', ({ code }: NodeJS.ErrnoException) => resolve(code ?? 'unknown error'));
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => probe.close(() => resolve(undefined)));
  });

/** The process that listens there, in words: its command without the folder of the program and without a long tail. */
const holderOf = async (port: number): Promise<string> => {
  const pid = await (process.platform === 'linux'
    ? fromProc(port)
    : output('lsof', '-t', '-sTCP:LISTEN', `-i:${port}`));
  if (pid === '') return 'a process that cannot be seen from here';
  const command = (await output('ps', '-o', 'args=', '-p', pid)) || (await fileOf(`/proc/${pid}/cmdline`));
  return `process ${pid} (${command
    .replaceAll('\0', ' ')
    .replace(/^\S*\//, '')
    .trim()
    .slice(0, LONGEST_COMMAND)})`;
};

/** Slim images have no lsof. A line of `/proc/net/tcp` is `sl local remote state … inode`; state 0A listens. */
const fromProc = async (port: number): Promise<string> => {
  const lines = `${await fileOf('/proc/net/tcp')}${await fileOf('/proc/net/tcp6')}`.split('\n');
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  const listening = lines
    .map((line) => line.trim().split(/\s+/))
    .filter(([, at, , state]) => at?.endsWith(`:${hex}`) && state === '0A');
  const sockets = listening.map((fields) => `socket:[${fields[9]}]`);
  for await (const file of glob('/proc/[0-9]*/fd/*'))
    if (sockets.includes(await readlink(file).catch(nothing))) return file.split('/')[2] ?? '';
  return '';
};

const fileOf = (path: string): Promise<string> => readFile(path, 'utf8').catch(nothing);

/** The first line that a command prints; nothing where there is no such command or it has found nothing. */
const output = (file: string, ...args: string[]): Promise<string> =>
  promisify(execFile)(file, args).then(({ stdout }) => stdout.split('\n')[0] ?? '', nothing);

/** Other people's processes come, go and forbid looking; who cannot be seen is not the one to name. */
const nothing = () => '';
