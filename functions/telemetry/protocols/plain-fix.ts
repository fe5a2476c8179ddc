import { type Fix, MAX_AHEAD_MS, rounded } from '../fix.ts';
import { withBusData } from '../obd/bus-data.ts';

/** What a fix of a batch has to be in order to need no second look: nearly every one is. */
interface Plain {
  readonly deviceId: string;
  readonly fix: Fix;
}

/** Every month has these days, so that nothing has to be known of calendars. */
const USUAL_TIME = /^20\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,3})?Z$/;
const USUAL_DEVICE = /^\w[\w.:-]{0,63}$/;
/** However they are written as JSON, so many take less than attributes may. */
const MAX_PLAIN_ATTRIBUTES = 16;
const MAX_PLAIN_CHARACTERS = 200;
const MAX_PLAIN_NAME = 64;

const isWithin = (value: unknown, min: number, max: number): value is number =>
  typeof value === 'number' && value >= min && value <= max;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isScalar = (value: unknown): boolean =>
  typeof value === 'boolean' || typeof value === 'string' || (typeof value === 'number' && Number.isFinite(value));

const arePlain = (attributes: object): attributes is NonNullable<Fix['attributes']> => {
  let count = 0;
  let characters = 0;
  for (const [name, value] of Object.entries(attributes)) {
    if (name.length === 0 || name.length > MAX_PLAIN_NAME || name === '__proto__' || !isScalar(value)) return false;
    count += 1;
    characters += name.length + (typeof value === 'string' ? value.length : 0);
  }
  return count <= MAX_PLAIN_ATTRIBUTES && characters <= MAX_PLAIN_CHARACTERS;
};

/**
 * Reads a fix that is as most are, at a tenth of what its schema takes. Whatever is unusual, and all that is wrong, answers `undefined`: then the schema
 * decides. It never takes what the schema would not, and reads it the same.
 */
export const readPlainFix = (raw: unknown, now: number): Plain | undefined => {
  if (!isObject(raw)) return undefined;
  const { deviceId, at: time, lat, lon, speed, heading, accuracy, altitude, attributes } = raw;
  if (typeof deviceId !== 'string' || !USUAL_DEVICE.test(deviceId)) return undefined;
  if (typeof time !== 'string' || !USUAL_TIME.test(time)) return undefined;
  const at = Date.parse(time);
  if (at > now + MAX_AHEAD_MS) return undefined;
  if (!isWithin(lat, -90, 90) || !isWithin(lon, -180, 180)) return undefined;
  const fix: { -readonly [Key in keyof Fix]: Fix[Key] } = {
    at,
    lat: rounded.degrees(lat),
    lon: rounded.degrees(lon),
  };
  if (speed !== undefined) {
    if (!isWithin(speed, 0, 400)) return undefined;
    fix.speed = rounded.speed(speed);
  }
  if (heading !== undefined) {
    if (!isWithin(heading, 0, 360)) return undefined;
    fix.heading = rounded.heading(heading);
  }
  if (accuracy !== undefined) {
    if (!isWithin(accuracy, 0, 1_000_000)) return undefined;
    fix.accuracy = rounded.hundredths(accuracy);
  }
  if (altitude !== undefined) {
    if (!isWithin(altitude, -1_000, 50_000)) return undefined;
    fix.altitude = rounded.hundredths(altitude);
  }
  if (attributes !== undefined) {
    if (!isObject(attributes) || !arePlain(attributes)) return undefined;
    fix.attributes = withBusData(attributes);
  }
  return { deviceId, fix };
};
