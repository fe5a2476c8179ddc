import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const PATIENCE_MS = 45_000;

export const fixture = (name: string): string => join(import.meta.dirname, 'fixtures', name);

/** Resolves when the condition holds. Throws, naming it, when it does not come to hold. */
export const until = async (what: string, holds: () => boolean | Promise<boolean>): Promise<void> => {
  const deadline = performance.now() + PATIENCE_MS;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`Waited in vain until ${what}.`);
    await sleep(10);
  }
};

export const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

export interface Run {
  readonly child: ChildProcess;
  /** Everything it has written so far, to both of its outputs. */
  text(): string;
  /** Its exit code; `null` when a signal has ended it. */
  readonly ended: Promise<number | null>;
}

const runs: ChildProcess[] = [];

/** Starts Node with these arguments. `endAll` ends it when it still runs after the test. */
export const run = (
  args: readonly string[],
  { env = {}, cwd }: { env?: NodeJS.ProcessEnv; cwd?: string } = {},
): Run => {
  const child = spawn(process.execPath, args, {
    env: { ...process.env, ...env },
    ...(cwd === undefined ? {} : { cwd }),
  });
  runs.push(child);
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (text += chunk));
  return { child, text: () => text, ended: once(child, 'close').then(([code]) => code) };
};

export const endAll = (): void => {
  for (const child of runs.splice(0)) child.kill('SIGKILL');
};

/** A folder that is gone when the test file has ended. */
export const temporaryFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'wayfleet-start-'));
  folders.push(folder);
  return folder;
};

const folders: string[] = [];

afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));
