import { z } from 'zod';
import type { Issue } from '../../shared/kernel/errors.ts';
import type { Attributes, Measurement, Position } from './contract.ts';
import { withBusData } from './obd/bus-data.ts';

/** A measurement and its moment, in milliseconds since 1970. */
export interface Fix extends Measurement {
  readonly at: number;
}

/** A fix as it travels on: with the moment of its arrival. */
export interface ReceivedFix extends Fix {
  readonly receivedAt: number;
}

const round = (digits: number) => {
  const factor = 10 ** digits;
  return (value: number) => Math.round(value * factor) / factor;
};

const hundredths = round(2);

/** Rounded once, on the way in, to what history keeps, so that every screen shows the same number. */
export const rounded = {
  degrees: round(7),
  speed: round(3),
  heading: (degrees: number) => hundredths(degrees) % 360,
  hundredths,
};

export const Latitude = z.number().min(-90).max(90).transform(rounded.degrees);
export const Longitude = z.number().min(-180).max(180).transform(rounded.degrees);
/** Above 400 m/s no vehicle of a fleet has ever been. */
export const Speed = z.number().min(0).max(400).transform(rounded.speed);
export const Heading = z.number().min(0).max(360).transform(rounded.heading);
export const Accuracy = z.number().min(0).max(1_000_000).transform(hundredths);
export const Altitude = z.number().min(-1_000).max(50_000).transform(hundredths);

const MAX_ATTRIBUTES = 32;
/** The latest fixes of a whole shard share a document, so each must be small. */
const MAX_ATTRIBUTE_BYTES = 2_048;
const MAX_TEXT = 200;
/** What a bus says in one fix, before it is read. */
const MAX_BUS_TEXT = 1_000;

const mostCharacters = (name: string): number => (name === 'obd' || name === 'j1939' ? MAX_BUS_TEXT : MAX_TEXT);

/** What else a device says; raw data of the vehicle's bus is read. */
export const AttributeMap = z
  .record(z.string().min(1).max(64), z.union([z.string(), z.number(), z.boolean()]))
  .superRefine((attributes, { addIssue }) => {
    for (const [name, value] of Object.entries(attributes)) {
      const most = mostCharacters(name);
      if (typeof value === 'string' && value.length > most)
        addIssue({ code: 'custom', path: [name], message: `At most ${most} characters.` });
    }
  })
  .refine((attributes) => Object.keys(attributes).length <= MAX_ATTRIBUTES, `At most ${MAX_ATTRIBUTES} attributes.`)
  .refine(
    (attributes) => Buffer.byteLength(JSON.stringify(attributes)) <= MAX_ATTRIBUTE_BYTES,
    `At most ${MAX_ATTRIBUTE_BYTES} bytes in all.`,
  )
  .transform(withBusData);

/** A number or a flag, and the signs around it. */
const MAX_SCALAR_BYTES = 26;
/** What most texts are made of takes one byte; what does not is made up for by the others. */
const BYTES_PER_CHARACTER = 2;

/** About how many bytes a fix with such attributes takes in a message or a document: rather too many than too few. */
export const bytesOf = (attributes: Attributes | null | undefined): number => {
  let bytes = 128;
  if (!attributes) return bytes;
  for (const name in attributes) {
    const value = attributes[name];
    bytes += name.length * BYTES_PER_CHARACTER + MAX_SCALAR_BYTES;
    if (typeof value === 'string') bytes += value.length * BYTES_PER_CHARACTER;
  }
  return bytes;
};

/** Devices whose clock is a little fast are common; a fix from tomorrow would hide every later one. */
export const MAX_AHEAD_MS = 5 * 60_000;
export const EARLIEST = Date.UTC(2000, 0, 1);

/** What is wrong with the time of a fix, if anything. */
export const timeIssue = (at: number, now: number, path: readonly PropertyKey[]): Issue | undefined => {
  if (at > now + MAX_AHEAD_MS) return { path, message: 'Lies in the future.' };
  if (at < EARLIEST) return { path, message: 'Lies before the year 2000.' };
  return undefined;
};

export const toPosition = (vehicleId: string, { at, receivedAt, ...rest }: ReceivedFix): Position => ({
  vehicleId,
  at: new Date(at).toISOString(),
  receivedAt: new Date(receivedAt).toISOString(),
  ...rest,
});
