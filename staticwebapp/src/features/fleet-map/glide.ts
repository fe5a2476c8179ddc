import type { MercatorPoint } from './mercator.ts';

/** Where a marker is and which way it points; the heading in degrees, absent when nobody knows. */
export interface Pose extends MercatorPoint {
  readonly heading: number | undefined;
}

/** A marker's way from the pose it shows to the newest fix. */
export interface Glide {
  readonly from: Pose;
  readonly to: Pose;
  readonly startedAt: number;
  /** Milliseconds; 0 is a jump. */
  readonly duration: number;
}

/** Beyond these a glide would pretend to know a way it does not: the marker jumps. */
const LONGEST_INTERVAL = 30_000;
const FARTHEST = 3_000 / 40_075_017; // about three kilometres at the equator, in Mercator units

const SHORTEST_GLIDE = 300;
const LONGEST_GLIDE = 6_000;

const TURN_WITHIN = 500;

export const standing = (pose: Pose, now: number): Glide => ({ from: pose, to: pose, startedAt: now, duration: 0 });

const turned = (from: number | undefined, to: number | undefined, share: number): number | undefined => {
  if (from === undefined || to === undefined) return to;
  const shortest = ((((to - from) % 360) + 540) % 360) - 180;
  return (from + shortest * share + 360) % 360;
};

/** The pose at `now`. Position moves evenly; the heading turns the short way round, sooner. */
export const poseAt = ({ from, to, startedAt, duration }: Glide, now: number): Pose => {
  const elapsed = now - startedAt;
  if (elapsed >= duration) return to;
  const share = Math.max(0, elapsed / duration);
  const turn = Math.min(1, Math.max(0, elapsed / Math.min(duration, TURN_WITHIN)));
  return {
    x: from.x + (to.x - from.x) * share,
    y: from.y + (to.y - from.y) * share,
    heading: turned(from.heading, to.heading, turn),
  };
};

export const isGliding = ({ startedAt, duration }: Glide, now: number): boolean => now < startedAt + duration;

/**
 * Sends the marker on to a new fix. It takes as long as the vehicle itself took since the fix before, so that a
 * vehicle reporting every few seconds moves evenly instead of hopping.
 * @param interval milliseconds between the two fixes, by the vehicle's clock
 */
export const glideTo = (current: Glide, to: Pose, interval: number, now: number): Glide => {
  const from = poseAt(current, now);
  const far = Math.hypot(to.x - from.x, to.y - from.y) > FARTHEST;
  if (far || interval > LONGEST_INTERVAL) return standing(to, now);
  return { from, to, startedAt: now, duration: Math.min(LONGEST_GLIDE, Math.max(SHORTEST_GLIDE, interval)) };
};
