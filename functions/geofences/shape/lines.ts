import { eastwards, METRES_PER_DEGREE, RADIANS } from '../../../shared/kernel/earth.ts';
import type { GeoPoint } from '../../places/contract.ts';
import type { Bounds } from './geometry.ts';

/**
 * How many edges share a box. Edges that follow each other lie near each other, so a box per piece is index enough: an outline of
 * 5,000 corners is 313 boxes, of which a point looks into a few.
 */
const EDGES_PER_PIECE = 16;

/**
 * Lines of edges, on a plane in degrees. Longitudes count from `middleLon`, so that nothing jumps at the 180th meridian: every edge goes the short
 * way round the earth. In plain arrays: most fences are small, and what a typed array has around its numbers is larger than they are.
 */
export interface Lines {
  readonly middleLon: number;
  /** x and y of each point, line after line. */
  readonly points: readonly number[];
  /** For each piece of a line its first point and its last. */
  readonly pieces: readonly number[];
  /** For each piece west, south, east and north. */
  readonly boxes: readonly number[];
  readonly bounds: Bounds;
}

// The loops below index arrays within their bounds, which the compiler cannot know: hence `as number`.

const countOf = (lines: readonly (readonly GeoPoint[])[]) => lines.reduce((sum, { length }) => sum + length, 0);

/** Longitudes without jumps, however often a line crosses the 180th meridian. */
const pointsOf = (lines: readonly (readonly GeoPoint[])[]): Float64Array => {
  const points = new Float64Array(2 * countOf(lines));
  const start = lines[0]?.[0]?.lon ?? 0;
  let at = 0;
  for (const line of lines) {
    let last = start;
    for (const { lat, lon } of line) {
      last += eastwards(last - 360 * Math.round(last / 360), lon);
      points[at++] = last;
      points[at++] = lat;
    }
  }
  return points;
};

const piecesOf = (lines: readonly (readonly GeoPoint[])[]): number[] => {
  const pieces: number[] = [];
  let first = 0;
  for (const { length } of lines) {
    const last = first + length - 1;
    for (let from = first; from < last; from += EDGES_PER_PIECE)
      pieces.push(from, Math.min(from + EDGES_PER_PIECE, last));
    first = last + 1;
  }
  return pieces.slice();
};

/** Writes west, south, east and north of some points to `boxes` at `to`. */
const frame = (points: Float64Array, first: number, last: number, boxes: Float64Array, to: number): void => {
  let west = Infinity;
  let south = Infinity;
  let east = -Infinity;
  let north = -Infinity;
  for (let point = first; point <= last; point++) {
    const x = points[2 * point] as number;
    const y = points[2 * point + 1] as number;
    if (x < west) west = x;
    if (x > east) east = x;
    if (y < south) south = y;
    if (y > north) north = y;
  }
  boxes[to] = west;
  boxes[to + 1] = south;
  boxes[to + 2] = east;
  boxes[to + 3] = north;
};

/** As long as it needs to be: what grows has room to spare. */
const exactly = (numbers: Float64Array): number[] => Array.from(numbers).slice();

/** A line that comes back to where it began says so by repeating its first point. */
export const linesOf = (lines: readonly (readonly GeoPoint[])[]): Lines => {
  const points = pointsOf(lines);
  const whole = new Float64Array(4);
  frame(points, 0, points.length / 2 - 1, whole, 0);
  const [west = 0, south = 0, east = 0, north = 0] = whole;
  const middle = (west + east) / 2;
  for (let at = 0; at < points.length; at += 2) points[at] = (points[at] as number) - middle;

  const pieces = piecesOf(lines);
  const boxes = new Float64Array(pieces.length * 2);
  for (let at = 0; at < pieces.length; at += 2)
    frame(points, pieces[at] as number, pieces[at + 1] as number, boxes, 2 * at);

  const turns = 360 * Math.floor((west + 180) / 360);
  return {
    middleLon: middle - 360 * Math.round(middle / 360),
    points: exactly(points),
    pieces,
    boxes: exactly(boxes),
    bounds: { south, north, west: west - turns, east: east - turns },
  };
};

/** Metres along all the lines. */
export const lengthOf = ({ points, pieces }: Lines): number => {
  let degrees = 0;
  for (let at = 0; at < pieces.length; at += 2)
    for (let point = 2 * (pieces[at] as number); point < 2 * (pieces[at + 1] as number); point += 2) {
      const y = (points[point + 3] as number) - (points[point + 1] as number);
      const north = (points[point + 1] as number) + y / 2;
      const x = ((points[point + 2] as number) - (points[point] as number)) * Math.cos(north * RADIANS);
      degrees += Math.sqrt(x * x + y * y);
    }
  return degrees * METRES_PER_DEGREE;
};
