import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { type NodeOptions, type Print, startNode } from './node-process.ts';

export interface SuperviseOptions extends Pick<NodeOptions, 'env'> {
  /** Gets every line it writes, and what happens to it. */
  readonly print: Print;
  /** Milliseconds it gets to end after SIGTERM. */
  readonly patience?: number;
}

/** A process that is started again whenever it ends, until it is told to stop. */
export interface Supervised {
  /** The process as it is now; undefined between two lives. */
  readonly pid: number | undefined;
  /** What its first message said: a process sends one when it is ready. */
  readonly ready: Promise<unknown>;
  /** Asks it to end, after which it is started again. */
  restart(): void;
  /** Ends it for good: SIGTERM, and SIGKILL when that is not enough. Safe to call twice. */
  stop(): Promise<void>;
  /** Ends it for good, now. */
  kill(): void;
}

const PATIENCE_MS = 12_000;
const SHORTEST_WAIT_MS = 200;
const LONGEST_WAIT_MS = 5_000;
const STEADY_MS = 30_000;

/** Milliseconds before the next start, after one that waited `last` and lived for `alive`: twice as long, unless it had settled. */
export const nextWait = (last: number, alive: number): number =>
  alive >= STEADY_MS || last === 0 ? SHORTEST_WAIT_MS : Math.min(LONGEST_WAIT_MS, last * 2);

/** Starts a Node process (script, arguments, and before them what Node itself should know) and keeps it running. */
export const supervise = (command: readonly string[], options: SuperviseOptions): Supervised => {
  const { print, patience = PATIENCE_MS } = options;
  const ready = Promise.withResolvers<unknown>();
  let child: ChildProcess | undefined;
  let wait = 0;
  let again: NodeJS.Timeout | undefined;
  let stopping: Promise<void> | undefined;

  const launch = () => {
    const startedAt = performance.now();
    const ended = (how: string) => {
      child = undefined;
      if (stopping) return;
      wait = nextWait(wait, performance.now() - startedAt);
      print(`${how}; starting it again in ${wait / 1000} s`);
      again = setTimeout(launch, wait);
    };
    // In a group of its own, or Ctrl-C would end all of them at once instead of one after the other.
    child = startNode(command, { ...options, detached: process.platform !== 'win32' });
    child.on('message', ready.resolve);
    child.once('error', (error) => ended(`cannot be started (${error.message})`));
    child.once('exit', (code, signal) => ended(`ended with ${signal ?? `code ${code}`}`));
  };
  const end = async () => {
    clearTimeout(again);
    if (!child) return;
    const lastResort = setTimeout(() => {
      print(`does not end within ${patience / 1000} s of being asked to; killing it`);
      child?.kill('SIGKILL');
    }, patience);
    child.kill('SIGTERM');
    await once(child, 'exit');
    clearTimeout(lastResort);
  };
  const stop = () => {
    stopping ??= end();
    return stopping;
  };

  launch();
  return {
    get pid() {
      return child?.pid;
    },
    ready: ready.promise,
    restart() {
      wait = 0;
      child?.kill('SIGTERM');
    },
    stop,
    kill() {
      void stop();
      child?.kill('SIGKILL');
    },
  };
};
