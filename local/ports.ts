import { createServer } from 'node:net';
import { type Holder, holderOf } from './supervisor/port-holder.ts';

/** Every port the system listens on, by the environment variable that moves it. */
export const DEFAULT_PORTS = {
  WEB_PORT: 4280,
  FUNCTIONS_PORT: 7071,
  COSMOS_PORT: 8081,
  SERVICE_BUS_PORT: 5672,
  WEB_PUBSUB_PORT: 8888,
};

/** `npm run dev` listens here as well, for Vite. */
export const DEV_PORTS = { ...DEFAULT_PORTS, DEV_PORT: 5173 };

export type Ports<Name extends string = keyof typeof DEFAULT_PORTS> = Readonly<Record<Name, number>>;

/** Reads the ports from the environment. @throws Error that names every variable that is not a port, or repeats one. */
export const readPorts = <Name extends string>(
  defaults: Readonly<Record<Name, number>>,
  env: Readonly<Record<string, string | undefined>>,
): Ports<Name> => {
  const names = Object.keys(defaults) as Name[];
  const ports = Object.fromEntries(names.map((name) => [name, Number(env[name] || defaults[name])])) as Ports<Name>;
  const problems = names.flatMap((name, index) => {
    const port = ports[name];
    if (!Number.isInteger(port) || port < 1 || port > 65_535)
      return [`${name} is "${env[name]}", which is not a port.`];
    const twin = names.slice(0, index).find((other) => ports[other] === port);
    return twin ? [`${name} and ${twin} are both ${port}.`] : [];
  });
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return ports;
};

/** @throws Error that says of every port that cannot be had what has it, and how to use another. */
export const requireFree = async (ports: Readonly<Record<string, number>>): Promise<void> => {
  const taken = await Promise.all(
    Object.entries(ports).map(async ([name, port]) => {
      const code = await refusal(port);
      if (code === undefined) return [];
      return [
        `${name} ${port} ${code === 'EADDRINUSE' ? `is taken by ${naming(await holderOf(port))}` : `is refused: ${code}`}.`,
        remedy(name, port),
      ];
    }),
  );
  const lines = taken.flat();
  if (lines.length > 0) throw new Error(lines.join('\n'));
};

/** The error code of listening there, or nothing when it works. */
const refusal = (port: number) =>
  new Promise<string | undefined>((resolve) => {
    const probe = createServer();
    probe.once('error', ({ code }: NodeJS.ErrnoException) => resolve(code ?? 'unknown error'));
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => probe.close(() => resolve(undefined)));
  });

const naming = (holder: Holder | undefined) =>
  holder ? `process ${holder.pid} (${holder.command})` : 'a process that cannot be seen from here';

const remedy = (name: string, port: number) =>
  `  Stop that process, or choose another port: ${name}=${port < 60_000 ? port + 1000 : port - 1000}`;
