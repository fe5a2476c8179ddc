import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createBackOff } from './back-off.ts';
import { eachLine, type Print } from './console.ts';
import { spawnNode } from './spawn-node.ts';

export interface ProcessSpec {
  /** The script, its arguments, and before them what Node itself should know. */
  readonly command: readonly string[];
  readonly cwd: string;
  /** Added to the environment of this process. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Gets every line it writes, and what happens to it. */
  readonly print: Print;
  /** Milliseconds it gets to end after SIGTERM; 12,000 when left out. */
  readonly patience?: number;
}

/** A process that is started again whenever it ends, until it is told to stop. */
export interface Supervised {
  /** The process as it is now; undefined between two lives. */
  readonly pid: number | undefined;
  /** What its first message said: a process sends one when it is ready. */
  readonly ready: Promise<unknown>;
  /** Ends it in an orderly way and starts it again. */
  restart(): Promise<void>;
  /** Ends it for good: SIGTERM, and SIGKILL when that is not enough. Safe to call twice. */
  stop(): Promise<void>;
  /** Ends it for good, now. */
  kill(): void;
}

const PATIENCE_MS = 12_000;

/** Starts a Node process and keeps it running. */
export const supervise = ({ command, cwd, env, print, patience = PATIENCE_MS }: ProcessSpec): Supervised => {
  const backOff = createBackOff();
  const ready = Promise.withResolvers<unknown>();
  let child: ChildProcess | undefined;
  let again: NodeJS.Timeout | undefined;
  let ending: Promise<void> | undefined;
  let stopped = false;

  const launch = () => {
    if (stopped || child) return;
    const startedAt = performance.now();
    // In a group of its own, or Ctrl-C would end all of them at once instead of one after the other.
    const detached = process.platform !== 'win32';
    const started = spawnNode(command, { cwd, env, output: 'pipe', detached });
    child = started;
    if (started.stdout) eachLine(started.stdout, print);
    if (started.stderr) eachLine(started.stderr, print);
    started.on('message', ready.resolve);
    const ended = (how: string) => {
      child = undefined;
      if (stopped || ending) return;
      const wait = backOff.after(performance.now() - startedAt);
      print(`${how}; starting it again in ${wait / 1000} s`);
      again = setTimeout(launch, wait);
    };
    started.once('error', (error) => ended(`cannot be started (${error.message})`));
    started.once('exit', (code, signal) => ended(`ended with ${signal ?? `code ${code}`}`));
  };

  const terminate = async (running: ChildProcess) => {
    const lastResort = setTimeout(() => {
      print(`does not end within ${patience / 1000} s of being asked to; killing it`);
      running.kill('SIGKILL');
    }, patience);
    const exited = once(running, 'exit');
    running.kill('SIGTERM');
    await exited;
    clearTimeout(lastResort);
  };

  const end = async () => {
    clearTimeout(again);
    if (child) ending ??= terminate(child);
    await ending;
    ending = undefined;
  };

  launch();
  return {
    get pid() {
      return child?.pid;
    },
    ready: ready.promise,
    async restart() {
      await end();
      launch();
    },
    async stop() {
      stopped = true;
      await end();
    },
    kill() {
      stopped = true;
      clearTimeout(again);
      child?.kill('SIGKILL');
    },
  };
};
