import type { Failure } from './contract.ts';

/** How often in a row nothing may come before people are told. A secret that is refused gets no better. */
const PATIENCE: Readonly<Record<Failure, number>> = { refused: 2, malformed: 3, throttled: 5, unavailable: 5 };

export const patienceWith = (failure: Failure): number => PATIENCE[failure];

const FIRST_SECONDS = 60;
const MAX_SECONDS = 3_600;

/**
 * How long to leave a provider alone: twice as long each time, an hour at most, and never shorter than it asks for. Between half of that and all of it, so
 * that those who have failed together do not come back together.
 * @param failures in a row, from 1
 * @param retryAfter seconds
 * @param chance from 0 to 1
 */
export const waitSeconds = (failures: number, retryAfter: number | undefined, chance: number): number => {
  const backOff = Math.min(FIRST_SECONDS * 2 ** (failures - 1), MAX_SECONDS) * (0.5 + chance / 2);
  return retryAfter === undefined ? backOff : Math.max(backOff, retryAfter * (1 + chance / 10));
};
