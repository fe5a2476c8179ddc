import { dtcText } from '../obd/dtc.ts';
import { gps103Instant, gps103Place, percentOf, putCause } from './gps103-fields.ts';
import type { Protocol, Reading } from './protocol.ts';
import { METRES_PER_SECOND_PER_KNOT } from './units.ts';
import { AttributeBag } from './wire/attribute-bag.ts';
import { converse, joinedText, type Said } from './wire/conversation.ts';
import { dropped, readingOf, whyNot } from './wire/reading.ts';
import { type Line, linesOf, numberOf } from './wire/text.ts';

const ENDS = /[;\r\n]/;
const HEARTBEAT = /^\d{15}$/;
const LOGIN = /^##,imei:(\d{10,17}),A/;
const REPORT = /imei:(\d{10,17}),(.*)$/;

/** The fields after the IMEI: cause, date, card or phone, whether there is a position, time, validity, the position, and what a model has more. */
const readReport = (deviceId: string, fields: readonly string[], now: number): Reading => {
  const [cause = '', local, card = '', kind, utc, validity, ...rest] = fields;
  if (cause === 'OBD' || kind === 'L' || validity === 'V')
    return dropped(deviceId, 'no-position', 'The device knows no position.');
  if (kind !== 'F' || validity !== 'A') return dropped(deviceId, 'malformed', whyNot('malformed'));
  const [speed, heading, altitude, ignition, door, fuel, other, temperature] = rest.slice(4);
  const bag = new AttributeBag();
  putCause(bag, cause, card);
  if (ignition === '0' || ignition === '1') bag.put('ignition', ignition === '1');
  if (door === '0' || door === '1') bag.put('door', door === '1');
  bag.put('fuelLevel', percentOf(fuel));
  bag.put('temperature1', numberOf(temperature));
  if (cause === 'DTC') bag.put('dtcs', dtcText((other ?? '').split(/[^0-9A-Z]+/)));
  const measured = {
    at: gps103Instant(local, utc),
    ...gps103Place(rest),
    speed: numberOf(speed) * METRES_PER_SECOND_PER_KNOT,
    heading: numberOf(heading),
    altitude: numberOf(altitude),
    attributes: bag.all,
  };
  return readingOf(deviceId, measured, now);
};

const readLine = ({ text, isWhole }: Line, known: string | undefined, now: number): Said<string> => {
  if (HEARTBEAT.test(text)) return { deviceId: text, answer: 'ON' };
  const login = LOGIN.exec(text)?.[1];
  if (login !== undefined) return { deviceId: login, answer: 'LOAD' };
  const [, deviceId, report] = REPORT.exec(text) ?? [];
  if (deviceId === undefined || report === undefined)
    return { readings: [dropped(known, isWhole ? 'malformed' : 'truncated', whyNot('malformed'))] };
  if (!isWhole) return { deviceId, readings: [dropped(deviceId, 'truncated', whyNot('truncated'))] };
  const fields = report.split(',').map((field) => field.trim());
  const readings = [readReport(deviceId, fields, now)];
  return fields[0] === 'help me' ? { deviceId, readings, answer: `**,imei:${deviceId},E;` } : { deviceId, readings };
};

/**
 * GPS103, as Coban's TK103 and those like it speak it. Speed is in knots; a frame ends with a semicolon, and without one it was cut off.
 * Checked against the samples of https://github.com/traccar/traccar (Gps103ProtocolDecoderTest).
 */
export const gps103: Protocol = {
  name: 'gps103',
  kind: 'text',
  read: (bytes, now) =>
    converse(linesOf(bytes.toString('latin1'), ENDS), (line, known) => readLine(line, known, now), joinedText),
};
