/** The stand-ins' only source of time, so that a test can advance three days. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };

/** A clock that stands still until a test moves it. */
export const manualClock = (start = Date.UTC(2026, 0, 1)): Clock & { advance(milliseconds: number): void } => {
  let at = start;
  return {
    now: () => at,
    advance: (milliseconds) => {
      at += milliseconds;
    },
  };
};
