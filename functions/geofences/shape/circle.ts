import { EARTH_METRES, eastwards, METRES_PER_DEGREE, metresBetween, RADIANS } from '../../../shared/kernel/earth.ts';
import type { GeoPoint } from '../../places/contract.ts';
import type { Bounds, Geometry } from './geometry.ts';

const ALL_AROUND = { west: -180, east: 180 };

/** What has in it all that is so near to a point. */
export const boundsAround = ({ lat, lon }: GeoPoint, metres: number): Bounds => {
  const south = Math.max(-90, lat - metres / METRES_PER_DEGREE);
  const north = Math.min(90, lat + metres / METRES_PER_DEGREE);
  const reach = Math.sin(metres / EARTH_METRES) / Math.cos(lat * RADIANS);
  // A pole lies in it.
  if (south === -90 || north === 90 || reach >= 1) return { south, north, ...ALL_AROUND };
  const half = Math.asin(reach) / RADIANS;
  const west = lon - half < -180 ? lon - half + 360 : lon - half;
  return { south, north, west, east: west + 2 * half };
};

/** How far along a straight way one is nearest to a point, the ends included; all on a plane. */
export const nearestFraction = (
  pointX: number,
  pointY: number,
  fromX: number,
  fromY: number,
  toX: number,
  toY: number,
): number => {
  const [x, y] = [toX - fromX, toY - fromY];
  const length = x * x + y * y;
  if (length === 0) return 0;
  return Math.min(1, Math.max(0, ((pointX - fromX) * x + (pointY - fromY) * y) / length));
};

export const circle = (center: GeoPoint, radiusMetres: number): Geometry => {
  const { lat: centreLat, lon: centreLon } = center;
  const metresFrom = (lat: number, lon: number) => metresBetween(centreLat, centreLon, lat, lon) - radiusMetres;
  return {
    bounds: boundsAround(center, radiusMetres),
    areaSquareMetres: 2 * Math.PI * EARTH_METRES ** 2 * (1 - Math.cos(radiusMetres / EARTH_METRES)),
    depthMetres: radiusMetres,
    metresFrom,
    meetsAt(fromLat, fromLon, toLat, toLon) {
      const scale = Math.cos(((fromLat + toLat) / 2) * RADIANS);
      const fromX = eastwards(centreLon, fromLon) * scale;
      const toX = fromX + eastwards(fromLon, toLon) * scale;
      const at = nearestFraction(0, centreLat, fromX, fromLat, toX, toLat);
      const [lat, lon] = [fromLat + at * (toLat - fromLat), fromLon + at * eastwards(fromLon, toLon)];
      return metresFrom(lat, lon) <= 0 ? at : -1;
    },
  };
};
