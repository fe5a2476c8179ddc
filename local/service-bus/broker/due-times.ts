import type { Clock } from '../../shared/clock.ts';

/** Says whether something was still to happen, and calls it off. */
export type Cancel = () => boolean;

interface Due {
  readonly at: number;
  readonly run: () => void;
  readonly cancel: Cancel;
}

/** How late things may happen, in milliseconds. */
const GRAIN = 20;

/** Everything the broker waits for (locks, schedules), by the grain of time in which it is due. */
export const createDueTimes = (clock: Clock) => {
  const grains = new Map<number, Set<Due>>();

  /** What is due first happens first and, of all that is due at the same time, what was asked for first. */
  const timer = setInterval(() => {
    const now = clock.now();
    const near = [...grains].filter(([grain]) => grain * GRAIN <= now).flatMap(([, dues]) => [...dues]);
    const dues = near.filter(({ at }) => at <= now).sort((a, b) => a.at - b.at);
    for (const { run, cancel } of dues) if (cancel()) run();
  }, GRAIN).unref();

  return {
    at(at: number, run: () => void): Cancel {
      const grain = Math.floor(at / GRAIN);
      const dues = grains.get(grain) ?? new Set();
      const cancel = () => {
        const wasDue = dues.delete(due);
        if (wasDue && dues.size === 0) grains.delete(grain);
        return wasDue;
      };
      const due = { at, run, cancel };
      grains.set(grain, dues.add(due));
      return cancel;
    },
    stop: () => clearInterval(timer),
  };
};

export type DueTimes = ReturnType<typeof createDueTimes>;
