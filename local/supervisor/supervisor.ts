import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { styleText } from 'node:util';
import { ROOT } from '../demo/layout.ts';

/** Takes one line of text. */
export type Print = (line: string) => void;

/** `env` is added to the environment of this process; without `print`, the process writes to this one's console itself. */
type NodeOptions = Readonly<{ env?: Readonly<Record<string, string>>; print?: Print }>;

const END_WITH_PARENT = join(import.meta.dirname, 'end-with-parent.ts');

/** A voice on the console of its own: every line is prefixed with `name`, in a colour where the console has them. */
export const voice = (name: string, colour: Parameters<typeof styleText>[0]): Print => {
  const prefix = styleText(colour, `${name.padEnd(9)} │`, { stream: process.stdout });
  return (line) => console.log(`${prefix} ${line}`);
};

/** Starts a script with this Node, as a process that does not outlive this one. Detached, it does not get the Ctrl-C of the terminal. */
const startNode = (command: readonly string[], { env, print }: NodeOptions, detached = false): ChildProcess => {
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

/** `patience`: milliseconds it gets to end after SIGTERM. */
export type SuperviseOptions = NodeOptions & { readonly print: Print; readonly patience?: number };
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
    // Or Ctrl-C would end all of them at once instead of one after the other.
    child = startNode(command, { env, print }, process.platform !== 'win32');
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

/** Starts one more process, which speaks under its name and is told to Node as `command` says. */
export type Add = (name: string, command: readonly string[], options?: Omit<SuperviseOptions, 'print'>) => Supervised;

const COLOURS = ['cyan', 'yellow', 'magenta', 'green'] as const;
/** One Ctrl-C arrives several times: from the terminal, and from every npm and preflight in between. */
const ECHO_MS = 1_000;

/** Runs `bringUp`, and what it has started until a signal says to stop; a second one says at once. Stops everything and ends with 1 when it throws. */
export const perform = async (bringUp: (add: Add) => Promise<unknown>): Promise<void> => {
  const members: Supervised[] = [];
  // The last one first, because each needs those before it.
  const end = async (code: number) => {
    for (const member of members.toReversed()) await member.stop();
    process.exit(code);
  };
  let askedAt: number | undefined;
  const onSignal = () => {
    askedAt ??= performance.now();
    if (performance.now() - askedAt < ECHO_MS) return void end(0);
    for (const member of members) member.kill();
    process.exit(130);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, onSignal);

  try {
    await bringUp((name, command, options) => {
      const member = supervise(command, { ...options, print: voice(name, COLOURS[members.length % 4] ?? 'gray') });
      members.push(member);
      return member;
    });
  } catch (error) {
    // What fails because everything is being stopped is not worth a word; a plain Error was thrown to be read by people.
    if (askedAt === undefined) console.error(error?.constructor === Error ? `\n${(error as Error).message}\n` : error);
    await end(1);
  }
};

/** For the main file of a supervised process: tells the supervisor that the service is ready, with `news` of it; closes it and ends when told to. */
export const serve = (service: { close(): Promise<void> }, news: Readonly<Record<string, string>> = {}): void => {
  // A close that fails is an unhandled rejection, which ends the process with the reason and 1.
  const stop = async () => {
    await service.close();
    process.exit(0);
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  process.send?.(news);
};
