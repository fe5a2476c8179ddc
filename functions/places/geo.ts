import type { GeoPoint } from './contract.ts';

/** The mean radius of the earth, metres (IUGG). */
const EARTH = 6_371_008.8;

const radians = (degrees: number) => (degrees * Math.PI) / 180;
const degrees = (radians: number) => (radians * 180) / Math.PI;

/** The great-circle distance of two points in metres, by the haversine formula: right to half a percent. */
export const distanceOf = (a: GeoPoint, b: GeoPoint): number => {
  const [dLat, dLon] = [radians(b.lat - a.lat), radians(b.lon - a.lon)];
  const h = Math.sin(dLat / 2) ** 2 + Math.cos(radians(a.lat)) * Math.cos(radians(b.lat)) * Math.sin(dLon / 2) ** 2;
  return 2 * EARTH * Math.asin(Math.min(1, Math.sqrt(h)));
};

/** Inclusive lower and exclusive upper bounds in degrees. */
export interface Box {
  readonly lat: readonly [from: number, to: number];
  readonly lon: readonly [from: number, to: number];
}

/** A little more than what seven digits can tell apart, so that rounding leaves nothing out. */
const MARGIN = 1e-6;
const ALL_AROUND = [-180, 180 + MARGIN] as const;

const longitudes = ({ lat, lon }: GeoPoint, angle: number): (readonly [number, number])[] => {
  const reach = Math.sin(angle) / Math.cos(radians(lat));
  // The circle has a pole in it.
  if (Math.abs(radians(lat)) + angle >= Math.PI / 2 || reach >= 1) return [ALL_AROUND];
  const half = degrees(Math.asin(reach)) + MARGIN;
  const [from, to] = [lon - half, lon + half];
  if (from < -180)
    return [
      [-180, to],
      [from + 360, ALL_AROUND[1]],
    ];
  if (to > 180)
    return [
      [from, ALL_AROUND[1]],
      [-180, to - 360],
    ];
  return [[from, to]];
};

/** Boxes that have every point of the circle in them: one, or two where the circle crosses the date line. */
export const boxesAround = (centre: GeoPoint, metres: number): Box[] => {
  const angle = metres / EARTH;
  const lat = [centre.lat - degrees(angle) - MARGIN, centre.lat + degrees(angle) + MARGIN] as const;
  return longitudes(centre, angle).map((lon) => ({ lat, lon }));
};
