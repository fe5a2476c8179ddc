import { type Clock, systemClock } from '../../shared/clock.ts';

/** Something that will happen at `at`, unless it is cancelled. */
export interface Due {
  readonly at: number;
  readonly run: () => void;
}

/** How late things may happen. A test's clock jumps, so it is looked at more often. */
const GRAIN = 50;
const TEST_GRAIN = 10;

/** Everything the broker waits for (locks, schedules, lifetimes), by the grain of time in which it is due. */
export class DueTimes {
  readonly #clock: Clock;
  readonly #grains = new Map<number, Set<Due>>();
  readonly #timer: NodeJS.Timeout;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#timer = setInterval(() => this.#run(), clock === systemClock ? GRAIN : TEST_GRAIN).unref();
  }

  at(at: number, run: () => void): Due {
    const due = { at, run };
    const grain = Math.floor(at / GRAIN);
    const others = this.#grains.get(grain);
    if (others) others.add(due);
    else this.#grains.set(grain, new Set([due]));
    return due;
  }

  cancel(due: Due | undefined): void {
    if (!due) return;
    const grain = Math.floor(due.at / GRAIN);
    const others = this.#grains.get(grain);
    others?.delete(due);
    if (others?.size === 0) this.#grains.delete(grain);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** What is due first happens first and, of all that is due at the same time, what was asked for first. */
  #run(): void {
    const now = this.#clock.now();
    const grains = [...this.#grains].filter(([grain]) => grain * GRAIN <= now);
    const dues = grains.flatMap(([, some]) => [...some]).filter(({ at }) => at <= now);
    for (const due of dues.sort((a, b) => a.at - b.at)) {
      if (!this.#grains.get(Math.floor(due.at / GRAIN))?.has(due)) continue;
      this.cancel(due);
      due.run();
    }
  }
}
