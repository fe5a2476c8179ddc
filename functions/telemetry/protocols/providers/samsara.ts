import { z } from 'zod';
import type { Attributes } from '../../contract.ts';
import { METRES_PER_SECOND_PER_MPH } from '../units.ts';
import { inOrder, joined, type Said } from './joined.ts';
import {
  attributesOf,
  extraNumber,
  instantOf,
  listed,
  membersOf,
  type ReadPayload,
  scaled,
  type Told,
  told,
} from './told.ts';

const PROVIDER = 'samsara';

/** What a stat is called here, and what its number is to be multiplied by. */
const NUMBERS: Readonly<Record<string, readonly [attribute: string, factor: number]>> = {
  obdOdometerMeters: ['odometer', 1],
  obdEngineSeconds: ['engineSeconds', 1],
  fuelPercent: ['fuelLevel', 1],
  fuelPercents: ['fuelLevel', 1],
  fuelConsumedMilliliters: ['fuelUsed', 1],
  engineRpm: ['rpm', 1],
  engineLoadPercent: ['engineLoad', 1],
  engineCoolantTemperatureMilliC: ['coolant', 1e-3],
  batteryMilliVolts: ['power', 1e-3],
  evStateOfChargeMilliPercent: ['stateOfCharge', 1e-3],
};

const attributesOfStat = (name: string, value: unknown): Attributes | undefined => {
  // `Idle` is an engine that runs while the vehicle stands.
  if (name === 'engineState' || name === 'engineStates')
    return typeof value === 'string' ? { ignition: value !== 'Off' } : undefined;
  const [attribute = '', factor = 1] = NUMBERS[name] ?? [];
  return attribute === '' ? undefined : attributesOf({ [attribute]: scaled(extraNumber.parse(value), factor) });
};

const Point = z.looseObject({
  headingDegrees: extraNumber,
  speedMilesPerHour: extraNumber,
  accuracyMeters: extraNumber,
  altitudeMeters: extraNumber,
});

/** Stats that Samsara was asked to put beside each position. */
const decorationsOf = (point: Readonly<Record<string, unknown>>): Attributes =>
  Object.assign(
    {},
    ...Object.entries(membersOf(point.decorations)).map(([name, stat]) =>
      attributesOfStat(name, membersOf(stat).value),
    ),
  );

const pointTold = (id: unknown, at: number, raw: unknown, more: Attributes, now: number): Told => {
  const point = Point.safeParse(raw).data;
  const seen = {
    ...{ id, at, lat: point?.latitude, lon: point?.longitude },
    speed: scaled(point?.speedMilesPerHour, METRES_PER_SECOND_PER_MPH),
    heading: point?.headingDegrees,
    accuracy: point?.accuracyMeters,
    altitude: point?.altitudeMeters,
    attributes: attributesOf({ ...more, ...decorationsOf(membersOf(raw)) }),
  };
  return told(PROVIDER, raw, seen, now);
};

/** One vehicle of a page: its positions, and what else is known of it, each with times of its own. */
const vehicleTold = (raw: unknown, now: number): Told[] => {
  const { id, gps, ...stats } = membersOf(raw);
  const points = inOrder(listed(gps).map((point) => ({ point, at: instantOf(membersOf(point).time) })));
  const said = Object.entries(stats).flatMap(([name, series]) =>
    listed(series).flatMap((stat): Said[] => {
      const { time, value } = membersOf(stat);
      const attributes = attributesOfStat(name, value);
      return attributes ? [{ at: instantOf(time), attributes }] : [];
    }),
  );
  const moments = points.map(({ at }) => at);
  const added = joined(moments, said);
  return points.map(({ point, at }, index) => pointTold(id, at, point, added[index] ?? {}, now));
};

/** `SevereSpeedingStarted` becomes `severe-speeding-started`. */
const kebab = (text: string): string => text.replace(/(?<=[a-z])[A-Z]/g, (letter) => `-${letter}`).toLowerCase();

/** Where it happened, as far as it is said: beside the vehicle, or in what met a condition of an alert. */
const eventTold = (event: Readonly<Record<string, unknown>>, now: number): Told[] => {
  const { eventType, eventTime } = event;
  const data = membersOf(event.data);
  const details = listed(data.conditions).flatMap((condition) =>
    Object.values(membersOf(membersOf(condition).details)),
  );
  return [data, ...details.map(membersOf)].flatMap((said) => {
    const location = membersOf(said.location ?? said.startLocation ?? said.gps);
    const { id } = membersOf(said.vehicle);
    if (id === undefined || location.latitude === undefined) return [];
    const at = instantOf(location.time ?? said.happenedAtTime ?? said.startTime ?? data.happenedAtTime ?? eventTime);
    return [pointTold(id, at, location, { event: kebab(String(eventType)).slice(0, 64) }, now)];
  });
};

/**
 * Samsara: a page of vehicle stats (feed, history or snapshot), or an event pushed by webhook, which is no position mostly (a ping, a document). Miles an
 * hour, metres, thousandths.
 *
 * Sources: https://developers.samsara.com/reference/getvehiclestatsfeed-1 , https://developers.samsara.com/docs/vehicle-stats-feed ,
 * https://developers.samsara.com/docs/webhooks , https://developers.samsara.com/docs/alert-webhook-payload
 *
 * Assumed, as no page says it for all events: an event that has a place says it as `location`, `startLocation` or `gps`, with `latitude` and
 * `longitude`, beside `vehicle`.
 */
export const readSamsara: ReadPayload = (payload, now) => {
  const body = membersOf(payload);
  if (typeof body.eventType === 'string') return eventTold(body, now);
  return listed(body.data).flatMap((vehicle) => vehicleTold(vehicle, now));
};
