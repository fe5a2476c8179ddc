import type { Position as Coordinates, Feature, FeatureCollection } from 'geojson';
import type { Geofence } from '../../../../shared/client/routes.ts';
import { corridorOutline } from './corridor.ts';
import { eastOf, type Point } from './drawing.ts';
import type { Shape } from './geofences.ts';

const CIRCLE_CORNERS = 72;
const METRES_PER_DEGREE = 111_195;

const coordinates = ({ lat, lon }: Point): Coordinates => [lon, lat];
const closed = (ring: readonly Point[]): Coordinates[] => [...ring, ...ring.slice(0, 1)].map(coordinates);

const circle = (center: Point, radius: number): Coordinates[] => {
  const wide = eastOf(center, radius).lon - center.lon;
  const high = radius / METRES_PER_DEGREE;
  return Array.from({ length: CIRCLE_CORNERS + 1 }, (_, corner) => {
    const angle = (2 * Math.PI * corner) / CIRCLE_CORNERS;
    return [center.lon + wide * Math.cos(angle), center.lat + high * Math.sin(angle)];
  });
};

/** Its corners, the eastern ones beyond 180° when it spans the meridian. */
const box = (southWest: Point, northEast: Point): readonly Point[] => {
  const east = northEast.lon < southWest.lon ? northEast.lon + 360 : northEast.lon;
  return [
    southWest,
    { lat: southWest.lat, lon: east },
    { lat: northEast.lat, lon: east },
    { ...southWest, lat: northEast.lat },
  ];
};

/** The places that have to be in view for the whole of it to be; none for one that moves with a vehicle. */
export const extentOf = (shape: Shape): readonly Point[] => {
  switch (shape.type) {
    case 'circle': {
      const points = circle(shape.center, shape.radiusMetres);
      return points.flatMap(([lon, lat]) => (lon === undefined || lat === undefined ? [] : [{ lat, lon }]));
    }
    case 'rectangle':
      return box(shape.southWest, shape.northEast);
    case 'polygon':
      return shape.rings[0] ?? [];
    case 'corridor':
      return shape.path;
    case 'around-vehicle':
      return [];
  }
};

/** Where its name is written. */
const middleOf = (shape: Shape): Point | undefined => {
  if (shape.type === 'circle') return shape.center;
  const points = extentOf(shape);
  if (shape.type === 'corridor') return points[Math.floor(points.length / 2)];
  const sum = points.reduce((sum, { lat, lon }) => ({ lat: sum.lat + lat, lon: sum.lon + lon }), { lat: 0, lon: 0 });
  return points.length > 0 ? { lat: sum.lat / points.length, lon: sum.lon / points.length } : undefined;
};

/** What the layers need to know of each. */
type Told = Readonly<Record<string, string | number | boolean | undefined>>;

const feature = (geometry: Feature['geometry'], properties: Told): Feature => ({
  type: 'Feature',
  geometry,
  properties: { ...properties },
});

/** A shape as it is drawn; nothing for one that moves with a vehicle. */
export const shapeFeatures = (shape: Shape, told: Told): Feature[] => {
  const area = (rings: Coordinates[][]) => [
    feature({ type: 'Polygon', coordinates: rings }, { ...told, kind: 'area' }),
  ];
  switch (shape.type) {
    case 'circle':
      return area([circle(shape.center, shape.radiusMetres)]);
    case 'rectangle':
      return area([closed(box(shape.southWest, shape.northEast))]);
    case 'polygon':
      return area(shape.rings.map(closed));
    case 'corridor':
      return area([closed(corridorOutline(shape.path, shape.widthMetres / 2))]);
    case 'around-vehicle':
      return [];
  }
};

/** Geofences as they are drawn, each with its name. */
export const geofenceFeatures = (fences: readonly Geofence[], selectedId: string | undefined): FeatureCollection => ({
  type: 'FeatureCollection',
  features: fences.flatMap(({ id, name, colour, shape }) => {
    const told = { id, colour, selected: id === selectedId };
    const middle = middleOf(shape);
    return [
      ...shapeFeatures(shape, told),
      ...(middle
        ? [feature({ type: 'Point', coordinates: coordinates(middle) }, { ...told, kind: 'name', name })]
        : []),
    ];
  }),
});
