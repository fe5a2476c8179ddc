import { DeviceId } from '../../../devices/contract.ts';

/** A frame of text, and whether its end was there: the last one of a body may have been cut off. */
export interface Line {
  readonly text: string;
  readonly isWhole: boolean;
}

/** A body of the longest size taken has fewer, unless its lines are shorter than any real one. */
const MOST_LINES = 100_000;

/** Splits at any of the characters given; frames without text are none. */
export const linesOf = (text: string, ends: RegExp): Line[] => {
  const lines = text.split(ends, MOST_LINES);
  const last = lines.length - 1;
  return lines.map((line, index) => ({ text: line.trim(), isWhole: index < last })).filter((line) => line.text !== '');
};

/** A name that a device may have with us; anything else would be none. */
export const nameOf = (text: string | undefined): string | undefined =>
  text !== undefined && DeviceId.safeParse(text).success ? text : undefined;

const NUMBER = /^[+-]?(?:\d{1,20}(?:\.\d{0,20})?|\.\d{1,20})$/;

/** A decimal number as trackers write it; NaN for anything else, such as an empty field. `Number('')` would be 0, `Number('0x1')` 1. */
export const numberOf = (text: string | undefined): number =>
  text !== undefined && NUMBER.test(text) ? Number(text) : Number.NaN;

const ANGLE = /^(\d{1,3})(\d{2}(?:\.\d{0,20})?)$/;
const SIGN = new Map([
  ['N', 1],
  ['S', -1],
  ['E', 1],
  ['W', -1],
]);

/** Degrees of an angle as NMEA 0183 writes it, `ddmm.mmmm` or `dddmm.mmmm`, and its hemisphere. NaN when it is none. */
export const degreesOf = (angle: string | undefined, hemisphere: string | undefined): number => {
  const [, degrees, minutes] = ANGLE.exec(angle ?? '') ?? [];
  const sign = SIGN.get(hemisphere ?? '');
  if (degrees === undefined || sign === undefined || Number(minutes) >= 60) return Number.NaN;
  return sign * (Number(degrees) + Number(minutes) / 60);
};
