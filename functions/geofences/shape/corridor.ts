import { eastwards, METRES_PER_DEGREE, RADIANS } from '../../../shared/kernel/earth.ts';
import type { GeoPoint } from '../../places/contract.ts';
import { boundsAround, nearestFraction } from './circle.ts';
import type { Bounds, Geometry } from './geometry.ts';
import { lengthOf, linesOf } from './lines.ts';
import { nearestSquare } from './nearest.ts';

const widened = ({ south, west, north, east }: Bounds, metres: number): Bounds => {
  // A degree of longitude is shortest where it is farthest from the equator.
  const lat = Math.max(Math.abs(south), Math.abs(north));
  const around = boundsAround({ lat, lon: 0 }, metres);
  const more = (around.east - around.west) / 2;
  const wide = Math.min(360, east - west + 2 * more);
  return {
    south: Math.max(-90, south - metres / METRES_PER_DEGREE),
    north: Math.min(90, north + metres / METRES_PER_DEGREE),
    west: wide === 360 ? -180 : west - more < -180 ? west - more + 360 : west - more,
    east: wide === 360 ? 180 : (west - more < -180 ? west - more + 360 : west - more) + wide,
  };
};

/** Where on the way from a to b, as a fraction of it, the way from c to d is nearest; and how near, squared. */
const closest = (
  ax: number,
  ay: number,
  bx: number,
  by: number,
  cx: number,
  cy: number,
  dx: number,
  dy: number,
): readonly [fraction: number, square: number] => {
  const across = (bx - ax) * (dy - cy) - (by - ay) * (dx - cx);
  if (across !== 0) {
    const fraction = ((cx - ax) * (dy - cy) - (cy - ay) * (dx - cx)) / across;
    const other = ((cx - ax) * (by - ay) - (cy - ay) * (bx - ax)) / across;
    if (fraction >= 0 && fraction <= 1 && other >= 0 && other <= 1) return [fraction, 0];
  }
  const square = (fraction: number, other: number) =>
    (ax + fraction * (bx - ax) - cx - other * (dx - cx)) ** 2 +
    (ay + fraction * (by - ay) - cy - other * (dy - cy)) ** 2;
  const [toC, toD] = [nearestFraction(cx, cy, ax, ay, bx, by), nearestFraction(dx, dy, ax, ay, bx, by)];
  const [fromA, fromB] = [nearestFraction(ax, ay, cx, cy, dx, dy), nearestFraction(bx, by, cx, cy, dx, dy)];
  const ends = [
    [toC, square(toC, 0)],
    [toD, square(toD, 1)],
    [0, square(0, fromA)],
    [1, square(1, fromB)],
  ] as const;
  return ends.reduce((best, one) => (one[1] < best[1] ? one : best));
};

/** All that is within half the width of a way. */
export const corridor = (path: readonly GeoPoint[], widthMetres: number): Geometry => {
  const lines = linesOf([path]);
  const { middleLon, points, pieces, boxes } = lines;
  const half = widthMetres / 2;
  const metresFrom = (lat: number, lon: number) =>
    Math.sqrt(nearestSquare(lines, eastwards(middleLon, lon), lat)) * METRES_PER_DEGREE - half;
  return {
    bounds: widened(lines.bounds, half),
    areaSquareMetres: lengthOf(lines) * widthMetres + Math.PI * half ** 2,
    depthMetres: half,
    metresFrom,
    meetsAt(fromLat, fromLon, toLat, toLon) {
      const scale = Math.cos(((fromLat + toLat) / 2) * RADIANS);
      const fromX = eastwards(middleLon, fromLon) * scale;
      const toX = fromX + eastwards(fromLon, toLon) * scale;
      let [at, best] = [-1, (half / METRES_PER_DEGREE) ** 2];
      const reach = half / METRES_PER_DEGREE;
      for (let piece = 0; piece < pieces.length; piece += 2) {
        const box = 2 * piece;
        if (Math.max(fromX, toX) + reach < (boxes[box] as number) * scale) continue;
        if (Math.min(fromX, toX) - reach > (boxes[box + 2] as number) * scale) continue;
        if (Math.max(fromLat, toLat) + reach < (boxes[box + 1] as number)) continue;
        if (Math.min(fromLat, toLat) - reach > (boxes[box + 3] as number)) continue;
        for (let point = 2 * (pieces[piece] as number); point < 2 * (pieces[piece + 1] as number); point += 2) {
          const [cx, cy] = [(points[point] as number) * scale, points[point + 1] as number];
          const [dx, dy] = [(points[point + 2] as number) * scale, points[point + 3] as number];
          const [fraction, square] = closest(fromX, fromLat, toX, toLat, cx, cy, dx, dy);
          if (square <= best) [at, best] = [fraction, square];
        }
      }
      return at;
    },
  };
};
