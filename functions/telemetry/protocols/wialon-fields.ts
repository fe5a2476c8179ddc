import { METRES_PER_SECOND_PER_KMH } from './units.ts';
import { AttributeBag } from './wire/attribute-bag.ts';
import { instantOfDayMonthYear } from './wire/clock.ts';
import type { Measured } from './wire/reading.ts';
import { degreesOf, numberOf } from './wire/text.ts';

/** A field that the device does not know is `NA`, or empty. */
const isUnknown = (text: string | undefined): boolean => text === undefined || text === '' || text === 'NA';

/** A parameter: its name, 1, 2 or 3 for whole numbers, numbers and text, and its value. */
const PARAMETER = /^([^:]{1,64}):([123]):(.*)$/;

const putParameters = (bag: AttributeBag, text: string): void => {
  for (const parameter of text.split(',')) {
    const [, name = '', type, value = ''] = PARAMETER.exec(parameter.trim()) ?? [];
    if (name === 'SOS' && value === '1') bag.put('event', 'sos');
    // Whoever makes the device chooses the names: one that happens to be ours need not have our unit.
    else if (type) bag.put(`param.${name}`.slice(0, 64), type === '3' ? value : numberOf(value));
  }
};

const attributesOf = (fields: readonly string[]): AttributeBag => {
  const [satellites, hdop, inputs, outputs, analog = '', tag, parameters = ''] = fields;
  const bag = new AttributeBag();
  bag.put('satellites', numberOf(satellites));
  bag.put('hdop', numberOf(hdop));
  bag.put('inputs', numberOf(inputs));
  bag.put('outputs', numberOf(outputs));
  if (!isUnknown(tag)) bag.put('driverTag', tag);
  analog.split(',').forEach((value, index) => {
    bag.put(`analog${index + 1}`, numberOf(value));
  });
  putParameters(bag, parameters);
  return bag;
};

/** What a message of data says: date, time, place, speed, course, altitude, satellites, and what an extended one has more. */
export interface WialonData extends Measured {
  readonly hasPlace: boolean;
}

export const wialonData = (fields: readonly string[], now: number): WialonData => {
  const [date, time, lat, latHalf, lon, lonHalf, speed, heading, altitude] = fields;
  return {
    at: isUnknown(date) && isUnknown(time) ? now : instantOfDayMonthYear(date, time),
    hasPlace: !isUnknown(lat) && !isUnknown(lon) && fields[9] !== '0',
    lat: degreesOf(lat, latHalf),
    lon: degreesOf(lon, lonHalf),
    speed: numberOf(speed) * METRES_PER_SECOND_PER_KMH,
    heading: numberOf(heading),
    altitude: numberOf(altitude),
    attributes: attributesOf(fields.slice(9)).all,
  };
};
