import { course, distance } from '../simulator/geo.ts';
import type { TrackPoint } from './track.ts';

/** Seconds; over a longer pause the average says nothing about the moment. */
const LONGEST_GAP = 120;
/** Metres; less may be the receiver's error. */
const SHORTEST_MOVE = 5;
/** Metres per second; faster is a jump of the receiver. */
const TOP_SPEED = 70;

/**
 * Fills in a missing speed or heading from the fix before, where the two are close enough in time to tell; else they stay out,
 * as the first fix's do. `points` are in order of time.
 */
export const withMotion = (points: readonly TrackPoint[]): { points: TrackPoint[]; derived: number } => {
  let derived = 0;
  const filled = points.map((point, index) => {
    const motion = motionBetween(points[index - 1], point);
    const missing = {
      ...(point.speed === undefined && motion.speed !== undefined ? { speed: motion.speed } : {}),
      ...(point.heading === undefined && motion.heading !== undefined ? { heading: motion.heading } : {}),
    };
    if (Object.keys(missing).length > 0) derived++;
    return { ...point, ...missing };
  });
  return { points: filled, derived };
};

const motionBetween = (before: TrackPoint | undefined, point: TrackPoint): { speed?: number; heading?: number } => {
  if (!before) return {};
  const seconds = (point.at - before.at) / 1000;
  const moved = distance(before, point);
  const speed = moved / seconds;
  if (seconds <= 0 || seconds > LONGEST_GAP || speed > TOP_SPEED) return {};
  return { speed, ...(moved >= SHORTEST_MOVE ? { heading: course(before, point) } : {}) };
};
