export const RADIANS = Math.PI / 180;
/** The mean radius of IUGG's GRS 80. */
export const EARTH_METRES = 6_371_008.8;
export const METRES_PER_DEGREE = EARTH_METRES * RADIANS;
/** Below a kilometre the flat formula differs from the sphere's by less than a millimetre, and costs a third. */
const NEAR_DEGREES = 0.01;

/** Metres between two points on the sphere: the haversine formula, and the flat one where it is as good. */
export const metresBetween = (lat1: number, lon1: number, lat2: number, lon2: number): number => {
  const dLat = lat2 - lat1;
  let dLon = Math.abs(lon2 - lon1);
  if (dLon > 180) dLon = 360 - dLon;
  if (dLat < NEAR_DEGREES && dLat > -NEAR_DEGREES && dLon < NEAR_DEGREES && Math.abs(lat1) < 80) {
    const x = dLon * Math.cos(((lat1 + lat2) / 2) * RADIANS);
    return Math.sqrt(x * x + dLat * dLat) * METRES_PER_DEGREE;
  }
  const s = Math.sin((dLat * RADIANS) / 2);
  const t = Math.sin((dLon * RADIANS) / 2);
  const h = s * s + Math.cos(lat1 * RADIANS) * Math.cos(lat2 * RADIANS) * t * t;
  return 2 * EARTH_METRES * Math.asin(Math.min(1, Math.sqrt(h)));
};

/** How far east one has to go, degrees from -180 to 180: the short way round. */
export const eastwards = (fromLon: number, toLon: number): number => {
  const degrees = toLon - fromLon;
  return degrees > 180 ? degrees - 360 : degrees < -180 ? degrees + 360 : degrees;
};
