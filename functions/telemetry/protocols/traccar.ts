import { z } from 'zod';
import { type Decoded, decoded } from '../decoded.ts';
import { Accuracy, Altitude, type Fix, Heading, Latitude, Longitude, Speed } from '../fix.ts';
import { unrolled } from '../pipeline/rollover.ts';

/** Phones say -1 when they do not know. */
const known = <Schema extends z.ZodType<number>>(schema: Schema) =>
  z.preprocess(
    (value) => (value === null || (typeof value === 'number' && value < 0) ? undefined : value),
    schema.optional(),
  );

/** What is nice to have: whatever is wrong with it must not cost the position. */
const extras = <Shape extends Record<string, z.ZodType>>(shape: Shape) =>
  Object.fromEntries(Object.entries(shape).map(([name, schema]) => [name, schema.optional().catch(undefined)])) as {
    [Name in keyof Shape]: z.ZodCatch<z.ZodOptional<Shape[Name]>>;
  };

const Location = z.object({
  timestamp: z
    .union([z.iso.datetime({ offset: true }), z.number()])
    .transform((time) => (typeof time === 'number' ? Math.round(time) : Date.parse(time))),
  coords: z.object({
    latitude: Latitude,
    longitude: Longitude,
    speed: known(Speed),
    heading: known(Heading),
    accuracy: known(Accuracy),
    altitude: z.preprocess((value) => value ?? undefined, Altitude.optional()),
  }),
  ...extras({ odometer: z.number().min(0), is_moving: z.boolean(), event: z.string().max(64) }),
  battery: z.object(extras({ level: z.number().min(0), is_charging: z.boolean() })).catch({}),
  activity: z.object(extras({ type: z.string().max(64) })).catch({}),
});

/** One location, or several that a phone has kept while it had no network. */
export const TraccarMessage = z.object({
  location: z.union([
    z.array(z.unknown()).min(1).max(1_000),
    z.unknown().refine((location) => location !== undefined && !Array.isArray(location)),
  ]),
});

const attributesOf = ({
  odometer,
  is_moving,
  event,
  battery,
  activity,
}: z.output<typeof Location>): Fix['attributes'] => {
  const { level } = battery;
  const named = {
    odometer,
    motion: is_moving,
    event,
    batteryLevel: level === undefined ? undefined : Math.round(level * 100),
    // Of the phone; `charging` is for the vehicle's battery.
    deviceCharging: battery.is_charging,
    activity: activity.type,
  };
  const present = Object.entries(named).filter(
    (entry): entry is [string, string | number | boolean] => entry[1] !== undefined,
  );
  return present.length > 0 ? Object.fromEntries(present) : undefined;
};

/**
 * One location of the Traccar Client in its JSON form. Speed is in metres per second, the battery's level from 0 to 1.
 * Source: https://www.traccar.org/client/ and the payload of its background-geolocation library.
 */
export const readTraccar = (location: unknown, now: number): Decoded =>
  decoded(
    Location.safeParse(location),
    (message) => {
      const { latitude: lat, longitude: lon, ...rest } = message.coords;
      return { at: unrolled(message.timestamp, now), lat, lon, ...rest, attributes: attributesOf(message) };
    },
    ['timestamp'],
    now,
  );
