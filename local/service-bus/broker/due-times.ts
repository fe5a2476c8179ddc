import { type Clock, systemClock } from '../../shared/clock.ts';
import { Heap, NOWHERE, type Placed } from './heap.ts';

/** Something that will happen at `at`, unless it is cancelled. */
export interface Due extends Placed {
  readonly at: number;
  /** What was asked for first happens first, of all that is due at the same time. */
  readonly order: number;
  readonly run: () => void;
}

const LONGEST_TIMEOUT = 2 ** 31 - 1;
/** A test's clock jumps without telling anyone, so it has to be looked at now and then. */
const GLANCE = 15;

/** Everything the broker waits for (locks, schedules, lifetimes), in one heap behind one timer. */
export class DueTimes {
  readonly #clock: Clock;
  readonly #heap = new Heap<Due>((a, b) => a.at - b.at || a.order - b.order);
  #timer: NodeJS.Timeout | undefined;
  #timerAt = Number.POSITIVE_INFINITY;
  #stopped = false;
  #asked = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  at(at: number, run: () => void): Due {
    const due: Due = { at, order: this.#asked++, run, place: NOWHERE };
    this.#heap.push(due);
    this.#arm();
    return due;
  }

  cancel(due: Due | undefined): void {
    if (due) this.#heap.remove(due);
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  #arm(): void {
    const next = this.#heap.peek()?.at ?? Number.POSITIVE_INFINITY;
    if (this.#stopped || next >= this.#timerAt) return;
    clearTimeout(this.#timer);
    this.#timerAt = next;
    const wait = Math.max(0, next - this.#clock.now());
    const longest = this.#clock === systemClock ? LONGEST_TIMEOUT : GLANCE;
    this.#timer = setTimeout(() => this.#fire(), Math.min(wait, longest));
    this.#timer.unref();
  }

  #fire(): void {
    this.#timerAt = Number.POSITIVE_INFINITY;
    const now = this.#clock.now();
    for (let due = this.#heap.peek(); due && due.at <= now; due = this.#heap.peek()) {
      this.#heap.remove(due);
      due.run();
    }
    this.#arm();
  }
}
