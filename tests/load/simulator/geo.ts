const { abs, asin, atan2, cos, min, sin, sqrt, PI } = Math;

/** A place on the earth in degrees. */
export interface Place {
  readonly lat: number;
  readonly lon: number;
}

export const METRES_PER_DEGREE = 111_195;
const EARTH_RADIUS = 6_371_009;

export const radians = (degrees: number): number => (degrees * PI) / 180;
export const degrees = (angle: number): number => (angle * 180) / PI;

/** Great-circle distance in metres. */
export const distance = (a: Place, b: Place): number => {
  const dLat = radians(b.lat - a.lat) / 2;
  const dLon = radians(b.lon - a.lon) / 2;
  const h = sin(dLat) ** 2 + cos(radians(a.lat)) * cos(radians(b.lat)) * sin(dLon) ** 2;
  return 2 * EARTH_RADIUS * asin(sqrt(min(1, h)));
};

/** Initial course from `a` to `b` in degrees, 0 <= course < 360, north is 0 and east is 90. */
export const course = (a: Place, b: Place): number => {
  const dLon = radians(b.lon - a.lon);
  const y = sin(dLon) * cos(radians(b.lat));
  const x = cos(radians(a.lat)) * sin(radians(b.lat)) - sin(radians(a.lat)) * cos(radians(b.lat)) * cos(dLon);
  return (degrees(atan2(y, x)) + 360) % 360;
};

/** The smaller angle between two courses, 0 to 180 degrees. */
export const turn = (a: number, b: number): number => {
  const difference = abs(a - b) % 360;
  return difference > 180 ? 360 - difference : difference;
};

/** The place `share` of the way from `a` to `b`; straight in degrees, which is right for a few hundred metres. */
export const between = (a: Place, b: Place, share: number): Place => ({
  lat: a.lat + (b.lat - a.lat) * share,
  lon: a.lon + (b.lon - a.lon) * share,
});

/** The place some metres east and north of `origin`; good for distances up to about 100 km away from the poles. */
export const offset = (origin: Place, east: number, north: number): Place => ({
  lat: origin.lat + north / METRES_PER_DEGREE,
  lon: origin.lon + east / (METRES_PER_DEGREE * cos(radians(origin.lat))),
});
