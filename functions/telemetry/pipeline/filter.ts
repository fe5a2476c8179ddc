import type { DropReason } from '../contract.ts';
import { EARLIEST, MAX_AHEAD_MS, type ReceivedFix } from '../fix.ts';
import { accuracyOf } from './accuracy.ts';
import { metresBetween } from './leg.ts';

/** A fix that cannot be reached from the last one kept: wrong, or the first of those that are right. */
interface Doubt {
  readonly at: number;
  readonly lat: number;
  readonly lon: number;
  readonly speed?: number;
  /** How far off it may be, metres. */
  readonly within: number;
  /** How many in a row agree with one another, and since when. */
  readonly count: number;
  readonly since: number;
}

export interface FilterMemory {
  readonly doubt?: Doubt;
  /** Metres per second over the last way, of a device that does not say how fast it is. */
  readonly pace?: number;
}

/** What the filter thinks of a fix: dropped when there is a reason. */
export interface Filtered {
  readonly memory: FilterMemory;
  readonly reason?: DropReason;
}

export const filterStart: FilterMemory = {};

/** 360 km/h: faster than anything on wheels in a fleet, and than a train that carries it. A plane is believed when it has landed. */
export const MAX_SPEED = 100;
/** One g, m/s²: more than tyres hold. Only gaining speed is judged: a crash stops a vehicle faster than any brake, and must be seen. */
const MAX_ACCELERATION = 9.81;
/** Seconds. In less nobody drives a lap, and is as near as before in spite of a high speed. */
const NO_LAP = 31;
/** What two measured speeds may differ by without any acceleration, m/s. */
const SPEED_NOISE = 5;
/** Devices date by the second, and often date the report and not the measurement. */
const CLOCK_SECONDS = 1;
/** So many standard deviations a position may be off. */
const DEVIATIONS = 2;
/** Metres: more than a city block. No stop, fence or way can be told from it. */
const MAX_ACCURACY = 200;
/** Degrees, about a kilometre: receivers that have no position, and smooth it, say something near 0, 0. Nobody drives there. */
const NEAR_ZERO = 0.01;
/** Milliseconds: no use of a fleet needs more than ten fixes a second. */
const MIN_INTERVAL = 100;
/** So many in a row, for so long, must agree with one another against what was kept: more than an echo off a façade lasts. */
const AGREEING = 3;
const AGREEING_MS = 10_000;

const isSensible = (fix: ReceivedFix) =>
  Number.isFinite(fix.receivedAt) &&
  Math.abs(fix.lat) <= 90 &&
  Math.abs(fix.lon) <= 180 &&
  (fix.speed === undefined || fix.speed >= 0) &&
  (fix.heading === undefined || Number.isFinite(fix.heading)) &&
  (fix.accuracy === undefined || fix.accuracy >= 0) &&
  (fix.altitude === undefined || Number.isFinite(fix.altitude));

const isZero = ({ lat, lon, accuracy }: ReceivedFix) =>
  (lat === 0 && lon === 0) || (!accuracy && Math.abs(lat) < NEAR_ZERO && Math.abs(lon) < NEAR_ZERO);

/** What is wrong with a fix, whatever came before it. */
const flawOf = (fix: ReceivedFix): DropReason | undefined => {
  if (!isSensible(fix)) return 'invalid';
  if (fix.at > fix.receivedAt + MAX_AHEAD_MS) return 'future';
  // Not the other way round: NaN is no instant either.
  if (!(fix.at >= EARLIEST)) return 'ancient';
  if (isZero(fix)) return 'zero';
  if (accuracyOf(fix) > MAX_ACCURACY) return 'accuracy';
  if (fix.speed !== undefined && fix.speed > MAX_SPEED) return 'speed';
  return undefined;
};

/** Whether the key was turned, or the device tells of an event: that must not be lost in a flood of fixes. */
const saysMore = ({ attributes: before }: ReceivedFix, { attributes: now }: ReceivedFix) =>
  now !== undefined &&
  ((now.ignition !== undefined && now.ignition !== before?.ignition) ||
    (now.event !== undefined && now.event !== before?.event));

const repeats = (from: ReceivedFix, fix: ReceivedFix) => {
  if (fix.at === from.at) return true;
  if (fix.at - from.at >= 1_000 || saysMore(from, fix)) return false;
  return fix.at - from.at < MIN_INTERVAL || (fix.lat === from.lat && fix.lon === from.lon && fix.speed === from.speed);
};

/** Whether nothing on wheels gets from one speed to the other: not in that time, nor, in a time too short to come back, on that way. */
const isTooFast = (speed: number, before: number, seconds: number, metres: number) =>
  speed > before + seconds * MAX_ACCELERATION + SPEED_NOISE ||
  (seconds <= NO_LAP && speed * speed - before * before > 2 * MAX_ACCELERATION * metres);

/** Why nothing on wheels covers these metres since then. `within`: how far off the earlier position may be; `speed`: how fast it was there, if known. */
const obstacle = (
  since: number,
  within: number,
  speed: number | undefined,
  fix: ReceivedFix,
  metres: number,
): DropReason | undefined => {
  const seconds = (fix.at - since) / 1_000 + CLOCK_SECONDS;
  const surely = metres - DEVIATIONS * (within + accuracyOf(fix));
  if (surely > seconds * MAX_SPEED) return 'speed';
  if (speed === undefined) return undefined;
  const gained = seconds * MAX_ACCELERATION;
  if (surely > seconds * (speed + gained / 2)) return 'acceleration';
  return fix.speed !== undefined &&
    isTooFast(fix.speed, speed, seconds, metres + DEVIATIONS * (within + accuracyOf(fix)))
    ? 'acceleration'
    : undefined;
};

const agrees = ({ at, lat, lon, speed, within }: Doubt, fix: ReceivedFix) =>
  !obstacle(at, within, speed, fix, metresBetween(lat, lon, fix.lat, fix.lon));

const doubted = (fix: ReceivedFix, count: number, since: number): Doubt => {
  const { at, lat, lon, speed } = fix;
  const doubt = { at, lat, lon, within: accuracyOf(fix), count, since };
  return speed === undefined ? doubt : { ...doubt, speed };
};

/** What cannot be reached from what was kept: dropped, unless enough others say the same. */
const doubtful = (memory: FilterMemory, fix: ReceivedFix, reason: DropReason): Filtered => {
  const { doubt } = memory;
  if (doubt && fix.at - doubt.at < MIN_INTERVAL) return { memory, reason: 'duplicate' };
  const next = doubt && agrees(doubt, fix) ? doubted(fix, doubt.count + 1, doubt.since) : doubted(fix, 1, fix.at);
  if (next.count >= AGREEING && fix.at - next.since >= AGREEING_MS) return { memory: filterStart };
  return { memory: { ...memory, doubt: next }, reason };
};

/** Kept, and nothing to remember. */
const KEPT: Filtered = { memory: filterStart };

/**
 * Whether a fix is to be believed, after the last kept one (`from`). Fixes come in order of their instants. One that is out of reach is dropped; when several in a row
 * agree with one another and not with the last kept one, they win, so that neither a wrong first fix nor a journey by plane hides what follows.
 */
export const filtered = (memory: FilterMemory, from: ReceivedFix | undefined, fix: ReceivedFix): Filtered => {
  const flaw = flawOf(fix);
  if (flaw) return { memory, reason: flaw };
  if (!from) return { memory };
  if (fix.at < from.at) return { memory, reason: 'too-late' };
  if (repeats(from, fix)) return { memory, reason: 'duplicate' };

  const metres = metresBetween(from.lat, from.lon, fix.lat, fix.lon);
  const reason = obstacle(from.at, accuracyOf(from), from.speed ?? memory.pace, fix, metres);
  if (reason) return doubtful(memory, fix, reason);
  if (fix.speed !== undefined) return KEPT;
  const pace = Math.round((metres / (fix.at - from.at)) * 10_000) / 10;
  const isSame = !memory.doubt && memory.pace === pace;
  return { memory: isSame ? memory : { pace } };
};
