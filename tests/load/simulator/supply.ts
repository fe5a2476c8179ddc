import type { DriverState, Standing } from './driver.ts';
import type { VehicleKind } from './handling.ts';

const { max, min } = Math;

/** What a vehicle runs on. */
export interface Supply {
  readonly of: 'fuel' | 'electricity';
  /** Millilitres of the tank, or watt-hours of the traction battery. */
  readonly room: number;
  /** Metres from full to empty. */
  readonly range: number;
  /** Percent. Whoever stops with less fills up. */
  readonly reserve: number;
}

/** What is poured in at a stop: percent, milliseconds since the epoch. */
export interface Filling {
  readonly from: number;
  readonly to: number;
  readonly begins: number;
  readonly ends: number;
}

/** Percent with which a day begins. */
export const FULL = 95;

const MINUTE = 60_000;
/** A charger slows down near the end, so nobody waits for that on the way. Percent. */
const CHARGED_ON_THE_WAY = 88;

const SMALL: Supply = { of: 'fuel', room: 75_000, range: 850_000, reserve: 40 };
const LARGE: Supply = { of: 'fuel', room: 400_000, range: 1_400_000, reserve: 30 };

/** The cars of the demo are electric. */
export const SUPPLY: Readonly<Record<VehicleKind, Supply>> = {
  car: { of: 'electricity', room: 78_000, range: 480_000, reserve: 55 },
  van: SMALL,
  other: SMALL,
  bus: { ...LARGE, room: 300_000, range: 1_100_000, reserve: 35 },
  truck: LARGE,
  trailer: LARGE,
  equipment: LARGE,
};

/** Percent left after so many metres. */
export const afterDriving = (energy: number, metres: number, { range }: Supply): number =>
  max(1, energy - (100 * metres) / range);

/** Percent in the tank or the battery now. */
export const energyOf = ({ time, energy, activity }: DriverState): number => {
  if (activity.kind === 'driving' || !activity.filling) return energy;
  const { from, to, begins, ends } = activity.filling;
  return from + (to - from) * min(1, max(0, (time - begins) / (ends - begins)));
};

/** Whether it is being filled up or charged now. */
export const isFilling = ({ time, activity }: DriverState): boolean =>
  activity.kind === 'standing' &&
  activity.filling !== undefined &&
  time >= activity.filling.begins &&
  time < activity.filling.ends;

/** Minutes of a stop on the way at which one fills up, a walk to the till included. */
export const minutesToFill = ({ of }: Supply): number => (of === 'fuel' ? 15 : 30);

/** At the pump, which takes four minutes, or at the charger for all but the first and the last minute. */
export const fillingUp = (supply: Supply, state: DriverState, stop: Standing): Standing => {
  const [from, { time }] = [energyOf(state), state];
  const isHome = stop.why === 'night';
  const to = isHome || supply.of === 'fuel' ? FULL : CHARGED_ON_THE_WAY;
  if (from >= to) return stop;
  const [begins, ends] =
    supply.of === 'fuel'
      ? [time + 5 * MINUTE, time + 9 * MINUTE]
      : [time + MINUTE, max(time + 2 * MINUTE, stop.until - MINUTE)];
  return { ...stop, ignition: false, filling: { from, to, begins, ends } };
};
