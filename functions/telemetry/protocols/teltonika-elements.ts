import { dtcText } from '../obd/dtc.ts';
import { METRES_PER_SECOND_PER_KMH } from './units.ts';
import { type AttributeBag, scaled } from './wire/attribute-bag.ts';

const STANDARD_GRAVITY = 9.80665;
/** Five bars. */
const PERCENT_PER_BAR = 20;
const MILLILITRES_PER_DECILITRE = 100;

type Put = (bag: AttributeBag, value: number, size: number) => void;

const number =
  (name: string, factor = 1): Put =>
  (bag, value) =>
    bag.put(name, scaled(value, factor));

/** A counter that does not count says 0, which is no odometer. */
const counter =
  (name: string, factor = 1): Put =>
  (bag, value) =>
    bag.put(name, value === 0 ? undefined : scaled(value, factor));

const signed =
  (name: string, factor = 1): Put =>
  (bag, value, size) =>
    bag.put(name, scaled(value >= 2 ** (8 * size - 1) ? value - 2 ** (8 * size) : value, factor));

const flag =
  (name: string): Put =>
  (bag, value) =>
    bag.put(name, value !== 0);

const event =
  (...names: readonly (string | undefined)[]): Put =>
  (bag, value) =>
    bag.put('event', names[value]);

/** In steps of 0.01 g; that of a corner is told in radians by some, so that it is left as it is. */
const drivingPeak: Put = (bag, value) => {
  const isStraight = bag.get('event') === 'harsh-acceleration' || bag.get('event') === 'harsh-brake';
  if (isStraight) bag.put('eventPeak', scaled(value, STANDARD_GRAVITY / 100));
  else bag.put('io254', value);
};

/**
 * What the input/output elements of the FMB, FMC and FMM families mean. What the vehicle itself says (OBD, CAN).
 * Source: https://wiki.teltonika-gps.com/view/FMB120_Teltonika_Data_Sending_Parameters_ID
 */
export const ELEMENTS: ReadonlyMap<number, Put> = new Map<number, Put>([
  [239, flag('ignition')],
  [240, flag('motion')],
  [21, number('gsmSignal', PERCENT_PER_BAR)],
  [66, number('power', 0.001)],
  [67, number('battery', 0.001)],
  [113, number('batteryLevel')],
  [181, number('pdop', 0.1)],
  [182, number('hdop', 0.1)],
  [199, number('tripOdometer')],
  [1, flag('input1')],
  [2, flag('input2')],
  [3, flag('input3')],
  [179, flag('output1')],
  [180, flag('output2')],
  [9, number('analog1', 0.001)],
  [6, number('analog2', 0.001)],
  [17, signed('accelerationX', STANDARD_GRAVITY / 1000)],
  [18, signed('accelerationY', STANDARD_GRAVITY / 1000)],
  [19, signed('accelerationZ', STANDARD_GRAVITY / 1000)],
  [72, signed('temperature1', 0.1)],
  [73, signed('temperature2', 0.1)],
  [74, signed('temperature3', 0.1)],
  [75, signed('temperature4', 0.1)],
  [30, number('dtcCount')],
  [31, number('engineLoad')],
  [32, signed('coolant')],
  [36, number('rpm')],
  [37, number('vehicleSpeed', METRES_PER_SECOND_PER_KMH)],
  [41, number('throttle')],
  [48, number('fuelLevel')],
  [53, signed('ambient')],
  [57, number('stateOfCharge')],
  [58, signed('oil')],
  [389, counter('odometer', 1000)],
  [390, number('fuelMillilitres', MILLILITRES_PER_DECILITRE)],
  [81, number('vehicleSpeed', METRES_PER_SECOND_PER_KMH)],
  [82, number('accelerator')],
  [83, counter('fuelUsed', MILLILITRES_PER_DECILITRE)],
  [84, number('fuelMillilitres', MILLILITRES_PER_DECILITRE)],
  [85, number('rpm')],
  [87, counter('odometer')],
  [89, number('fuelLevel')],
  [102, counter('engineSeconds', 60)],
  [114, number('engineLoad')],
  [115, signed('coolant', 0.1)],
  [152, number('stateOfCharge')],
  [236, event(undefined, 'sos')],
  [246, event(undefined, 'tow')],
  [247, event(undefined, 'crash')],
  [249, event(undefined, 'jamming')],
  [251, event(undefined, 'idling')],
  [252, event(undefined, 'power-cut')],
  [253, event(undefined, 'harsh-acceleration', 'harsh-brake', 'harsh-corner')],
]);

/** What the device has counted or looked up by itself: good while the vehicle says nothing; and what needs another element to be understood. */
export const SECOND_CHOICE: ReadonlyMap<number, readonly [name: string, put: Put]> = new Map<
  number,
  readonly [string, Put]
>([
  [105, ['odometer', counter('odometer')]],
  [16, ['odometer', counter('odometer')]],
  [103, ['engineSeconds', counter('engineSeconds', 60)]],
  [449, ['engineSeconds', counter('engineSeconds')]],
  [107, ['fuelUsed', counter('fuelUsed', MILLILITRES_PER_DECILITRE)]],
  [254, ['eventPeak', drivingPeak]],
]);

/** What the record itself says already: the speed. */
export const REPEATED: ReadonlySet<number> = new Set([24]);

/** Elements of eight bytes that are the number of a key or a card. */
const TAGS: ReadonlySet<number> = new Set([78, 207]);

/** An element of eight bytes: a tag in hexadecimal digits, all zeroes while there is none; or a number, as text when it is too long to be exact. */
export const putWide = (bag: AttributeBag, id: number, value: bigint): void => {
  if (TAGS.has(id)) {
    if (value !== 0n) bag.put('driverTag', value.toString(16).toUpperCase().padStart(16, '0'));
    return;
  }
  bag.put(`io${id}`, value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : String(value));
};

/** Longer ones are traces and lists of beacons, which no attribute holds. */
const MOST_BYTES = 64;

/** An element of any length: trouble codes and the identification number are text, others are left as they are. */
export const putLong = (bag: AttributeBag, id: number, bytes: Buffer): void => {
  if (id === 281 || id === 282) bag.put('dtcs', dtcText(bytes.toString('latin1').split(/[^0-9A-Za-z]+/)));
  else if (id === 256) bag.put('vin', bytes.toString('latin1').replace(/[^0-9A-Za-z]/g, ''));
  else if (bytes.length <= MOST_BYTES) bag.put(`io${id}`, bytes.toString('hex'));
};
