import { z } from 'zod';
import { type Issue, issuesOf } from '../../../shared/kernel/errors.ts';
import type { GeoPoint } from '../../places/contract.ts';
import { Shape } from '../contract.ts';
import { type Corner, doubleArea, nearest, unrolled } from '../ring.ts';
import { shapeIssues } from '../shape-issues.ts';
import { joinedAtSeam, type Polygon } from './seam.ts';
import { cornersOf } from './to-feature.ts';

/** What besides its coordinates decides what a feature covers. */
export interface Measures {
  readonly shape?: string | undefined;
  readonly radius?: number | undefined;
  readonly width?: number | undefined;
  readonly vehicleId?: string | undefined;
}

export type Shapes = { readonly shapes: readonly Shape[] } | { readonly issues: readonly Issue[] };

/** Some count longitudes on beyond the 180th meridian. An altitude may follow. */
const Position = z
  .tuple([z.number().min(-540).max(540), z.number().min(-90).max(90)], z.number())
  .transform(([lon, lat]): Corner => [lon, lat]);
const Path = z.array(Position);
const Rings = z.array(Path).min(1).max(100);

const COORDINATES = {
  Point: Position,
  LineString: Path.max(10_000),
  Polygon: Rings,
  MultiPolygon: z.array(Rings).min(1).max(100),
} as const;
type GeometryType = keyof typeof COORDINATES;

const Geometry = z.object({ type: z.string(), coordinates: z.unknown() }).nullable();

const sevenDigits = (degrees: number): number => Math.round(degrees * 1e7) / 1e7;
const pointOf = ([lon, lat]: Corner): GeoPoint => ({
  lat: sevenDigits(lat),
  lon: sevenDigits(Math.abs(lon) > 180 ? nearest(lon, 0) : lon),
});

const isSame = (one: GeoPoint | undefined, other: GeoPoint): boolean => one?.lat === other.lat && one.lon === other.lon;

/** Without points that repeat the one before: files have many, and they mean nothing. */
const path = (corners: readonly Corner[]): GeoPoint[] =>
  corners.map(pointOf).filter((point, index, all) => !isSame(all[index - 1], point));

/** A ring ends where it begins; ours say so without doing it. */
const ring = (corners: readonly Corner[]): GeoPoint[] => {
  const points = path(corners);
  const [first] = points;
  return first && points.length > 1 && isSame(points.at(-1), first) ? points.slice(0, -1) : points;
};

/** A polygon that is said to be a rectangle, if it is one. */
const rectangleOf = (rings: readonly (readonly GeoPoint[])[]): Shape | undefined => {
  const [outline = [], ...holes] = rings;
  if (outline.length !== 4 || holes.length > 0) return undefined;
  const corners = unrolled(outline);
  const west = Math.min(...corners.map(([lon]) => lon));
  const east = Math.max(...corners.map(([lon]) => lon));
  const lats = outline.map(({ lat }) => lat);
  const southWest = pointOf([west, Math.min(...lats)]);
  const northEast = pointOf([east, Math.max(...lats)]);
  const wanted = new Set(cornersOf({ type: 'rectangle', southWest, northEast }).map((point) => JSON.stringify(point)));
  const found = new Set(outline.map(({ lat, lon }) => JSON.stringify({ lat, lon })));
  return found.size === 4 && [...found].every((corner) => wanted.has(corner)) && Math.abs(doubleArea(corners)) > 0
    ? { type: 'rectangle', southWest, northEast }
    : undefined;
};

const polygonOf = (polygon: Polygon, { shape }: Measures): object => {
  const rings = polygon.map(ring);
  return (shape === 'rectangle' && rectangleOf(rings)) || { type: 'polygon', rings };
};

/** What the file says, in our words, before it is looked at whether that can be. */
const drawnOf = (type: GeometryType, coordinates: unknown, { radius, width, ...measures }: Measures): object[] => {
  switch (type) {
    case 'Point':
      return [{ type: 'circle', center: pointOf(coordinates as Corner), radiusMetres: radius }];
    case 'LineString':
      return [{ type: 'corridor', path: path(coordinates as Corner[]), widthMetres: width }];
    case 'Polygon':
      return [polygonOf(coordinates as Polygon, measures)];
    case 'MultiPolygon':
      return joinedAtSeam(coordinates as Polygon[]).map((polygon) => polygonOf(polygon, measures));
  }
};

const IN_PROPERTIES: Readonly<Record<string, string>> = {
  radiusMetres: 'radius',
  widthMetres: 'width',
  vehicleId: 'vehicleId',
};

/** Where in the feature the member of a shape comes from. */
const placeOf = (type: string, part: number | undefined, [member = '', ...rest]: readonly PropertyKey[]) => {
  const property = IN_PROPERTIES[String(member)];
  if (property) return ['properties', property];
  return ['geometry', ...(type === 'null' ? [] : ['coordinates']), ...(part === undefined ? [] : [part]), ...rest];
};

const checked = (type: string, drawn: readonly object[], isInParts: boolean): Shapes => {
  const shapes: Shape[] = [];
  const issues: Issue[] = [];
  for (const [index, one] of drawn.entries()) {
    const parsed = Shape.safeParse(one);
    const found = parsed.success ? shapeIssues(parsed.data) : issuesOf(parsed.error);
    const part = isInParts ? index : undefined;
    issues.push(...found.map((issue) => ({ path: placeOf(type, part, issue.path), message: issue.message })));
    if (parsed.success) shapes.push(parsed.data);
  }
  return issues.length > 0 ? { issues } : { shapes };
};

const isKnown = (type: string): type is GeometryType => Object.hasOwn(COORDINATES, type);

/** The shapes of a feature's geometry: several for a MultiPolygon of several parts. Paths of what is wrong begin at the feature. */
export const shapesOf = (value: unknown, measures: Measures): Shapes => {
  const geometry = Geometry.safeParse(value);
  if (!geometry.success) return { issues: issuesOf(geometry.error, ['geometry']) };
  if (geometry.data === null) {
    const { vehicleId, radius } = measures;
    if (vehicleId !== undefined)
      return checked('null', [{ type: 'around-vehicle', vehicleId, radiusMetres: radius }], false);
    return { issues: [{ path: ['geometry'], message: 'Without a geometry it needs `vehicleId` and `radius`.' }] };
  }
  const { type, coordinates } = geometry.data;
  if (!isKnown(type)) {
    const message = `Expected one of ${Object.keys(COORDINATES).join(', ')}.`;
    return { issues: [{ path: ['geometry', 'type'], message }] };
  }
  const parsed = COORDINATES[type].safeParse(coordinates);
  if (!parsed.success) return { issues: issuesOf(parsed.error, ['geometry', 'coordinates']) };
  const drawn = drawnOf(type, parsed.data, measures);
  return checked(type, drawn, type === 'MultiPolygon' && drawn.length === (parsed.data as unknown[]).length);
};
