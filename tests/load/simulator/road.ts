import { between, course, distance, offset, type Place, radians } from './geo.ts';
import type { Draw } from './random.ts';

const { ceil, cos, max, min, sin, PI } = Math;

export type RoadClass = 'motorway' | 'main';

/** Metres per second. */
export const SPEED_LIMIT: Readonly<Record<RoadClass, number>> = { motorway: 33.3, main: 25 };
export const TOWN_SPEED_LIMIT = 13.9;

/** The middle of a road as a polyline, with the distance from its start at every point. */
export interface Line {
  readonly points: readonly Place[];
  readonly along: readonly number[];
  readonly length: number;
}

const STEP = 80;

/**
 * Waves laid over the straight line: lengths in metres (or a share of the road's length) and heights. Main roads get short
 * waves too, tight enough that one slows down for them.
 */
const WAVES: Readonly<Record<RoadClass, readonly { length(road: number): number; height(road: number): number }[]>> = {
  motorway: [
    { length: (road) => road / 1.3, height: (road) => road * 0.022 },
    { length: () => 9_000, height: () => 220 },
  ],
  main: [
    { length: (road) => road / 1.7, height: (road) => road * 0.025 },
    { length: () => 5_200, height: () => 230 },
    { length: () => 1_150, height: () => 75 },
  ],
};

/**
 * A road between two places that bends as roads do instead of following a ruler. `bow` pushes its middle to the right by a
 * share of its length (to the left when negative), to lead it around a bay.
 */
export const layRoad = (from: Place, to: Place, kind: RoadClass, bow: number, draw: Draw): Line => {
  const straight = distance(from, to);
  const steps = max(2, ceil(straight / STEP));
  const direction = radians(course(from, to));
  const waves = WAVES[kind].map(({ length, height }, index) => ({
    turns: (2 * PI * straight) / (length(straight) * (0.8 + 0.4 * draw('length', index))),
    height: height(straight) * (0.5 + 0.5 * draw('height', index)),
    phase: 2 * PI * draw('phase', index),
  }));

  const points = Array.from({ length: steps + 1 }, (_, step) => {
    const share = step / steps;
    const bowed = bow * straight * sin(PI * share);
    const sideways =
      bowed +
      calmAtEnds(share) * waves.reduce((sum, { turns, height, phase }) => sum + height * sin(turns * share + phase), 0);
    return offset(between(from, to, share), sideways * cos(direction), -sideways * sin(direction));
  });
  return lineOf(points);
};

export const lineOf = (points: readonly Place[]): Line => {
  const along: number[] = [];
  points.forEach((point, index) => {
    const previous = points[index - 1];
    along.push(previous ? (along[index - 1] ?? 0) + distance(previous, point) : 0);
  });
  return { points, along, length: along.at(-1) ?? 0 };
};

/** The place `metres` from the start of a line, clamped to its ends. */
export const placeAt = (line: Line, metres: number): Place => {
  const index = segmentAt(line, metres);
  const [start, end] = [line.points[index], line.points[index + 1]];
  if (!start || !end) throw new Error('A line needs two points at least.');
  const [a, b] = [line.along[index] ?? 0, line.along[index + 1] ?? 0];
  return between(start, end, b > a ? min(1, max(0, (metres - a) / (b - a))) : 0);
};

/** Index of the segment that holds the place `metres` from the start. */
export const segmentAt = ({ along }: Line, metres: number): number => {
  let low = 0;
  let high = along.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((along[middle] ?? 0) <= metres) low = middle;
    else high = middle - 1;
  }
  return low;
};

/** 0 at both ends, 1 in the middle: every road ends exactly in its town. */
const calmAtEnds = (share: number): number => {
  const nearness = min(1, min(share, 1 - share) / 0.25);
  return nearness * nearness * (3 - 2 * nearness);
};
