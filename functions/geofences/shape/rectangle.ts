import { EARTH_METRES, eastwards, METRES_PER_DEGREE, RADIANS } from '../../../shared/kernel/earth.ts';
import type { GeoPoint } from '../../places/contract.ts';
import type { Geometry } from './geometry.ts';

/** Between two meridians and two parallels. A west that is greater than the east is on the other side of the 180th meridian. */
export const rectangle = (southWest: GeoPoint, northEast: GeoPoint): Geometry => {
  const [south, north, west] = [southWest.lat, northEast.lat, southWest.lon];
  const width = northEast.lon > west ? northEast.lon - west : northEast.lon - west + 360;
  const [halfWidth, halfHeight] = [width / 2, (north - south) / 2];
  const middleLat = south + halfHeight;
  const middleLon = west + halfWidth > 180 ? west + halfWidth - 360 : west + halfWidth;

  const metresFrom = (lat: number, lon: number) => {
    const x = (Math.abs(eastwards(middleLon, lon)) - halfWidth) * Math.cos(lat * RADIANS);
    const y = Math.abs(lat - middleLat) - halfHeight;
    if (x <= 0 || y <= 0) return Math.max(x, y) * METRES_PER_DEGREE;
    return Math.sqrt(x * x + y * y) * METRES_PER_DEGREE;
  };
  const metresWide = width * METRES_PER_DEGREE * Math.cos(middleLat * RADIANS);
  const metresHigh = 2 * halfHeight * METRES_PER_DEGREE;
  return {
    bounds: { south, north, west, east: west + width },
    areaSquareMetres: EARTH_METRES ** 2 * width * RADIANS * (Math.sin(north * RADIANS) - Math.sin(south * RADIANS)),
    depthMetres: Math.min(metresWide, metresHigh) / 2,
    metresFrom,
    // Liang and Barsky's clipping: what is left of the way between each pair of sides.
    meetsAt(fromLat, fromLon, toLat, toLon) {
      const fromX = eastwards(middleLon, fromLon);
      const fromY = fromLat - middleLat;
      const x = eastwards(fromLon, toLon);
      const y = toLat - fromLat;
      let [enters, leaves] = [0, 1];
      for (const [start, way, half] of [
        [fromX, x, halfWidth],
        [fromY, y, halfHeight],
      ] as const) {
        if (way === 0 && Math.abs(start) > half) return -1;
        if (way === 0) continue;
        const [one, other] = [(-half - start) / way, (half - start) / way];
        enters = Math.max(enters, Math.min(one, other));
        leaves = Math.min(leaves, Math.max(one, other));
      }
      return enters <= leaves ? (enters + leaves) / 2 : -1;
    },
  };
};
