import { voice } from './node-process.ts';
import { type ProcessSpec, type Supervised, supervise } from './supervised.ts';

/** Processes that belong together, in the order in which they were started. */
export interface Troupe {
  /** Starts one more, which speaks under its name. */
  add(name: string, spec: Omit<ProcessSpec, 'print'>): Supervised;
  /** Whether they have been told to stop. */
  readonly stopping: boolean;
}

const COLOURS = ['cyan', 'yellow', 'magenta', 'green'] as const;
/** One Ctrl-C arrives several times: from the terminal, and from every npm and preflight in between. */
const ECHO_MS = 1_000;
const STOPPED_AT_ONCE = 130;

/**
 * Runs `bringUp`, and then what it has started, until a signal says to stop; a second one says at once. Stops everything
 * and ends with 1 when it throws.
 */
export const perform = async (bringUp: (troupe: Troupe) => Promise<unknown>): Promise<void> => {
  const members: Supervised[] = [];
  let stopping: Promise<void> | undefined;
  // The last one first, because each needs those before it.
  const stopAll = async () => {
    for (const member of members.toReversed()) await member.stop();
  };
  const stop = () => {
    stopping ??= stopAll();
    return stopping;
  };

  let askedAt: number | undefined;
  const react = () => {
    askedAt ??= performance.now();
    if (performance.now() - askedAt > ECHO_MS) {
      for (const member of members) member.kill();
      process.exit(STOPPED_AT_ONCE);
    }
    void stop().then(() => process.exit(0));
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, react);

  const troupe: Troupe = {
    get stopping() {
      return stopping !== undefined;
    },
    add(name, spec) {
      const member = supervise({ ...spec, print: voice(name, COLOURS[members.length % COLOURS.length] ?? 'gray') });
      members.push(member);
      return member;
    },
  };
  try {
    await bringUp(troupe);
  } catch (error) {
    // What fails because everything is being stopped is not worth a word.
    if (!troupe.stopping) console.error(`\n${explanation(error)}\n`);
    await stop();
    process.exit(1);
  }
};

/** A plain Error was thrown to be read by people; anything else is a mistake to be traced. */
const explanation = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  return error.constructor === Error ? error.message : (error.stack ?? error.message);
};
