/** `[longitude, latitude]` in degrees, as GeoJSON writes it. */
export type Position = readonly [number, number, ...number[]];

const EQUATOR = 6_378_137;
const FLATTENING = 1 / 298.257223563;
const POLE = EQUATOR * (1 - FLATTENING);
const RADIAN = Math.PI / 180;
const MEAN_RADIUS = 6_371_008.8;
const PRECISION = 1e-12;
const MAX_ROUNDS = 100;

const onSphere = ([fromLongitude, fromLatitude]: Position, [toLongitude, toLatitude]: Position): number => {
  const north = Math.sin(((toLatitude - fromLatitude) * RADIAN) / 2) ** 2;
  const east = Math.sin(((toLongitude - fromLongitude) * RADIAN) / 2) ** 2;
  const chord = north + Math.cos(fromLatitude * RADIAN) * Math.cos(toLatitude * RADIAN) * east;
  return 2 * MEAN_RADIUS * Math.asin(Math.sqrt(chord));
};

/** Metres along the WGS-84 ellipsoid, by Vincenty's inverse formula. */
export const distance = (from: Position, to: Position): number => {
  if (from[0] === to[0] && from[1] === to[1]) return 0;
  const longitude = (to[0] - from[0]) * RADIAN;
  const reducedFrom = Math.atan((1 - FLATTENING) * Math.tan(from[1] * RADIAN));
  const reducedTo = Math.atan((1 - FLATTENING) * Math.tan(to[1] * RADIAN));
  const [sinFrom, cosFrom] = [Math.sin(reducedFrom), Math.cos(reducedFrom)];
  const [sinTo, cosTo] = [Math.sin(reducedTo), Math.cos(reducedTo)];
  let lambda = longitude;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const [sinLambda, cosLambda] = [Math.sin(lambda), Math.cos(lambda)];
    const sinSigma = Math.hypot(cosTo * sinLambda, cosFrom * sinTo - sinFrom * cosTo * cosLambda);
    const cosSigma = sinFrom * sinTo + cosFrom * cosTo * cosLambda;
    const sigma = Math.atan2(sinSigma, cosSigma);
    const sinAlpha = (cosFrom * cosTo * sinLambda) / sinSigma;
    const cosSquaredAlpha = 1 - sinAlpha ** 2;
    const cosDouble = cosSquaredAlpha === 0 ? 0 : cosSigma - (2 * sinFrom * sinTo) / cosSquaredAlpha;
    const c = (FLATTENING / 16) * cosSquaredAlpha * (4 + FLATTENING * (4 - 3 * cosSquaredAlpha));
    const correction = sigma + c * sinSigma * (cosDouble + c * cosSigma * (2 * cosDouble ** 2 - 1));
    const next = longitude + (1 - c) * FLATTENING * sinAlpha * correction;
    if (Math.abs(next - lambda) < PRECISION) return arcLength(cosSquaredAlpha, sigma, sinSigma, cosSigma, cosDouble);
    lambda = next;
  }
  // The formula does not settle for nearly opposite points; there the sphere is close enough.
  return onSphere(from, to);
};

const arcLength = (cosSquaredAlpha: number, sigma: number, sin: number, cos: number, cosDouble: number): number => {
  const squared = (cosSquaredAlpha * (EQUATOR ** 2 - POLE ** 2)) / POLE ** 2;
  const a = 1 + (squared / 16384) * (4096 + squared * (-768 + squared * (320 - 175 * squared)));
  const b = (squared / 1024) * (256 + squared * (-128 + squared * (74 - 47 * squared)));
  const inner = (b / 6) * cosDouble * (4 * sin ** 2 - 3) * (4 * cosDouble ** 2 - 3);
  const delta = b * sin * (cosDouble + (b / 4) * (cos * (2 * cosDouble ** 2 - 1) - inner));
  return POLE * a * (sigma - delta);
};

/** The place on the segment `from`–`to` closest to `point`, on a map that is true to scale around `point`. */
export const closestOnSegment = (point: Position, from: Position, to: Position): Position => {
  const scale = Math.cos(point[1] * RADIAN);
  const [east, north] = [(to[0] - from[0]) * scale, to[1] - from[1]];
  const length = east ** 2 + north ** 2;
  const along = ((point[0] - from[0]) * scale * east + (point[1] - from[1]) * north) / length;
  const share = length === 0 ? 0 : Math.min(1, Math.max(0, along));
  return [from[0] + share * (to[0] - from[0]), from[1] + share * (to[1] - from[1])];
};

/** Square metres inside a closed ring, on the sphere. */
export const ringArea = (ring: readonly Position[]): number => {
  let sum = 0;
  ring.forEach((from, index) => {
    const to = ring[index + 1];
    if (to) sum += (to[0] - from[0]) * RADIAN * (2 + Math.sin(from[1] * RADIAN) + Math.sin(to[1] * RADIAN));
  });
  return Math.abs((sum * MEAN_RADIUS ** 2) / 2);
};
