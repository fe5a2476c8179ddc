import { z } from 'zod';
import type { Attributes } from '../../contract.ts';
import { METRES_PER_KILOMETRE, METRES_PER_SECOND_PER_KMH, MILLILITRES_PER_LITRE, SECONDS_PER_HOUR } from '../units.ts';
import {
  attributesOf,
  extraFlag,
  extraNumber,
  extraText,
  listed,
  membersOf,
  type ReadPayload,
  scaled,
  type Told,
  told,
} from './told.ts';

const PROVIDER = 'flespi';

/** What a parameter is called here, and what its number is to be multiplied by. Of several for one attribute, the first that is there counts. */
const NUMBERS: readonly (readonly [parameter: string, attribute: string, factor: number])[] = [
  ['can.vehicle.mileage', 'odometer', METRES_PER_KILOMETRE],
  ['vehicle.mileage', 'odometer', METRES_PER_KILOMETRE],
  ['trip.mileage', 'tripOdometer', METRES_PER_KILOMETRE],
  ['can.engine.motorhours', 'engineSeconds', SECONDS_PER_HOUR],
  ['engine.motorhours', 'engineSeconds', SECONDS_PER_HOUR],
  ['can.engine.rpm', 'rpm', 1],
  ['engine.rpm', 'rpm', 1],
  ['can.fuel.level', 'fuelLevel', 1],
  ['fuel.level', 'fuelLevel', 1],
  ['can.fuel.volume', 'fuelMillilitres', MILLILITRES_PER_LITRE],
  ['fuel.volume', 'fuelMillilitres', MILLILITRES_PER_LITRE],
  ['can.fuel.consumed', 'fuelUsed', MILLILITRES_PER_LITRE],
  ['fuel.consumed', 'fuelUsed', MILLILITRES_PER_LITRE],
  ['can.vehicle.battery.level', 'stateOfCharge', 1],
  ['battery.level', 'batteryLevel', 1],
  ['battery.voltage', 'battery', 1],
  ['external.powersource.voltage', 'power', 1],
  ['position.satellites', 'satellites', 1],
  ['position.hdop', 'hdop', 1],
  ['gsm.signal.level', 'gsmSignal', 1],
  ['can.engine.coolant.temperature', 'coolant', 1],
  ['can.engine.load.level', 'engineLoad', 1],
  ['can.throttle.pedal.level', 'throttle', 1],
];
const FLAGS: readonly (readonly [parameter: string, attribute: string])[] = [
  ['engine.ignition.status', 'ignition'],
  ['can.engine.ignition.status', 'ignition'],
  ['movement.status', 'motion'],
  ['can.vehicle.battery.charging.status', 'charging'],
];
const TEXTS: readonly (readonly [parameter: string, attribute: string])[] = [
  ['ibutton.code', 'driverTag'],
  ['rfid.code', 'driverTag'],
  ['driver.id', 'driverTag'],
];
/** Parameters that are true in the message in which it happens. */
const EVENTS: Readonly<Record<string, string>> = {
  'harsh.braking.event': 'harsh-brake',
  'harsh.acceleration.event': 'harsh-acceleration',
  'harsh.cornering.event': 'harsh-corner',
  'alarm.sos.event': 'sos',
  'sos.event': 'sos',
  'towing.event': 'tow',
  'external.powersource.cut.event': 'power-cut',
};

const Dtcs = z.array(z.string().max(16)).max(24);

const attributesIn = (message: Readonly<Record<string, unknown>>): Attributes | undefined => {
  const found: Record<string, string | number | boolean | undefined> = {};
  for (const [parameter, attribute, factor] of NUMBERS)
    found[attribute] ??= scaled(extraNumber.parse(message[parameter]), factor);
  for (const [parameter, attribute] of FLAGS) found[attribute] ??= extraFlag.parse(message[parameter]);
  for (const [parameter, attribute] of TEXTS) found[attribute] ??= extraText.parse(message[parameter]);
  found.event = Object.entries(EVENTS).find(([parameter]) => message[parameter] === true)?.[1];
  found.dtcs = Dtcs.safeParse(message['can.dtc']).data?.join(',');
  return attributesOf(found);
};

const messageTold = (raw: unknown, now: number): Told => {
  const message = membersOf(raw);
  const number = (parameter: string) => extraNumber.parse(message[parameter]);
  const seen = {
    id: message.ident,
    // Seconds, with microseconds after the point.
    at: Math.round((number('timestamp') ?? Number.NaN) * 1_000),
    lat: message['position.latitude'],
    lon: message['position.longitude'],
    speed: scaled(number('position.speed'), METRES_PER_SECOND_PER_KMH),
    heading: number('position.direction'),
    altitude: number('position.altitude'),
    attributes: attributesIn(message),
  };
  const one = told(PROVIDER, raw, seen, now);
  if (!('fix' in one) || message['position.valid'] !== false) return one;
  // The last position that the device knew, said again.
  const { fix: _, ...rest } = one;
  return { ...rest, reason: 'invalid', issue: { path: ['position.valid'], message: 'The position is not valid.' } };
};

/**
 * Flespi: messages as an HTTP stream pushes them (a list), or as a channel's buffer gives them (`result`). Kilometres an hour, kilometres, hours, litres.
 * A device is called by its `ident`.
 *
 * Sources: https://flespi.com/kb/messages-basic-information-units , https://flespi.com/protocols/http , https://flespi.io/docs/ (parameters)
 *
 * Assumed: names of events differ from device to device; those named here are the common ones.
 */
export const readFlespi: ReadPayload = (payload, now) => {
  const { result } = membersOf(payload);
  return listed(result ?? payload).map((message) => messageTold(message, now));
};
