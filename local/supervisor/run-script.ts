import { once } from 'node:events';
import { eachLine, type Print } from './console.ts';
import { spawnNode } from './spawn-node.ts';

export interface RunOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Gets its output line by line; without it, it writes to this process's console itself. */
  readonly print?: Print;
}

/** Runs a script with this Node to its end. Rejects when it ends with anything but 0. */
export const runScript = async (command: readonly string[], { cwd, env, print }: RunOptions): Promise<void> => {
  const child = spawnNode(command, { cwd, env, output: print ? 'pipe' : 'inherit' });
  if (print && child.stdout) eachLine(child.stdout, print);
  if (print && child.stderr) eachLine(child.stderr, print);
  const [code, signal] = await once(child, 'close');
  if (code !== 0) throw new Error(`${command[0]} ended with ${signal ?? `code ${code}`}.`);
};
