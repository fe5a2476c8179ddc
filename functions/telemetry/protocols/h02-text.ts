import type { Reading } from './protocol.ts';
import { METRES_PER_SECOND_PER_KNOT } from './units.ts';
import { AttributeBag } from './wire/attribute-bag.ts';
import { instantOfDayMonthYear } from './wire/clock.ts';
import type { Said } from './wire/conversation.ts';
import { dropped, readingOf, whyNot } from './wire/reading.ts';
import { degreesOf, numberOf } from './wire/text.ts';

const IGNITION = 1 << 10;

/** A bit that is off is an alarm: shock, call for help, speed, power. */
const ALARMS: readonly (readonly [bits: number, event: string])[] = [
  [1 << 0, 'vibration'],
  [(1 << 1) | (1 << 18), 'sos'],
  [1 << 2, 'speeding'],
  [1 << 19, 'power-cut'],
];

/** The four bytes of state, of which most are on while nothing is the matter. */
export const putState = (bag: AttributeBag, state: number): void => {
  bag.put('ignition', (state & IGNITION) !== 0);
  bag.put('event', ALARMS.find(([bits]) => (state & bits) !== bits)?.[1]);
};

const DASHED = /^-(\d{1,3})-(\d{1,2}\.\d+)$/;
const WITHOUT_DOT = /^(\d{1,3}\d\d)(\d{4})$/;

/** `ddmm.mmmm`, `ddmmmmmm`, or `-dd-mm.mmmm`. */
const angleOf = (text: string | undefined, hemisphere: string | undefined): number => {
  const [, degrees, minutes] = DASHED.exec(text ?? '') ?? [];
  if (degrees !== undefined) return degreesOf(`${degrees}${minutes?.padStart(7, '0')}`, hemisphere);
  return degreesOf((text ?? '').replace(WITHOUT_DOT, '$1.$2'), hemisphere);
};

const isHemisphere = (text: string | undefined, letters: string) => text?.length === 1 && letters.includes(text);

/** Where the fields of the place begin: two before a letter of latitude that has one of longitude two after it. */
const placeAt = (fields: readonly string[]): number =>
  fields.findIndex(
    (_, index) => index >= 1 && isHemisphere(fields[index + 2], 'NS') && isHemisphere(fields[index + 4], 'EW'),
  );

const STATE = /^[0-9A-F]{8}$/i;
const DATE = /^\d{6}$/;

const readPlace = (deviceId: string | undefined, fields: readonly string[], now: number): Reading => {
  const place = placeAt(fields);
  if (place < 0) return dropped(deviceId, 'no-position', 'The message has no position.');
  const [time, validity, lat, latHalf, lon, lonHalf, speed, heading, ...rest] = fields.slice(place - 1);
  if (validity !== 'A' && numberOf(validity) !== 0)
    return dropped(deviceId, 'no-position', 'The position is not valid.');
  const bag = new AttributeBag();
  const state = rest.find((field) => STATE.test(field));
  if (state !== undefined) putState(bag, Number.parseInt(state, 16));
  const measured = {
    at: instantOfDayMonthYear(
      rest.slice(0, 2).find((field) => DATE.test(field)),
      time,
    ),
    lat: angleOf(lat, latHalf),
    lon: angleOf(lon, lonHalf),
    speed: numberOf(speed) * METRES_PER_SECOND_PER_KNOT,
    heading: numberOf(heading),
    attributes: bag.all,
  };
  return readingOf(deviceId, measured, now);
};

const MESSAGE = /^\*([A-Za-z]{2}),(\d{0,20}),([A-Z0-9]*),?(.*)#$/;
/** Kinds of message that may have a place; others tell of cells, steps and batteries. */
const WITH_PLACE = /^(V1|V2|V4|V6|V19|VI1)$/;

const compact = (now: number): string => new Date(now).toISOString().replace(/\D/g, '').slice(0, 14);

/** A message between a star and a hash: maker, number, kind, fields. */
export const readH02Text = (text: string, known: string | undefined, now: number): Said<Buffer> => {
  const [, maker, id, kind = '', rest = ''] = MESSAGE.exec(text) ?? [];
  if (maker === undefined) return { readings: [dropped(known, 'malformed', whyNot('malformed'))] };
  const deviceId = id || known;
  if (!WITH_PLACE.test(kind)) return { deviceId };
  const readings = [
    readPlace(
      deviceId,
      rest.split(',').map((field) => field.trim()),
      now,
    ),
  ];
  const answer = kind === 'V1' && id ? Buffer.from(`*${maker},${id},V4,V1,${compact(now)}#`) : undefined;
  return { deviceId, readings, answer };
};
