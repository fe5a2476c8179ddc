import { isObject, type Value } from '../../json.ts';
import { equals } from '../values.ts';
import { type BuiltIns, builtIn } from './built-in.ts';
import { closestOnSegment, distance, type Position, ringArea } from './geodesy.ts';

/** A GeoJSON geometry taken apart. A polygon is its outer ring followed by its holes. */
interface Geometry {
  readonly points: readonly Position[];
  readonly lines: ReadonlyArray<readonly Position[]>;
  readonly polygons: ReadonlyArray<ReadonlyArray<readonly Position[]>>;
}

const isPosition = (value: unknown): value is Position => {
  if (!Array.isArray(value) || value.length < 2) return false;
  const [longitude, latitude] = value;
  return (
    typeof longitude === 'number' &&
    typeof latitude === 'number' &&
    Math.abs(longitude) <= 180 &&
    Math.abs(latitude) <= 90
  );
};

const isLine = (value: unknown): value is Position[] =>
  Array.isArray(value) && value.length >= 2 && value.every(isPosition);

const isRing = (value: unknown): value is Position[] =>
  isLine(value) && value.length >= 4 && equals(value[0] as Value, value.at(-1) as Value);

const isPolygon = (value: unknown): value is Position[][] =>
  Array.isArray(value) && value.length > 0 && value.every(isRing);

const NOTHING: Geometry = { points: [], lines: [], polygons: [] };

/** Undefined for what is not a valid Point, MultiPoint, LineString, Polygon or MultiPolygon. */
const geometryOf = (value: Value): Geometry | undefined => {
  if (!isObject(value)) return undefined;
  const { type, coordinates } = value;
  if (type === 'Point' && isPosition(coordinates)) return { ...NOTHING, points: [coordinates] };
  if (type === 'LineString' && isLine(coordinates)) return { ...NOTHING, lines: [coordinates] };
  if (type === 'Polygon' && isPolygon(coordinates)) return { ...NOTHING, polygons: [coordinates] };
  if (!Array.isArray(coordinates) || coordinates.length === 0) return undefined;
  const parts: readonly unknown[] = coordinates;
  if (type === 'MultiPoint' && parts.every(isPosition)) return { ...NOTHING, points: parts };
  if (type === 'MultiPolygon' && parts.every(isPolygon)) return { ...NOTHING, polygons: parts };
  return undefined;
};

const insideRing = ([x, y]: Position, ring: readonly Position[]): boolean => {
  let inside = false;
  ring.forEach(([x2, y2], index) => {
    const [x1, y1] = ring.at(index - 1) ?? [x2, y2];
    if (y1 > y !== y2 > y && x < ((x1 - x2) * (y - y2)) / (y1 - y2) + x2) inside = !inside;
  });
  return inside;
};

const covers = ({ polygons }: Geometry, position: Position): boolean =>
  polygons.some(
    ([outer = [], ...holes]) => insideRing(position, outer) && !holes.some((hole) => insideRing(position, hole)),
  );

const edges = ({ lines, polygons }: Geometry): Array<readonly [Position, Position]> =>
  [...lines, ...polygons.flat()].flatMap((line) =>
    line.slice(1).map((end, index): [Position, Position] => [line[index] ?? end, end]),
  );

const vertices = ({ points, lines, polygons }: Geometry): Position[] => [
  ...points,
  ...lines.flat(),
  ...polygons.flat(2),
];

const side = (from: Position, to: Position, point: Position) =>
  Math.sign((to[0] - from[0]) * (point[1] - from[1]) - (to[1] - from[1]) * (point[0] - from[0]));

const cross = ([a, b]: readonly [Position, Position], [c, d]: readonly [Position, Position]) =>
  side(a, b, c) !== side(a, b, d) && side(c, d, a) !== side(c, d, b);

const within = (inner: Geometry, outer: Geometry) => vertices(inner).every((position) => covers(outer, position));

const samePoint = (a: Geometry, b: Geometry) =>
  a.points.some((point) => b.points.some((other) => point[0] === other[0] && point[1] === other[1]));

const intersects = (a: Geometry, b: Geometry): boolean =>
  samePoint(a, b) ||
  vertices(a).some((position) => covers(b, position)) ||
  vertices(b).some((position) => covers(a, position)) ||
  edges(a).some((edge) => edges(b).some((other) => cross(edge, other)));

const nearest = (from: Geometry, to: Geometry): number => {
  let best = Number.POSITIVE_INFINITY;
  for (const position of vertices(from)) {
    for (const other of to.points) best = Math.min(best, distance(position, other));
    for (const [start, end] of edges(to))
      best = Math.min(best, distance(position, closestOnSegment(position, start, end)));
  }
  return best;
};

const apart = (a: Geometry, b: Geometry): number => (intersects(a, b) ? 0 : Math.min(nearest(a, b), nearest(b, a)));

const area = ({ polygons }: Geometry): number =>
  polygons.reduce(
    (sum, [outer = [], ...holes]) => sum + ringArea(outer) - holes.reduce((cut, hole) => cut + ringArea(hole), 0),
    0,
  );

const ofTwo = (apply: (a: Geometry, b: Geometry) => Value) =>
  builtIn(2, 2, (a, b) => {
    const [first, second] = [geometryOf(a), geometryOf(b)];
    return first && second ? apply(first, second) : undefined;
  });

const details = (value: Value): Value =>
  geometryOf(value)
    ? { valid: true }
    : { valid: false, reason: 'Not a GeoJSON geometry with positions in range and closed rings.' };

export const GEOMETRY: BuiltIns = {
  ST_AREA: builtIn(1, 1, (value) => {
    const geometry = geometryOf(value);
    return geometry ? area(geometry) : undefined;
  }),
  ST_DISTANCE: ofTwo(apart),
  ST_INTERSECTS: ofTwo(intersects),
  ST_ISVALID: builtIn(1, 1, (value) => (value === undefined ? undefined : geometryOf(value) !== undefined)),
  ST_ISVALIDDETAILED: builtIn(1, 1, (value) => (value === undefined ? undefined : details(value))),
  ST_WITHIN: ofTwo(within),
};
