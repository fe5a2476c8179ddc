import type { ReceivedFix } from '../fix.ts';
import { accuracyOf } from './accuracy.ts';

/** Metres per second. Slower than a walk is what receivers say of a vehicle that stands. */
export const MOVING_SPEED = 1.5;

/** Both ends of a way may be so many standard deviations off: a parked vehicle is out of it less than once in a thousand days. */
const DEVIATIONS = 3;
/** What receivers claim to be precise to is often too little; metres. */
const LEAST_NOISE = 40;

/** Two positions nearer than this may be of a vehicle that stands. Metres. */
export const noiseOf = (one: ReceivedFix, other: ReceivedFix): number =>
  Math.max(LEAST_NOISE, DEVIATIONS * (accuracyOf(one) + accuracyOf(other)));

/** m/s. No vehicle keeps this up over minutes: 180 km/h. */
const FASTEST_MEAN = 50;
/** Many vehicles tell their odometer by the kilometre. */
const COARSE = 1_000;
/** Metres. After more than that in silence nobody knows whether it was driven, shipped or flown. */
const LONGEST = 1_000_000;

/** How many metres a vehicle may have driven in so many seconds. */
export const drivable = (seconds: number): number => Math.min(LONGEST, seconds * FASTEST_MEAN + COARSE);
