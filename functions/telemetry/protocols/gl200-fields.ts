import { METRES_PER_SECOND_PER_KMH } from './units.ts';
import { type AttributeBag, scaled } from './wire/attribute-bag.ts';
import { instantOfCompact } from './wire/clock.ts';
import { TOO_MANY } from './wire/conversation.ts';
import type { Measured } from './wire/reading.ts';
import { numberOf } from './wire/text.ts';

/** Accuracy, speed, heading, altitude, longitude, latitude, time; then four fields of the cell. */
const PLACE_FIELDS = 7;
const CELL_FIELDS = 4;

const ACCURACY = /^\d{0,2}(?:\.\d+)?$/;
const ANGLE = /^-?\d{1,3}\.\d{4,8}$/;
const TIME = /^\d{14}$/;

const isNumberOrEmpty = (text: string): boolean => text === '' || !Number.isNaN(numberOf(text));

const isPlaceAt = (fields: readonly string[], index: number): boolean =>
  TIME.test(fields[index + 6] ?? '') &&
  ANGLE.test(fields[index + 5] ?? '') &&
  ANGLE.test(fields[index + 4] ?? '') &&
  ACCURACY.test(fields[index] ?? '-') &&
  fields.slice(index + 1, index + 4).every(isNumberOrEmpty);

/** Where the places of a report begin. Models differ in what is around a place, and agree in its own fields. */
export const placesIn = (fields: readonly string[]): number[] => {
  const places: number[] = [];
  for (let index = 0; index + PLACE_FIELDS <= fields.length && places.length < TOO_MANY; index++)
    if (isPlaceAt(fields, index)) places.push(index);
  return places;
};

export interface Gl200Place extends Measured {
  /** 0 while the device repeats the last place it knew. */
  readonly hdop: number;
}

export const gl200Place = (fields: readonly string[], index: number): Gl200Place => {
  const [hdop, speed, heading, altitude, lon, lat, time] = fields.slice(index, index + PLACE_FIELDS);
  return {
    hdop: numberOf(hdop),
    speed: numberOf(speed) * METRES_PER_SECOND_PER_KMH,
    heading: numberOf(heading),
    altitude: numberOf(altitude),
    lon: numberOf(lon),
    lat: numberOf(lat),
    at: instantOfCompact(time),
  };
};

const EVENTS: Readonly<Record<string, string>> = {
  GTSOS: 'sos',
  GTSPD: 'speeding',
  GTTOW: 'tow',
  GTMPF: 'power-cut',
  GTMPN: 'power-on',
  GTBPL: 'low-battery',
  GTJDR: 'jamming',
  GTJDS: 'jamming',
  GTCRA: 'crash',
  GTIDL: 'idling',
};
/** The last digit of a report of harsh behaviour. */
const HARSH = ['harsh-brake', 'harsh-acceleration', 'harsh-corner', 'harsh-brake', 'harsh-acceleration'];

/** What the kind of report says by itself. `number` is the field that numbers reports and their kinds. */
export const putKind = (bag: AttributeBag, kind: string, number: string): void => {
  if (kind === 'GTIGN' || kind === 'GTVGN') bag.put('ignition', true);
  if (kind === 'GTIGF' || kind === 'GTVGF') bag.put('ignition', false);
  bag.put('event', kind === 'GTHBM' ? HARSH[Number(number.slice(-1))] : EVENTS[kind]);
};

/** The engine (1 off, 2 on, 4 not known) and whether it moves (1 no, 2 yes, 6 towed); four more digits are of inputs and outputs. */
const STATUS = /^([124])([126A])[0-9A-F]{4}$/;
const HOURS = /^(\d{5,7}):([0-5]\d):([0-5]\d)$/;
const KILOMETRES = /^\d{1,7}\.\d{1,2}$/;
const MILLIVOLTS = /^\d{4,5}$/;
const BITS = [0, 1, 1, 2];

/** What follows the last place of a regular report: the odometer, hours of the engine, the state and the battery. */
export const putTail = (bag: AttributeBag, fields: readonly string[], place: number): void => {
  const tail = fields.slice(place + PLACE_FIELDS + CELL_FIELDS);
  // A mask says which fields were put in before the odometer.
  const [mask = ''] = tail;
  const odometer = tail[1 + (BITS[Number(mask)] ?? 0)] ?? '';
  // One that does not count says 0.0.
  if (KILOMETRES.test(odometer) && Number(odometer) > 0) bag.put('odometer', scaled(Number(odometer), 1000));
  const [, hours, minutes, seconds] = tail.map((field) => HOURS.exec(field)).find((match) => match !== null) ?? [];
  if (hours) bag.put('engineSeconds', (Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds));
  const at = tail.findIndex((field) => STATUS.test(field));
  if (at < 0) return;
  const [, engine, motion] = STATUS.exec(tail[at] ?? '') ?? [];
  if (engine !== '4') bag.put('ignition', engine === '2');
  if (motion !== 'A') bag.put('motion', motion !== '1');
  const percent = numberOf(tail[at - 1]);
  if (percent <= 100) bag.put('batteryLevel', percent);
};

/** The supply of the vehicle, which some send before the number of the report. */
export const putPower = (bag: AttributeBag, fields: readonly string[], place: number): void => {
  const power = fields[place - 3] ?? '';
  if (place >= 5 && MILLIVOLTS.test(power)) bag.put('power', scaled(Number(power), 0.001));
};
