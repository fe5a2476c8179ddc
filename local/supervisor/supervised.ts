import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { type NodeOptions, type Print, startNode } from './node-process.ts';

export interface SuperviseOptions extends Pick<NodeOptions, 'env'> {
  /** Gets every line it writes, and what happens to it. */
  readonly print: Print;
  /** Milliseconds it gets to end after SIGTERM. */
  readonly patience?: number;
}

export type Supervised = ReturnType<typeof supervise>;

const RESTART_AFTER_MS = 500;

/** Runs a Node process (script, arguments, and before them what Node itself should know), and again whenever it ends, until it is told to stop. */
export const supervise = (command: readonly string[], { env = {}, print, patience = 12_000 }: SuperviseOptions) => {
  const ready = Promise.withResolvers<unknown>();
  let child: ChildProcess | undefined;
  let again: NodeJS.Timeout | undefined;
  let stopping: Promise<void> | undefined;

  const launch = () => {
    const ended = (how: string) => {
      child = undefined;
      if (stopping) return;
      print(`${how}; starting it again`);
      again = setTimeout(launch, RESTART_AFTER_MS);
    };
    // In a group of its own, or Ctrl-C would end all of them at once instead of one after the other.
    child = startNode(command, { env, print, detached: process.platform !== 'win32' });
    child.on('message', ready.resolve);
    child.once('error', (error) => ended(`cannot be started (${error.message})`));
    child.once('exit', (code, signal) => ended(`ended with ${signal ?? `code ${code}`}`));
  };
  const end = async () => {
    clearTimeout(again);
    const last = child;
    if (!last) return;
    const lastResort = setTimeout(() => {
      print(`does not end within ${patience / 1000} s of being asked to; killing it`);
      last.kill('SIGKILL');
      for (const output of [last.stdout, last.stderr]) output?.destroy();
    }, patience);
    last.kill('SIGTERM');
    // Its last words may arrive after it has exited.
    await once(last, 'close');
    clearTimeout(lastResort);
  };
  const stop = () => {
    stopping ??= end();
    return stopping;
  };

  launch();
  return {
    /** Of the process as it is now; undefined between two lives. */
    get pid() {
      return child?.pid;
    },
    /** What its first message said: a process sends one when it is ready. */
    ready: ready.promise,
    /** Asks it to end, after which it is started again. */
    restart: () => void child?.kill('SIGTERM'),
    /** Ends it for good: SIGTERM, and SIGKILL when that is not enough. Safe to call twice. */
    stop,
    /** Ends it for good, now. */
    kill() {
      void stop();
      child?.kill('SIGKILL');
    },
  };
};
