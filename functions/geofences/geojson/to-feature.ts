import type { GeoPoint } from '../../places/contract.ts';
import type { Geofence, Shape } from '../contract.ts';
import { type Corner, unrolled } from '../ring.ts';
import type { GeofenceFeature } from './contract.ts';
import { cutAtSeam, type Polygon, turned } from './seam.ts';

const sevenDigits = (degrees: number): number => Math.round(degrees * 1e7) / 1e7;
const position = ([lon, lat]: Corner): Corner => [sevenDigits(lon), sevenDigits(lat)];
const cornerOf = ({ lat, lon }: GeoPoint): Corner => [lon, lat];

/** Outlines run against the clock, holes with it, and both end where they begin (RFC 7946, 3.1.6). */
const coordinatesOf = (polygon: Polygon) =>
  polygon.map((ring, index) => {
    const corners = turned(ring, index === 0 ? 1 : -1).map(position);
    return [...corners, ...corners.slice(0, 1)];
  });

const geometryOfRings = (rings: readonly (readonly GeoPoint[])[]) => {
  const start = rings[0]?.[0]?.lon;
  const parts = cutAtSeam(rings.map((ring) => unrolled(ring, start))).map(coordinatesOf);
  return parts.length === 1
    ? { type: 'Polygon', coordinates: parts[0] ?? [] }
    : { type: 'MultiPolygon', coordinates: parts };
};

/** The corners of a rectangle, the first in the south west. */
export const cornersOf = ({ southWest, northEast }: Extract<Shape, { type: 'rectangle' }>): GeoPoint[] => [
  southWest,
  { lat: southWest.lat, lon: northEast.lon },
  northEast,
  { lat: northEast.lat, lon: southWest.lon },
];

const geometryOf = (shape: Shape): GeofenceFeature['geometry'] => {
  switch (shape.type) {
    case 'circle':
      return { type: 'Point', coordinates: [...cornerOf(shape.center)] };
    case 'corridor':
      return { type: 'LineString', coordinates: shape.path.map(cornerOf) };
    case 'polygon':
      return geometryOfRings(shape.rings);
    case 'rectangle':
      return geometryOfRings([cornersOf(shape)]);
    case 'around-vehicle':
      return null;
  }
};

/** A geofence as a file of GeoJSON has it, so that it can be read back. */
export const featureOf = ({
  id,
  name,
  description,
  colour,
  tags,
  externalId,
  groupId,
  shape,
}: Geofence): GeofenceFeature => ({
  type: 'Feature',
  id,
  geometry: geometryOf(shape),
  properties: {
    name,
    ...(description !== undefined && { description }),
    ...(colour !== undefined && { colour }),
    tags,
    ...(externalId !== undefined && { externalId }),
    ...(groupId !== undefined && { groupId }),
    shape: shape.type,
    ...('radiusMetres' in shape && { radius: shape.radiusMetres }),
    ...('widthMetres' in shape && { width: shape.widthMetres }),
    ...('vehicleId' in shape && { vehicleId: shape.vehicleId }),
  },
});
