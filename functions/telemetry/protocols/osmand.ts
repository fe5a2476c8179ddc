import { z } from 'zod';
import type { Attributes } from '../contract.ts';
import { type Decoded, decoded } from '../decoded.ts';
import { Accuracy, Altitude, AttributeMap, Heading, Latitude, Longitude, Speed } from '../fix.ts';
import { unrolled } from '../pipeline/rollover.ts';
import { METRES_PER_SECOND_PER_KNOT } from './units.ts';

/** Empty text is no number: `Number('')` would be a zero in the Gulf of Guinea. */
const numeric = (text: unknown): unknown => {
  if (typeof text !== 'string') return text;
  return text.trim() === '' ? Number.NaN : Number(text);
};
const number = <Schema extends z.ZodType<number>>(schema: Schema) => z.preprocess(numeric, schema);
/** Phones say -1 when they do not know. */
const known = <Schema extends z.ZodType<number>>(schema: Schema, scale = 1) =>
  z.preprocess((text) => {
    const value = numeric(text);
    if (typeof value !== 'number') return value;
    return value < 0 ? undefined : value * scale;
  }, schema.optional());

const SECONDS = /^\d{1,10}(\.\d+)?$/;
const MILLISECONDS = /^\d{11,14}$/;
const WRITTEN = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2}(?:\.\d+)?)(Z|[+-]\d{2}:\d{2})?$/;

const isDay = (day: string) => z.iso.date().safeParse(day).success;

/** Unix seconds, Unix milliseconds, ISO 8601 or `yyyy-MM-dd HH:mm:ss` in UTC; milliseconds since 1970, or NaN. */
export const instantOf = (text: string): number => {
  if (SECONDS.test(text)) return Math.round(Number(text) * 1000);
  if (MILLISECONDS.test(text)) return Number(text);
  // Date.parse alone takes "-5" for a month and "fix 7" for a July, and the 30th of February for the 2nd of March.
  const [, day, time, zone = 'Z'] = WRITTEN.exec(text) ?? [];
  return day && isDay(day) ? Date.parse(`${day}T${time}${zone}`) : Number.NaN;
};

const Timestamp = z
  .string()
  .transform((text) => instantOf(text.trim()))
  .refine((at) => Number.isFinite(at), 'Expected Unix seconds or milliseconds, or an ISO 8601 time.');

const Message = z.object({
  lat: number(Latitude),
  lon: number(Longitude),
  timestamp: Timestamp.optional(),
  speed: known(Speed, METRES_PER_SECOND_PER_KNOT),
  bearing: known(Heading),
  accuracy: known(Accuracy),
  altitude: z.preprocess(numeric, Altitude.optional()),
  attributes: AttributeMap.optional(),
});

const FIELDS = new Set([
  'lat',
  'lon',
  'timestamp',
  'speed',
  'bearing',
  'heading',
  'accuracy',
  'altitude',
  'id',
  'deviceid',
  'location',
  'valid',
]);
const RENAMED = new Map([
  ['batt', 'batteryLevel'],
  // Of the phone; `charging` is for the vehicle's battery.
  ['charge', 'deviceCharging'],
  ['driverUniqueId', 'driverTag'],
]);

const NUMBER = /^-?(?:0|[1-9]\d{0,14})(?:\.\d{1,9})?$/;

const scalar = (text: string): string | number | boolean => {
  if (text === 'true' || text === 'false') return text === 'true';
  // Only what a number would be written as: an identifier such as 00123 or one too long to be exact must stay as it is.
  return NUMBER.test(text) ? Number(text) : text;
};

const attributesOf = (fields: URLSearchParams): Attributes =>
  Object.fromEntries(
    [...fields].filter(([name]) => !FIELDS.has(name)).map(([name, text]) => [RENAMED.get(name) ?? name, scalar(text)]),
  );

/**
 * The OsmAnd protocol: one fix in a query or a form. Speed is in knots, as Traccar documents it; without a timestamp the fix is of now.
 * Fields it does not know become attributes. Source: https://www.traccar.org/osmand/
 */
export const readOsmAnd = (fields: URLSearchParams, now: number): Decoded => {
  const [lat, lon] = fields.get('location')?.split(',') ?? [];
  const attributes = attributesOf(fields);
  const parsed = Message.safeParse({
    lat: fields.get('lat') ?? lat,
    lon: fields.get('lon') ?? lon,
    timestamp: fields.get('timestamp') ?? undefined,
    speed: fields.get('speed') ?? undefined,
    bearing: fields.get('bearing') ?? fields.get('heading') ?? undefined,
    accuracy: fields.get('accuracy') ?? undefined,
    altitude: fields.get('altitude') ?? undefined,
    ...(Object.keys(attributes).length > 0 && { attributes }),
  });
  const toFix = ({ timestamp = now, bearing: heading, ...rest }: z.output<typeof Message>) => ({
    ...rest,
    heading,
    at: unrolled(timestamp, now),
  });
  return decoded(parsed, toFix, ['timestamp'], now);
};
