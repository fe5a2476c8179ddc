import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { eachLine, type Print } from './console.ts';

const END_WITH_PARENT = join(import.meta.dirname, 'end-with-parent.ts');

export interface RunOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Gets its output line by line; without it, it writes to this process's console itself. */
  readonly print?: Print;
}

/** Runs a script with this Node to its end. Rejects when it ends with anything but 0. */
export const runScript = async (command: readonly string[], { cwd, env, print }: RunOptions): Promise<void> => {
  const output = print ? 'pipe' : 'inherit';
  const child = spawn(process.execPath, ['--import', END_WITH_PARENT, ...command], {
    cwd,
    stdio: ['ignore', output, output, 'ipc'],
    env: { ...process.env, ...env },
  });
  if (print && child.stdout) eachLine(child.stdout, print);
  if (print && child.stderr) eachLine(child.stderr, print);
  const [code, signal] = await once(child, 'close');
  if (code !== 0) throw new Error(`${command[0]} ended with ${signal ?? `code ${code}`}.`);
};
