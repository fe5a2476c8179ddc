import { type AttributeBag, scaled } from './wire/attribute-bag.ts';
import { instantOf, secondsOfDay } from './wire/clock.ts';
import { degreesOf, numberOf } from './wire/text.ts';

const DATE = /^(\d\d)\/?(\d\d)\/?(\d\d) ?(\d\d):?(\d\d)(\d\d)?$/;
const DAY_MS = 86_400_000;

/**
 * The device writes its own date and time in whatever zone it was set to, and the time of the satellites in UTC: the moment in UTC that is nearest to the
 * device's own. NaN when there is no date.
 */
export const gps103Instant = (local: string | undefined, utc: string | undefined): number => {
  const [, year, month, day, hour, minute, second = '0'] = DATE.exec(local ?? '') ?? [];
  const at = instantOf(Number(year), Number(month), Number(day), Number(hour), Number(minute), Number(second));
  const seconds = secondsOfDay(utc);
  if (Number.isNaN(seconds)) return at;
  const near = Math.floor(at / DAY_MS) * DAY_MS + Math.round(seconds * 1000);
  if (near - at > DAY_MS / 2) return near - DAY_MS;
  return at - near >= DAY_MS / 2 ? near + DAY_MS : near;
};

/** Latitude and longitude. Some models write the hemisphere before the angle. */
export const gps103Place = (fields: readonly string[]): { readonly lat: number; readonly lon: number } => {
  const [a = '', b = '', c = '', d = ''] = fields;
  return a === 'N' || a === 'S'
    ? { lat: degreesOf(b, a), lon: degreesOf(d, c) }
    : { lat: degreesOf(a, b), lon: degreesOf(c, d) };
};

const EVENTS = new Map([
  ['help me', 'sos'],
  ['low battery', 'low-battery'],
  ['stockade', 'geofence'],
  ['move', 'movement'],
  ['speed', 'speeding'],
  ['door alarm', 'door'],
  ['ac alarm', 'power-cut'],
  ['acc alarm', 'ignition'],
  ['accident alarm', 'crash'],
  ['sensor alarm', 'vibration'],
  ['bonnet alarm', 'bonnet'],
  ['footbrake alarm', 'footbrake'],
  ['oil1', 'fuel-leak'],
  ['oil2', 'fuel-leak'],
  ['DTC', 'fault'],
]);

/** What caused the message: an alarm, a key, a card, a thermometer. */
export const putCause = (bag: AttributeBag, cause: string, card: string): void => {
  bag.put('event', EVENTS.get(cause));
  if (cause === 'acc on' || cause === 'acc off') bag.put('ignition', cause === 'acc on');
  if (cause === 'rfid') bag.put('driverTag', card);
  if (cause.startsWith('T:')) bag.put('temperature1', numberOf(cause.slice(2)));
  if (cause.startsWith('oil ')) bag.put('fuelLevel', numberOf(cause.slice(4)));
};

/** `51.93%`; a tracker without a sensor says `0.00%`, which is no empty tank. */
export const percentOf = (text: string | undefined): number | undefined => {
  const value = text?.endsWith('%') ? numberOf(text.slice(0, -1)) : Number.NaN;
  return value > 0 && value <= 100 ? scaled(value, 1) : undefined;
};
