import { type Colour, voice } from './console.ts';
import { type ProcessSpec, type Supervised, supervise } from './supervised.ts';

const COLOURS: readonly Colour[] = ['cyan', 'yellow', 'magenta', 'green', 'blue'];

/** Processes that belong together. */
export interface Troupe {
  /** Starts one more, which speaks under its name. */
  add(name: string, spec: Omit<ProcessSpec, 'print' | 'cwd'>): Supervised;
  /** The one of that name, if it has been started. */
  find(name: string): Supervised | undefined;
  /** Ends them one after the other, the last one first, because each needs those before it. Safe to call twice. */
  stop(): Promise<void>;
  /** Ends them all, now. */
  kill(): void;
  /** Whether they have been told to stop. */
  readonly stopping: boolean;
}

/** @param cwd where they all run. */
export const createTroupe = (cwd: string): Troupe => {
  const members = new Map<string, Supervised>();
  let stopping: Promise<void> | undefined;

  const stopAll = async () => {
    for (const member of [...members.values()].reverse()) await member.stop();
  };
  return {
    get stopping() {
      return stopping !== undefined;
    },
    add(name, spec) {
      const colour = COLOURS[members.size % COLOURS.length] ?? 'gray';
      const member = supervise({ ...spec, cwd, print: voice(name, colour) });
      members.set(name, member);
      return member;
    },
    find: (name) => members.get(name),
    stop() {
      stopping ??= stopAll();
      return stopping;
    },
    kill() {
      for (const member of members.values()) member.kill();
    },
  };
};
