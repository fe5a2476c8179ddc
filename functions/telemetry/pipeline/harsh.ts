import type { Attributes } from '../contract.ts';
import { ACCELERATION, BRAKE, CORNER, HARSH, type Harsh } from './incidents.ts';
import type { Leg } from './leg.ts';

/** Seconds. Below, the noise of two speeds (about 0.3 m/s each) is more than what is to be measured. */
const MIN_SECONDS = 0.5;
/** A brake is over after three seconds or so: longer, the mean misses most. What it is above the threshold was above it once, all the same. */
const MAX_SECONDS = 5;
/** Of a turn it may say too much: fast before it and slow in it look like fast in it. */
const MAX_TURN_SECONDS = 2;
/** Below, satellites do not tell where a vehicle heads. m/s. */
const MIN_TURN_SPEED = 4;
/** More no tyre holds, m/s²: it was measured wrongly. */
const MAX_BELIEVED = 10;
/** Metres: a position that is so uncertain comes with a speed that is. */
const POOR_ACCURACY = 30;
/** An accelerometer feels potholes, and how it is mounted: it is believed about the peak when the mean is at least this part of harsh. */
const CORROBORATED = 0.5;

const EVENTS: Readonly<Record<string, Harsh>> = {
  'harsh-brake': BRAKE,
  'harsh-acceleration': ACCELERATION,
  'harsh-corner': CORNER,
};

/** What the device itself calls harsh. */
export const toldOf = (attributes: Attributes | undefined): Harsh | undefined => {
  const event = attributes?.event;
  return typeof event === 'string' && Object.hasOwn(EVENTS, event) ? EVENTS[event] : undefined;
};

const isKnown = ({ from, fix, seconds }: Leg): boolean =>
  from !== undefined &&
  seconds >= MIN_SECONDS &&
  seconds <= MAX_SECONDS &&
  !((fix.accuracy ?? 0) > POOR_ACCURACY || (from.accuracy ?? 0) > POOR_ACCURACY);

const believed = (acceleration: number): number => (acceleration > MAX_BELIEVED ? 0 : acceleration);

/** Mean acceleration along the way by the device's own speeds, m/s², negative when braking; 0 when that cannot be known. */
export const alongOf = (leg: Leg): number => {
  const { from, fix, seconds } = leg;
  if (from?.speed === undefined || fix.speed === undefined || !isKnown(leg)) return 0;
  const mean = (fix.speed - from.speed) / seconds;
  return Math.abs(mean) > MAX_BELIEVED ? 0 : mean;
};

const RADIANS = Math.PI / 180;

/** Mean acceleration across it, m/s²: v times the rate of turn, at the lower of the two speeds. 0 when that cannot be known. */
export const acrossOf = (leg: Leg): number => {
  const { from, fix, seconds } = leg;
  if (from?.heading === undefined || fix.heading === undefined || seconds > MAX_TURN_SECONDS || !isKnown(leg)) return 0;
  const speed = Math.min(from.speed ?? 0, fix.speed ?? 0);
  if (speed < MIN_TURN_SPEED) return 0;
  const turn = Math.abs(((fix.heading - from.heading + 540) % 360) - 180);
  return believed((speed * turn * RADIANS) / seconds);
};

/** What the accelerometer says of it, without a sign, m/s²: X is along the way, Y across it. */
const feltOf = (attributes: Attributes | undefined, kind: Harsh): number => {
  const felt = kind === CORNER ? attributes?.accelerationY : attributes?.accelerationX;
  return typeof felt === 'number' ? believed(Math.abs(felt)) : 0;
};

/** The mean, or the accelerometer's peak where the mean agrees. */
export const peakOf = (attributes: Attributes | undefined, kind: Harsh, mean: number): number =>
  mean >= HARSH[kind] * CORROBORATED ? Math.max(mean, feltOf(attributes, kind)) : mean;

/** How strong it was that the device calls harsh: what was measured, and at least what counts as harsh. */
export const toldPeakOf = (attributes: Attributes | undefined, kind: Harsh, mean: number): number =>
  Math.max(HARSH[kind], mean, feltOf(attributes, kind));
