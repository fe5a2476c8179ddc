import type { Clock } from '../../shared/clock.ts';

/** Something that will happen at `at`, unless it is cancelled. */
export interface Due {
  readonly at: number;
  readonly run: () => void;
}

/** How late things may happen, in milliseconds. */
const GRAIN = 20;

const grainOf = ({ at }: Due): number => Math.floor(at / GRAIN);

/** Everything the broker waits for (locks, schedules, lifetimes), by the grain of time in which it is due. */
export class DueTimes {
  readonly #grains = new Map<number, Set<Due>>();
  readonly #timer: NodeJS.Timeout;

  constructor(clock: Clock) {
    this.#timer = setInterval(() => this.#run(clock.now()), GRAIN).unref();
  }

  at(at: number, run: () => void): Due {
    const due = { at, run };
    const others = this.#grains.get(grainOf(due)) ?? new Set();
    this.#grains.set(grainOf(due), others.add(due));
    return due;
  }

  /** Whether it was still to happen. */
  cancel(due: Due | undefined): boolean {
    const others = due && this.#grains.get(grainOf(due));
    if (!due || !others?.delete(due)) return false;
    if (others.size === 0) this.#grains.delete(grainOf(due));
    return true;
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** What is due first happens first and, of all that is due at the same time, what was asked for first. */
  #run(now: number): void {
    const grains = [...this.#grains].filter(([grain]) => grain * GRAIN <= now);
    const dues = grains.flatMap(([, some]) => [...some]).filter(({ at }) => at <= now);
    for (const due of dues.sort((a, b) => a.at - b.at)) if (this.cancel(due)) due.run();
  }
}
