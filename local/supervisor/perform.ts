import { voice } from './node-process.ts';
import { type Supervised, type SuperviseOptions, supervise } from './supervised.ts';

/** Starts one more process, which speaks under its name. */
export type Add = (name: string, command: readonly string[], options?: Omit<SuperviseOptions, 'print'>) => Supervised;

const COLOURS = ['cyan', 'yellow', 'magenta', 'green'] as const;
/** One Ctrl-C arrives several times: from the terminal, and from every npm and preflight in between. */
const ECHO_MS = 1_000;

/**
 * Runs `bringUp`, and then what it has started, until a signal says to stop; a second one says at once. Stops everything
 * and ends with 1 when it throws.
 */
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
