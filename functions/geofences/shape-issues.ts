import type { Issue } from '../../shared/kernel/errors.ts';
import type { GeoPoint } from '../places/contract.ts';
import type { Shape } from './contract.ts';
import { type Corner, crossingOf, doubleArea, isClosed, isWithin, unrolled } from './ring.ts';

/** All rings of a polygon together: as many are looked at in a few milliseconds, however they are drawn. */
const MAX_CORNERS = 10_000;
/** Square degrees: about a square metre. */
const LEAST_AREA = 1e-10;

const isSamePoint = (one: GeoPoint | undefined, other: GeoPoint | undefined): boolean =>
  one !== undefined && one.lat === other?.lat && one.lon === other.lon;

/** Points that are the same as the one before. */
const repeatedIn = (points: readonly GeoPoint[], path: readonly PropertyKey[]): Issue[] =>
  points.flatMap((point, index) =>
    isSamePoint(point, points[index - 1])
      ? [{ path: [...path, index], message: 'This is the same point as the one before.' }]
      : [],
  );

const ringIssues = (ring: readonly GeoPoint[], path: readonly PropertyKey[]): Issue[] => {
  const repeated = repeatedIn(ring, path);
  if (repeated.length > 0) return repeated;
  const last = ring.length - 1;
  if (isSamePoint(ring[0], ring[last]))
    return [{ path: [...path, last], message: 'The last corner must not repeat the first: leave it out.' }];
  const corners = unrolled(ring);
  if (!isClosed(corners)) return [{ path, message: 'It goes round a pole. Use a circle, or stay beside the pole.' }];
  return [];
};

const holeIssues = (rings: readonly (readonly Corner[])[]): Issue[] => {
  const [outline = [], ...holes] = rings;
  return holes.flatMap((hole, index): Issue[] => {
    const path = ['rings', index + 1];
    // A corner may lie on the outline; then another one tells.
    if (!hole.some((corner) => isWithin(corner, outline)))
      return [{ path, message: 'This hole is outside the outline.' }];
    const other = holes.findIndex((one) => one !== hole && hole.slice(0, 3).every((corner) => isWithin(corner, one)));
    return other < 0 ? [] : [{ path, message: `This hole is in another one, rings.${other + 1}.` }];
  });
};

const polygonIssues = (rings: readonly (readonly GeoPoint[])[]): Issue[] => {
  const corners = rings.reduce((sum, { length }) => sum + length, 0);
  if (corners > MAX_CORNERS) return [{ path: ['rings'], message: `At most ${MAX_CORNERS} corners in all.` }];
  const own = rings.flatMap((ring, index) => ringIssues(ring, ['rings', index]));
  if (own.length > 0) return own;
  const start = rings[0]?.[0]?.lon;
  const drawn = rings.map((ring) => unrolled(ring, start));
  const [other, one] = crossingOf(drawn) ?? [];
  if (one && other) {
    const message = `The edge from here to the next corner crosses the one from rings.${other.ring}.${other.index}.`;
    return [{ path: ['rings', one.ring, one.index], message }];
  }
  const flat = drawn.findIndex((ring) => Math.abs(doubleArea(ring)) < LEAST_AREA);
  return flat < 0 ? holeIssues(drawn) : [{ path: ['rings', flat], message: 'Its corners enclose no area.' }];
};

const rectangleIssues = ({ southWest, northEast }: Extract<Shape, { type: 'rectangle' }>): Issue[] => [
  ...(northEast.lat > southWest.lat
    ? []
    : [{ path: ['northEast', 'lat'], message: 'It must lie north of the other corner.' }]),
  ...(northEast.lon !== southWest.lon
    ? []
    : [{ path: ['northEast', 'lon'], message: 'It must lie east of the other corner.' }]),
];

/** What is wrong with a shape whose members are all of the right form: each with the path to it. */
export const shapeIssues = (shape: Shape): Issue[] => {
  switch (shape.type) {
    case 'polygon':
      return polygonIssues(shape.rings);
    case 'corridor':
      return repeatedIn(shape.path, ['path']);
    case 'rectangle':
      return rectangleIssues(shape);
    case 'circle':
    case 'around-vehicle':
      return [];
  }
};
