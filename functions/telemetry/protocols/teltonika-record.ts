import type { Reading } from './protocol.ts';
import { ELEMENTS, putLong, putWide, REPEATED, SECOND_CHOICE } from './teltonika-elements.ts';
import { METRES_PER_SECOND_PER_KMH } from './units.ts';
import { AttributeBag } from './wire/attribute-bag.ts';
import type { Cursor } from './wire/cursor.ts';
import { dropped, type Measured, readingOf } from './wire/reading.ts';

export const CODEC_8 = 0x08;
export const CODEC_8_EXTENDED = 0x8e;
export const CODEC_16 = 0x10;

const DEGREES = 1e-7;

/** How wide the numbers of elements and their counts are. */
interface Widths {
  readonly id: 1 | 2;
  readonly count: 1 | 2;
}

const widthsOf = (codec: number): Widths => {
  if (codec === CODEC_8_EXTENDED) return { id: 2, count: 2 };
  return codec === CODEC_16 ? { id: 2, count: 1 } : { id: 1, count: 1 };
};

const SIZES = [1, 2, 4] as const;

/** The input/output elements: those with a name first, so that there is room for them; then second choices, then those without. */
const readElements = (cursor: Cursor, codec: number, bag: AttributeBag): void => {
  const { id: idWidth, count: countWidth } = widthsOf(codec);
  const rest: number[] = [];
  for (const size of SIZES)
    for (let left = cursor.unsigned(countWidth); left > 0 && !cursor.isShort; left--) {
      const id = cursor.unsigned(idWidth);
      const value = cursor.unsigned(size);
      const put = ELEMENTS.get(id);
      if (put) put(bag, value, size);
      else if (!REPEATED.has(id)) rest.push(id, value, size);
    }
  for (let left = cursor.unsigned(countWidth); left > 0 && !cursor.isShort; left--)
    putWide(bag, cursor.unsigned(idWidth), cursor.unsigned64());
  if (codec === CODEC_8_EXTENDED)
    for (let left = cursor.unsigned(2); left > 0 && !cursor.isShort; left--)
      putLong(bag, cursor.unsigned(2), cursor.bytes(cursor.unsigned(2)));
  putRest(bag, rest);
};

const putRest = (bag: AttributeBag, rest: readonly number[]): void => {
  const isSecond = (index: number) => SECOND_CHOICE.has(rest[index] ?? -1);
  for (const isWanted of [isSecond, (index: number) => !isSecond(index)])
    for (let index = 0; index < rest.length; index += 3) {
      const [id = 0, value = 0, size = 0] = [rest[index], rest[index + 1], rest[index + 2]];
      if (!isWanted(index)) continue;
      const second = SECOND_CHOICE.get(id);
      if (!second) bag.put(`io${id}`, value);
      else if (!bag.has(second[0])) second[1](bag, value, size);
    }
};

/**
 * One record. Without satellites the device repeats its last place, which is no position of that moment.
 * Source: https://wiki.teltonika-gps.com/view/Teltonika_Data_Sending_Protocols
 */
export const readRecord = (cursor: Cursor, codec: number, deviceId: string | undefined, now: number): Reading => {
  const at = cursor.unsigned(4) * 2 ** 32 + cursor.unsigned(4);
  cursor.skip(1); // the priority
  const lon = cursor.signed(4) * DEGREES;
  const lat = cursor.signed(4) * DEGREES;
  const altitude = cursor.signed(2);
  const heading = cursor.unsigned(2);
  const satellites = cursor.unsigned(1);
  const speed = cursor.unsigned(2) * METRES_PER_SECOND_PER_KMH;
  const { id, count } = widthsOf(codec);
  cursor.skip(id); // the element that caused the record
  if (codec === CODEC_16) cursor.skip(1); // how it was caused
  cursor.skip(count); // how many elements of all sizes
  const bag = new AttributeBag();
  bag.put('satellites', satellites);
  readElements(cursor, codec, bag);
  if (satellites === 0) return dropped(deviceId, 'no-position', 'The device sees no satellites.', ['satellites']);
  const measured: Measured = { at, lat, lon, speed, heading, altitude, attributes: bag.all };
  return readingOf(deviceId, measured, now);
};
