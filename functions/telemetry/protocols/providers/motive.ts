import { z } from 'zod';
import {
  METRES_PER_MILE,
  METRES_PER_SECOND_PER_KMH,
  METRES_PER_SECOND_PER_MPH,
  MILLILITRES_PER_GALLON,
  SECONDS_PER_HOUR,
} from '../units.ts';
import {
  attributesOf,
  extraNumber,
  extraText,
  instantOf,
  listed,
  membersOf,
  type ReadPayload,
  scaled,
  type Told,
  told,
} from './told.ts';

const PROVIDER = 'motive';

const Location = z.looseObject({
  speed: extraNumber,
  kph: extraNumber,
  bearing: extraNumber,
  odometer: extraNumber,
  true_odometer: extraNumber,
  engine_hours: extraNumber,
  true_engine_hours: extraNumber,
  fuel: extraNumber,
  fuel_primary_remaining_percentage: extraNumber,
  battery_voltage: extraNumber,
  type: extraText,
});

/** What a kind of location says of the key, and of whether the vehicle moves. */
const KINDS: Readonly<Record<string, { readonly ignition?: boolean; readonly motion?: boolean }>> = {
  vehicle_moving: { ignition: true, motion: true },
  vehicle_stopped: { motion: false },
  ignition_on: { ignition: true },
  ignition_off: { ignition: false, motion: false },
  engine_on: { ignition: true },
  engine_off: { ignition: false, motion: false },
};

/** What a driver did, in our words. */
const EVENTS: Readonly<Record<string, string>> = {
  hard_brake: 'harsh-brake',
  hard_accel: 'harsh-acceleration',
  hard_corner: 'harsh-corner',
};

const locationTold = (id: unknown, record: unknown, raw: unknown, now: number, event?: string): Told => {
  const said = Location.safeParse(raw).data;
  const {
    speed,
    kph,
    type = '',
    true_odometer,
    odometer = true_odometer,
    true_engine_hours,
    engine_hours,
  } = said ?? {};
  const seen = {
    ...{
      id,
      at: instantOf(said?.located_at ?? said?.start_time),
      lat: said?.lat ?? said?.start_lat,
      lon: said?.lon ?? said?.start_lon,
    },
    speed: speed === undefined ? scaled(kph, METRES_PER_SECOND_PER_KMH) : scaled(speed, METRES_PER_SECOND_PER_MPH),
    heading: said?.bearing,
    attributes: attributesOf({
      ...KINDS[type],
      odometer: scaled(true_odometer ?? odometer, METRES_PER_MILE),
      engineSeconds: scaled(true_engine_hours ?? engine_hours, SECONDS_PER_HOUR),
      fuelUsed: scaled(said?.fuel, MILLILITRES_PER_GALLON),
      fuelLevel: said?.fuel_primary_remaining_percentage,
      power: said?.battery_voltage,
      event,
    }),
  };
  return told(PROVIDER, record, seen, now);
};

const PLACED = ['lat', 'start_lat'] as const;

/** One action: of those that say a position, the position. */
const actionTold = (raw: unknown, now: number): Told[] => {
  const action = membersOf(raw);
  const id = action.vehicle_id ?? membersOf(action.vehicle).id;
  const isLocation = String(action.action).startsWith('vehicle_location_');
  if (!isLocation && !(id !== undefined && PLACED.some((name) => typeof action[name] === 'number'))) return [];
  return [locationTold(id, raw, raw, now, EVENTS[String(action.type ?? action.event_type)])];
};

/** One of a list of vehicles, each with where it is now. */
const vehicleTold = (raw: unknown, now: number): Told[] => {
  const item = membersOf(raw);
  const vehicle = membersOf(item.vehicle ?? raw);
  // A vehicle that was never located has none.
  return vehicle.current_location ? [locationTold(vehicle.id, raw, vehicle.current_location, now)] : [];
};

/**
 * Motive: an action pushed by webhook, or a page of vehicles with their current locations. Miles an hour, miles, hours, gallons; the odometer that was
 * set by hand is preferred to the virtual one, as Motive advises. A list of texts is the test that comes when a webhook is made.
 *
 * Sources: https://developer.gomotive.com/reference/company-webhooks-overview ,
 * https://developer-docs.gomotive.com/reference/fetch-a-vehicles-location-using-its-id-v3
 *
 * Assumed, as the pages are not clear: `fuel` is all the fuel that was ever used, in US gallons; other actions that have a position say it as `lat` and
 * `lon`, or `start_lat` and `start_lon`.
 */
export const readMotive: ReadPayload = (payload, now) => {
  const { vehicles } = membersOf(payload);
  if (Array.isArray(vehicles)) return vehicles.flatMap((vehicle) => vehicleTold(vehicle, now));
  return listed(payload).flatMap((action) => actionTold(action, now));
};
