import { kilometresPerHour } from '../units.ts';
import type { Position } from './contract.ts';

/** Longer silence than this and we do not claim to know the way between two fixes. */
export const GAP = 5 * 60_000;

/** Farther apart than any vehicle comes in the time between: another place, not a way. Metres per second, metres. */
const FASTEST = 100;
const JUMP = 500;

const EARTH_RADIUS = 6_371_008.8;
const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** Great-circle distance in metres. */
export const distanceBetween = (a: Pick<Position, 'lat' | 'lon'>, b: Pick<Position, 'lat' | 'lon'>): number => {
  const dLat = radians(b.lat - a.lat);
  const dLon = radians(b.lon - a.lon);
  const h = Math.sin(dLat / 2) ** 2 + Math.cos(radians(a.lat)) * Math.cos(radians(b.lat)) * Math.sin(dLon / 2) ** 2;
  return 2 * EARTH_RADIUS * Math.asin(Math.min(1, Math.sqrt(h)));
};

/** The upper ends of the speed classes in km/h; the last class is open. */
export const SPEED_CLASSES = [30, 60, 90] as const;

/** 0 for the slowest class. */
export const speedClass = (metresPerSecond: number): number => {
  const index = SPEED_CLASSES.findIndex((end) => kilometresPerHour(metresPerSecond) < end);
  return index < 0 ? SPEED_CLASSES.length : index;
};

interface Hop {
  readonly from: Position;
  readonly to: Position;
  /** Metres and seconds. */
  readonly distance: number;
  readonly duration: number;
  readonly speed: number;
}

const hops = (track: readonly Position[]): readonly Hop[] =>
  track.slice(1).flatMap((to, index) => {
    const from = track[index];
    if (!from) return [];
    const elapsed = Date.parse(to.at) - Date.parse(from.at);
    if (elapsed <= 0 || elapsed > GAP) return [];
    const distance = distanceBetween(from, to);
    const duration = elapsed / 1000;
    if (distance > JUMP && distance / duration > FASTEST) return [];
    return [{ from, to, distance, duration, speed: to.speed ?? distance / duration }];
  });

export interface TrackSummary {
  /** Metres driven. */
  readonly distance: number;
  /** Seconds in motion. */
  readonly moving: number;
  /** Metres per second. */
  readonly topSpeed: number;
}

const AT_REST = 0.5;

/** What was driven. A parked receiver's drift counts as neither distance nor motion; nor does what happened in a gap. */
export const summarise = (track: readonly Position[]): TrackSummary =>
  hops(track)
    .filter(({ speed }) => speed > AT_REST)
    .reduce(
      (sum, hop) => ({
        distance: sum.distance + hop.distance,
        moving: sum.moving + hop.duration,
        topSpeed: Math.max(sum.topSpeed, hop.speed),
      }),
      { distance: 0, moving: 0, topSpeed: 0 },
    );

/** A stretch of road driven at one class of speed. */
export interface Stretch {
  readonly speedClass: number;
  /** [lon, lat] */
  readonly path: readonly (readonly [number, number])[];
}

/** The track as stretches of one colour, in order, broken where there is a gap or a jump. */
export const stretches = (track: readonly Position[]): readonly Stretch[] => {
  const result: { speedClass: number; path: [number, number][]; end: Position }[] = [];
  for (const { from, to, speed } of hops(track)) {
    const last = result.at(-1);
    const here = speedClass(speed);
    if (last && last.end === from && last.speedClass === here) {
      last.path.push([to.lon, to.lat]);
      last.end = to;
      continue;
    }
    const path: [number, number][] = [
      [from.lon, from.lat],
      [to.lon, to.lat],
    ];
    result.push({ speedClass: here, path, end: to });
  }
  return result.map(({ speedClass, path }) => ({ speedClass, path }));
};

/** The track with a live fix at its end; the same track when the fix is not new. */
export const extendTrack = (track: readonly Position[], next: Position): readonly Position[] => {
  const last = track.at(-1);
  return last && Date.parse(last.at) >= Date.parse(next.at) ? track : [...track, next];
};
