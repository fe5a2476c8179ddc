import { gl200Place, placesIn, putKind, putPower, putTail } from './gl200-fields.ts';
import type { Protocol, Reading } from './protocol.ts';
import { AttributeBag } from './wire/attribute-bag.ts';
import { converse, joinedText, type Said } from './wire/conversation.ts';
import { dropped, readingOf, whyNot } from './wire/reading.ts';
import { type Line, linesOf } from './wire/text.ts';

const ENDS = /\$/;
/** Reports that are sent at once or after a time without a connection, and answers to commands. */
const MESSAGE = /^\+(RESP|BUFF|ACK):(GT[A-Z0-9]{3}),(.*)$/s;
/** An IMEI, or the shorter MEID of other networks. */
const IMEI = /^(?:\d{15}|[0-9A-F]{14})$/;
const COUNT = /^[0-9A-F]{4}$/i;
/** Reports of which the fields after the place are known. */
const REGULAR: ReadonlySet<string> = new Set(['GTFRI', 'GTERI', 'GTRTL', 'GTIGN', 'GTIGF', 'GTDIS', 'GTIGL', 'GTSOS']);

/** Each place of a report. What the report says of the device holds for its last one, which is of the moment it was made. */
const readReport = (kind: string, deviceId: string | undefined, fields: readonly string[], now: number): Reading[] => {
  const places = placesIn(fields);
  if (places.length === 0) return [dropped(deviceId, 'no-position', 'The report has no position.')];
  return places.map((place, index) => {
    const { hdop, ...measured } = gl200Place(fields, place);
    if (hdop === 0) return dropped(deviceId, 'no-position', 'The device repeats its last position.');
    const bag = new AttributeBag();
    bag.put('hdop', hdop);
    if (index === places.length - 1) {
      putKind(bag, kind, fields[place - 2] ?? '');
      if (REGULAR.has(kind)) {
        putPower(bag, fields, places[0] ?? place);
        putTail(bag, fields, place);
      }
    }
    return readingOf(deviceId, { ...measured, attributes: bag.all }, now);
  });
};

const readLine = ({ text, isWhole }: Line, known: string | undefined, now: number): Said<string> => {
  const [, way, kind = '', rest = ''] = MESSAGE.exec(text) ?? [];
  if (!isWhole || way === undefined) {
    const reason = isWhole ? 'malformed' : 'truncated';
    return { readings: [dropped(known, reason, whyNot(reason))] };
  }
  const fields = rest.split(',');
  // Old firmware begins with the IMEI, newer with the version of the protocol.
  const deviceId = fields.slice(0, 2).find((field) => IMEI.test(field)) ?? known;
  const count = fields.at(-1) ?? '';
  if (way === 'ACK') {
    const isHeartbeat = kind === 'GTHBD' && COUNT.test(count);
    return { deviceId, answer: isHeartbeat ? `+SACK:GTHBD,${fields[0]},${count}$` : undefined };
  }
  const answer = COUNT.test(count) ? `+SACK:${count}$` : undefined;
  return { deviceId, readings: readReport(kind, deviceId, fields, now), answer };
};

/**
 * The text form of Queclink's @Track (GL200, GV200 and their families): regular reports with one place or several, ignition, alarms, with `+RESP` and `+BUFF`.
 * Speed is in km/h, the odometer in km; a frame ends with a dollar sign, and without one it was cut off.
 * Sources: @Track Air Interface Protocol of the GV200 and the GL100, and the samples of https://github.com/traccar/traccar (Gl200TextProtocolDecoderTest).
 */
export const gl200: Protocol = {
  name: 'gl200',
  kind: 'text',
  read: (bytes, now) =>
    converse(linesOf(bytes.toString('latin1'), ENDS), (line, known) => readLine(line, known, now), joinedText),
};
