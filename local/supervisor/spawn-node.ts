import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';

export interface SpawnNodeOptions {
  readonly cwd: string;
  /** Added to the environment of this process. */
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
  /** Whether its output goes where this process's own goes, or can be read. */
  readonly output: 'inherit' | 'pipe';
  /** In a group of its own, Ctrl-C in the terminal does not reach it. */
  readonly detached?: boolean;
}

const END_WITH_PARENT = join(import.meta.dirname, 'end-with-parent.ts');

/** Starts a script with this Node, as a process that can send messages and does not outlive this one. */
export const spawnNode = (command: readonly string[], options: SpawnNodeOptions): ChildProcess => {
  const { cwd, env, output, detached = false } = options;
  return spawn(process.execPath, ['--import', END_WITH_PARENT, ...command], {
    cwd,
    detached,
    stdio: ['ignore', output, output, 'ipc'],
    env: { ...process.env, ...env, WAYFLEET_PARENT: String(process.pid) },
  });
};
