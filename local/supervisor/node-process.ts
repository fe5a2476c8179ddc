import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { styleText } from 'node:util';
import { ROOT } from '../demo/layout.ts';

/** Takes one line of text. */
export type Print = (line: string) => void;

export interface NodeOptions {
  /** Added to the environment of this process. */
  readonly env?: Readonly<Record<string, string>>;
  /** Gets its output line by line; without it, the process writes to this one's console itself. */
  readonly print?: Print;
  /** In a group of its own, Ctrl-C in the terminal does not reach it. */
  readonly detached?: boolean;
}

const END_WITH_PARENT = join(import.meta.dirname, 'end-with-parent.ts');

/** A voice on the console of its own: every line is prefixed with `name`, in a colour where the console has them. */
export const voice = (name: string, colour: Parameters<typeof styleText>[0]): Print => {
  const prefix = styleText(colour, `${name.padEnd(9)} │`, { stream: process.stdout });
  return (line) => console.log(`${prefix} ${line}`);
};

/** Starts a script of the repository with this Node, as a process that can send messages and does not outlive this one. */
export const startNode = (command: readonly string[], { env, print, detached = false }: NodeOptions): ChildProcess => {
  const output = print ? 'pipe' : 'inherit';
  const child = spawn(process.execPath, ['--import', END_WITH_PARENT, ...command], {
    cwd: ROOT,
    detached,
    stdio: ['ignore', output, output, 'ipc'],
    env: { ...process.env, ...env, WAYFLEET_PARENT: String(process.pid) },
  });
  for (const input of [child.stdout, child.stderr])
    if (print && input) createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY }).on('line', print);
  return child;
};

/** Runs a script to its end. Rejects when it ends with anything but 0. */
export const runScript = async (command: readonly string[], options: NodeOptions = {}): Promise<void> => {
  const [code, signal] = await once(startNode(command, options), 'close');
  if (code !== 0) throw new Error(`${command[0]} ended with ${signal ?? `code ${code}`}.`);
};
