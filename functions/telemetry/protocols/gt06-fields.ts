import { METRES_PER_SECOND_PER_KMH } from './units.ts';
import type { AttributeBag } from './wire/attribute-bag.ts';
import { instantOf } from './wire/clock.ts';
import type { Cursor } from './wire/cursor.ts';
import type { Measured } from './wire/reading.ts';

/** Angles are in steps of a thirty-thousandth of a minute. */
const STEPS_PER_DEGREE = 60 * 30_000;
const MINUTE_MS = 60_000;

const COURSE = 0x03ff;
const NORTH = 1 << 10;
const WEST = 1 << 11;
const POSITIONED = 1 << 12;
const TELLS_IGNITION = 1 << 14;
const IGNITION = 1 << 15;

export interface Gt06Place extends Measured {
  readonly isPositioned: boolean;
}

/** Date and time, satellites, place, speed, course and what is known of the three. `offset` is the device's zone in minutes ahead of UTC. */
export const gt06Place = (cursor: Cursor, offset: number, bag: AttributeBag): Gt06Place => {
  const [year, month, day, hour, minute, second] = Array.from({ length: 6 }, () => cursor.unsigned(1));
  const at = instantOf(year ?? 0, month ?? 0, day ?? 0, hour ?? 0, minute ?? 0, second ?? 0) - offset * MINUTE_MS;
  bag.put('satellites', cursor.unsigned(1) & 0x0f);
  const lat = cursor.unsigned(4) / STEPS_PER_DEGREE;
  const lon = cursor.unsigned(4) / STEPS_PER_DEGREE;
  const speed = cursor.unsigned(1) * METRES_PER_SECOND_PER_KMH;
  const flags = cursor.unsigned(2);
  if (flags & TELLS_IGNITION) bag.put('ignition', (flags & IGNITION) !== 0);
  return {
    at,
    lat: flags & NORTH ? lat : -lat,
    lon: flags & WEST ? -lon : lon,
    speed,
    heading: flags & COURSE,
    isPositioned: (flags & POSITIONED) !== 0,
  };
};

/** The cell: country, network, area and number. A country with its highest bit set has a network of two bytes. */
export const skipCell = (cursor: Cursor): void => {
  const country = cursor.unsigned(2);
  cursor.skip(country & 0x8000 ? 7 : 6);
};

const STATUS_EVENTS = [undefined, 'vibration', 'power-cut', 'low-battery', 'sos'];
const ALARMS = new Map([
  [0x01, 'sos'],
  [0x02, 'power-cut'],
  [0x03, 'vibration'],
  [0x04, 'geofence'],
  [0x05, 'geofence'],
  [0x06, 'speeding'],
  [0x09, 'movement'],
  [0x0e, 'low-battery'],
  [0x0f, 'low-battery'],
  [0x13, 'tamper'],
  [0x14, 'door'],
  [0x29, 'harsh-acceleration'],
  [0x2a, 'harsh-corner'],
  [0x2b, 'harsh-corner'],
  [0x2c, 'crash'],
  [0x30, 'harsh-brake'],
]);
/** Six steps of a full battery, four bars. */
const PERCENT_PER_STEP = 100 / 6;
const PERCENT_PER_BAR = 25;

/** What the device says of itself: ignition, battery, signal, alarm. */
export const putStatus = (cursor: Cursor, bag: AttributeBag): void => {
  const status = cursor.unsigned(1);
  const battery = cursor.unsigned(1);
  const signal = cursor.unsigned(1);
  const alarm = cursor.unsigned(1);
  bag.put('ignition', (status & 2) !== 0);
  bag.put('deviceCharging', (status & 4) !== 0);
  if (battery <= 6) bag.put('batteryLevel', Math.round(battery * PERCENT_PER_STEP));
  if (signal <= 4) bag.put('gsmSignal', signal * PERCENT_PER_BAR);
  bag.put('event', ALARMS.get(alarm) ?? STATUS_EVENTS[(status >> 3) & 7]);
};
