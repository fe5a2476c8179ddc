import type { Clock } from '../../shared/clock.ts';

/** Calls something off, if it is still to happen. */
export type Cancel = () => void;

/** How late things may happen, in milliseconds. */
const GRAIN = 20;

/** Everything the broker waits for (locks, schedules): what to do and when, by the grain of time in which it is due. */
export const createDueTimes = (clock: Clock) => {
  const grains = new Map<number, Map<() => void, number>>();

  /** What is due first happens first and, of all that is due at the same time, what was asked for first. */
  const timer = setInterval(() => {
    const now = clock.now();
    const near = [...grains].filter(([grain]) => grain * GRAIN <= now).sort(([a], [b]) => a - b);
    for (const [grain, dues] of near) {
      for (const [run, at] of [...dues].sort(([, a], [, b]) => a - b)) if (at <= now && dues.delete(run)) run();
      if (dues.size === 0) grains.delete(grain);
    }
  }, GRAIN).unref();

  return {
    at(at: number, run: () => void): Cancel {
      const grain = Math.floor(at / GRAIN);
      const dues = grains.get(grain) ?? new Map();
      grains.set(grain, dues.set(run, at));
      return () => void dues.delete(run);
    },
    stop: () => clearInterval(timer),
  };
};

export type DueTimes = ReturnType<typeof createDueTimes>;
