import { EARTH_METRES, eastwards, METRES_PER_DEGREE, RADIANS } from '../../../shared/kernel/earth.ts';
import type { GeoPoint } from '../../places/contract.ts';
import type { Geometry } from './geometry.ts';
import { type Lines, lengthOf, linesOf } from './lines.ts';
import { nearestSquare } from './nearest.ts';

/** Twice the area between an edge and the equator, on the sphere: R. G. Chamberlain and W. H. Duquette, "Some algorithms for polygons on a sphere" (2007). */
const doubleAreaOf = (ring: readonly GeoPoint[]): number => {
  let sum = 0;
  for (let index = 0; index < ring.length; index++) {
    const a = ring[index] as GeoPoint;
    const b = ring[(index + 1) % ring.length] as GeoPoint;
    sum += eastwards(a.lon, b.lon) * RADIANS * (2 + Math.sin(a.lat * RADIANS) + Math.sin(b.lat * RADIANS));
  }
  return Math.abs(sum) * EARTH_METRES ** 2;
};

/** How many edges a line from here to the east crosses is odd inside, whatever the holes. */
const isInside = ({ points, pieces, boxes }: Lines, x: number, y: number): boolean => {
  let inside = false;
  for (let at = 0; at < pieces.length; at += 2) {
    const box = 2 * at;
    if (y < (boxes[box + 1] as number) || y > (boxes[box + 3] as number) || x > (boxes[box + 2] as number)) continue;
    const first = 2 * (pieces[at] as number);
    const last = 2 * (pieces[at + 1] as number);
    // All of it lies to the east: only where it begins and ends matters.
    if (x < (boxes[box] as number)) {
      if ((points[first + 1] as number) > y !== (points[last + 1] as number) > y) inside = !inside;
      continue;
    }
    for (let point = first; point < last; point += 2) {
      const ay = points[point + 1] as number;
      const by = points[point + 3] as number;
      if (ay > y === by > y) continue;
      const ax = points[point] as number;
      if (x < ax + (((points[point + 2] as number) - ax) * (y - ay)) / (by - ay)) inside = !inside;
    }
  }
  return inside;
};

/** Where a way crosses edges, as fractions of it, in order, after its beginning and before its end. */
const crossingsOf = (
  { points, pieces, boxes }: Lines,
  fromX: number,
  fromY: number,
  toX: number,
  toY: number,
): number[] => {
  const found = [0, 1];
  const [wayX, wayY] = [toX - fromX, toY - fromY];
  for (let at = 0; at < pieces.length; at += 2) {
    const box = 2 * at;
    if (Math.max(fromX, toX) < (boxes[box] as number) || Math.min(fromX, toX) > (boxes[box + 2] as number)) continue;
    if (Math.max(fromY, toY) < (boxes[box + 1] as number) || Math.min(fromY, toY) > (boxes[box + 3] as number))
      continue;
    for (let point = 2 * (pieces[at] as number); point < 2 * (pieces[at + 1] as number); point += 2) {
      const ax = (points[point] as number) - fromX;
      const ay = (points[point + 1] as number) - fromY;
      const bx = (points[point + 2] as number) - fromX;
      const by = (points[point + 3] as number) - fromY;
      // On which side of the way the edge begins, and ends.
      if (wayX * ay - wayY * ax > 0 === wayX * by - wayY * bx > 0) continue;
      const fraction = (ax * (by - ay) - ay * (bx - ax)) / (wayX * (by - ay) - wayY * (bx - ax));
      if (fraction >= 0 && fraction <= 1) found.push(fraction);
    }
  }
  return found.sort((a, b) => a - b);
};

/** An outline and the holes in it: corners in order, the last not repeating the first. Edges are straight on a plate carrée map. */
export const polygon = (rings: readonly (readonly GeoPoint[])[]): Geometry => {
  const lines = linesOf(rings.map((ring) => [...ring, ...ring.slice(0, 1)]));
  const { middleLon } = lines;
  const [outline = 0, ...holes] = rings.map(doubleAreaOf);
  const areaSquareMetres = Math.max(0, outline - holes.reduce((sum, hole) => sum + hole, 0)) / 2;
  return {
    bounds: lines.bounds,
    areaSquareMetres,
    // Exact for a very long one; half of the truth for a circle.
    depthMetres: areaSquareMetres / lengthOf(lines),
    metresFrom(lat, lon) {
      const x = eastwards(middleLon, lon);
      const metres = Math.sqrt(nearestSquare(lines, x, lat)) * METRES_PER_DEGREE;
      return isInside(lines, x, lat) ? -metres : metres;
    },
    meetsAt(fromLat, fromLon, toLat, toLon) {
      const fromX = eastwards(middleLon, fromLon);
      const toX = fromX + eastwards(fromLon, toLon);
      const crossings = crossingsOf(lines, fromX, fromLat, toX, toLat);
      let [longest, middle] = [0, -1];
      for (let at = 0; at + 1 < crossings.length; at++) {
        const [enters = 0, leaves = 0] = [crossings[at], crossings[at + 1]];
        const between = (enters + leaves) / 2;
        if (leaves - enters <= longest) continue;
        if (isInside(lines, fromX + between * (toX - fromX), fromLat + between * (toLat - fromLat)))
          [longest, middle] = [leaves - enters, between];
      }
      return middle;
    },
  };
};
