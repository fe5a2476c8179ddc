import type { Meter, VoidReason } from './contract.ts';

/** A point of a meter's life: what it had counted by then, whichever meter was built in. */
export interface Point {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Metres or seconds. */
  readonly total: number;
}

interface Pace {
  readonly perHour: number;
  readonly perDay: number;
  /** People read whole kilometres at whole minutes. */
  readonly slack: number;
}

/**
 * The fastest a meter can count. 200 km/h can be held for an hour but not for a day: two drivers in turn come to 2,000 km. Engine hours
 * can count no faster than the clock, and a little is left for clocks that differ.
 */
const PACES: Readonly<Record<Meter, Pace>> = {
  odometer: { perHour: 200_000, perDay: 2_000_000, slack: 1_000 },
  engineHours: { perHour: 3_600 * (24.5 / 24), perDay: 24.5 * 3_600, slack: 360 },
};

const HOUR_MS = 3_600_000;
const CLOCKS_DIFFER_MS = 5 * 60_000;

/** The most a meter can have counted in so many milliseconds. */
export const mostIn = (meter: Meter, milliseconds: number): number => {
  const { perHour, perDay, slack } = PACES[meter];
  const hours = milliseconds / HOUR_MS;
  return Math.min(perHour * hours, perDay * Math.max(1, hours / 24)) + slack;
};

/** What people leave away when they read a meter. */
export const slackOf = (meter: Meter): number => PACES[meter].slack;

/** Whether a meter that was at one point cannot have been at the other. */
export const contradicts = (meter: Meter, one: Point, other: Point): boolean => {
  const [earlier, later] = one.at <= other.at ? [one, other] : [other, one];
  return later.total < earlier.total || later.total - earlier.total > mostIn(meter, later.at - earlier.at);
};

/** Whether a time lies ahead, further than clocks differ. */
export const isAhead = (at: number, now: number): boolean => at > now + CLOCKS_DIFFER_MS;

/** What is around a reading in time, of those that count. */
export interface Neighbours {
  readonly earlier?: Point | undefined;
  readonly later?: Point | undefined;
}

/** Why a reading cannot be right, as far as its neighbours tell; undefined when it can. */
export const implausibility = (
  meter: Meter,
  reading: Point,
  { earlier, later }: Neighbours,
  now: number,
): VoidReason | undefined => {
  if (isAhead(reading.at, now)) return 'in-future';
  if (earlier && earlier.at === reading.at && earlier.total === reading.total) return 'duplicate';
  if (earlier && reading.total < earlier.total) return 'below-earlier';
  if (later && reading.total > later.total) return 'above-later';
  const jumps = (from: Point, to: Point) => to.total - from.total > mostIn(meter, to.at - from.at);
  return (earlier && jumps(earlier, reading)) || (later && jumps(reading, later)) ? 'jump' : undefined;
};
