import { type PackedIncident, SPEEDING } from './incidents.ts';
import type { Leg } from './leg.ts';
import { toHundredths, toMetre } from './rounded.ts';
import type { SpeedLimit } from './speed-limit.ts';

/** A stretch above one limit. Metres per second, metres, seconds; `at` in milliseconds. */
export interface Stretch {
  readonly at: number;
  readonly lat: number;
  readonly lon: number;
  readonly peak: number;
  readonly seconds: number;
  readonly metres: number;
  readonly limit: number;
  readonly fenceId: string;
}

/** About 5 km/h: what speedometers and satellites may be off. m/s. */
const TOLERANCE = 1.4;
/** So long somebody drives who does not just let it roll out behind the sign. */
const MIN_SECONDS = 10;
/** Nobody knows how fast it was between two fixes further apart. */
const MAX_SECONDS_APART = 120;

/** Whether it is speeding from now on. */
export const exceeds = ({ speed }: Leg, limit: SpeedLimit): boolean => speed > limit.speed + TOLERANCE;

export const stretchFrom = ({ fix, speed }: Leg, limit: SpeedLimit): Stretch => ({
  at: fix.at,
  lat: toMetre(fix.lat),
  lon: toMetre(fix.lon),
  peak: toHundredths(speed),
  seconds: 0,
  metres: 0,
  limit: limit.speed,
  fenceId: limit.fenceId,
});

/** Whether it goes on: until it is within the limit, without tolerance, so that a speed about the edge is one stretch. */
export const goesOn = (stretch: Stretch, leg: Leg, limit: SpeedLimit | undefined): limit is SpeedLimit =>
  limit !== undefined &&
  limit.fenceId === stretch.fenceId &&
  limit.speed === stretch.limit &&
  leg.speed > limit.speed &&
  leg.seconds <= MAX_SECONDS_APART;

export const longer = (stretch: Stretch, { seconds, metres, speed }: Leg): Stretch => ({
  ...stretch,
  peak: Math.max(stretch.peak, toHundredths(speed)),
  seconds: toHundredths(stretch.seconds + seconds),
  metres: toHundredths(stretch.metres + metres),
});

/** Whether it was long enough to speak of. */
export const counts = ({ seconds }: Stretch): boolean => seconds >= MIN_SECONDS;

export const incidentOf = ({ at, lat, lon, peak, seconds, limit, fenceId }: Stretch): PackedIncident => [
  SPEEDING,
  at,
  lat,
  lon,
  peak,
  seconds,
  limit,
  fenceId,
];
