import { putState } from './h02-text.ts';
import type { Reading } from './protocol.ts';
import { METRES_PER_SECOND_PER_KNOT } from './units.ts';
import { AttributeBag } from './wire/attribute-bag.ts';
import { instantOf } from './wire/clock.ts';
import { Cursor } from './wire/cursor.ts';
import { dropped, readingOf, whyNot } from './wire/reading.ts';

const VALID = 2;
const NORTH = 4;
const EAST = 8;

/** Frames of 32 and of 45 bytes have a number of ten digits; those of 42 one of fifteen. */
export const H02_LENGTHS = [45, 32, 42] as const;
const LONG_ID_LENGTH = 42;

/** Six steps, of which the upper are wider; from seven on it is a percentage. */
const batteryOf = (value: number): number | undefined => {
  if (value === 0 || value > 100) return undefined;
  if (value <= 3) return (value - 1) * 10;
  return value <= 6 ? (value - 1) * 20 : value;
};

/** Degrees of digits `ddmmmmmm` or `dddmmmmmm`, with four decimals of a minute. */
const angleOf = (digits: string): number => {
  const minutes = Number(digits.slice(-6)) / 10_000;
  return minutes < 60 ? Number(digits.slice(0, -6)) + minutes / 60 : Number.NaN;
};

/** A frame after its dollar sign: everything but the battery and the state are decimal digits, two in a byte. */
export const readH02Binary = (
  bytes: Buffer,
  start: number,
  end: number,
  now: number,
): { readonly deviceId: string | undefined; readonly reading: Reading } => {
  const isLongId = end - start === LONG_ID_LENGTH;
  const cursor = new Cursor(bytes, start + 1, end);
  const id = cursor.hex(isLongId ? 8 : 5).slice(0, 15);
  const [hour, minute, second, day, month, year] = Array.from({ length: 6 }, () => cursor.hex(1));
  const lat = cursor.hex(4);
  const battery = cursor.unsigned(1);
  const lonAndFlags = cursor.hex(5);
  const speedAndHeading = cursor.hex(3);
  const state = cursor.unsigned(4);
  const [lon, flags] = [lonAndFlags.slice(0, 9), Number.parseInt(lonAndFlags.slice(9), 16)];
  const digits = [id, hour, minute, second, day, month, year, lat, lon, speedAndHeading].join('');
  if (!/^\d+$/.test(digits))
    return { deviceId: undefined, reading: dropped(undefined, 'malformed', whyNot('malformed')) };
  if (!(flags & VALID)) return { deviceId: id, reading: dropped(id, 'no-position', 'The position is not valid.') };
  const bag = new AttributeBag();
  bag.put('batteryLevel', batteryOf(battery));
  putState(bag, state);
  const measured = {
    at: instantOf(Number(year), Number(month), Number(day), Number(hour), Number(minute), Number(second)),
    lat: angleOf(lat) * (flags & NORTH ? 1 : -1),
    lon: angleOf(lon) * (flags & EAST ? 1 : -1),
    speed: Number(speedAndHeading.slice(0, 3)) * METRES_PER_SECOND_PER_KNOT,
    heading: Number(speedAndHeading.slice(3)),
    attributes: bag.all,
  };
  return { deviceId: id, reading: readingOf(id, measured, now) };
};
