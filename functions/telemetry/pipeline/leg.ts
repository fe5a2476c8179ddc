import type { ReceivedFix } from '../fix.ts';

/** The way from one kept fix of a vehicle to the next: what every stage of the pipeline looks at. */
export interface Leg {
  readonly fix: ReceivedFix;
  /** The kept fix before; absent for a vehicle's first. */
  readonly from: ReceivedFix | undefined;
  /** Between the two; 0 for the first. */
  readonly seconds: number;
  /** As the crow flies; 0 for the first. */
  readonly metres: number;
  /** Metres per second: the device's own, or that of the way when it says none. */
  readonly speed: number;
  /** As far as the device says. */
  readonly ignition: boolean | undefined;
}

const RADIANS = Math.PI / 180;
/** The mean radius of IUGG's GRS 80. */
const EARTH_METRES = 6_371_008.8;
/** Below a kilometre the flat formula differs from the sphere's by less than a millimetre, and costs a third. */
const NEAR_DEGREES = 0.01;

/** Metres between two points on the sphere: the haversine formula, and the flat one where it is as good. */
export const metresBetween = (lat1: number, lon1: number, lat2: number, lon2: number): number => {
  const dLat = lat2 - lat1;
  let dLon = Math.abs(lon2 - lon1);
  if (dLon > 180) dLon = 360 - dLon;
  if (dLat < NEAR_DEGREES && dLat > -NEAR_DEGREES && dLon < NEAR_DEGREES && Math.abs(lat1) < 80) {
    const x = dLon * Math.cos(((lat1 + lat2) / 2) * RADIANS);
    return Math.sqrt(x * x + dLat * dLat) * RADIANS * EARTH_METRES;
  }
  const s = Math.sin((dLat * RADIANS) / 2);
  const t = Math.sin((dLon * RADIANS) / 2);
  const h = s * s + Math.cos(lat1 * RADIANS) * Math.cos(lat2 * RADIANS) * t * t;
  return 2 * EARTH_METRES * Math.asin(Math.min(1, Math.sqrt(h)));
};

/** The way from the last kept fix to this one. */
export const legOf = (from: ReceivedFix | undefined, fix: ReceivedFix): Leg => {
  const seconds = from ? (fix.at - from.at) / 1000 : 0;
  const metres = from ? metresBetween(from.lat, from.lon, fix.lat, fix.lon) : 0;
  const ignition = fix.attributes?.ignition;
  return {
    fix,
    from,
    seconds,
    metres,
    speed: fix.speed ?? (seconds > 0 ? metres / seconds : 0),
    ignition: typeof ignition === 'boolean' ? ignition : undefined,
  };
};
