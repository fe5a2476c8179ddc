/** A point on the WGS 84 ellipsoid, degrees. */
export interface Point {
  readonly lat: number;
  readonly lon: number;
}

/** Mean Earth radius in metres, IUGG. */
const EARTH_RADIUS_M = 6_371_008.8;
const radians = (degrees: number) => (degrees * Math.PI) / 180;

/**
 * Great-circle distance in metres (haversine formula, R. W. Sinnott, "Virtues of the Haversine", Sky and Telescope 68, 1984).
 * On the ellipsoid it is off by up to 0.5 %.
 */
export const distance = (a: Point, b: Point): number => {
  const dLat = Math.sin(radians(b.lat - a.lat) / 2);
  const dLon = Math.sin(radians(b.lon - a.lon) / 2);
  const h = dLat * dLat + Math.cos(radians(a.lat)) * Math.cos(radians(b.lat)) * dLon * dLon;
  return 2 * EARTH_RADIUS_M * Math.asin(Math.min(1, Math.sqrt(h)));
};
