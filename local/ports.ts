import { createServer } from 'node:net';

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

/** Reads the ports from the environment. @throws Error that names every variable that is not a port, or repeats one. */
export const readPorts = <Name extends string>(
  defaults: Readonly<Record<Name, number>>,
  env: Readonly<Record<string, string | undefined>>,
): Readonly<Record<Name, number>> => {
  const ports = Object.entries<number>(defaults).map(([name, port]) => ({ name, port: Number(env[name] || port) }));
  const problems = ports.flatMap(({ name, port }, index) => {
    if (!Number.isInteger(port) || port < 1 || port > 65_535) return `${name} is "${env[name]}", which is not a port.`;
    const twin = ports.slice(0, index).find((other) => other.port === port);
    return twin ? `${name} and ${twin.name} are both ${port}.` : [];
  });
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return Object.fromEntries(ports.map(({ name, port }) => [name, port])) as Record<Name, number>;
};

/** @throws Error that says of every port that cannot be had what has it, and how to use another. */
export const requireFree = async (ports: Readonly<Record<string, number>>): Promise<void> => {
  const problems: string[] = [];
  for (const [name, port] of Object.entries(ports)) {
    const code = await refusal(port);
    if (code === undefined) continue;
    const state = code === 'EADDRINUSE' ? 'is taken by another process' : `is refused: ${code}`;
    const other = port < 60_000 ? port + 1000 : port - 1000;
    problems.push(`${name} ${port} ${state}.\n  Stop that process, or choose another port: ${name}=${other}`);
  }
  if (problems.length > 0) throw new Error(problems.join('\n'));
};

/** The error code of listening there, or nothing when it works. */
const refusal = (port: number) =>
  new Promise<string | undefined>((resolve) => {
    const probe = createServer().once('error', ({ code = 'unknown error' }: NodeJS.ErrnoException) => resolve(code));
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => probe.close(() => resolve(undefined)));
  });
