import { gt06Place, putStatus, skipCell } from './gt06-fields.ts';
import type { Protocol, Reading } from './protocol.ts';
import { AttributeBag } from './wire/attribute-bag.ts';
import { converse, joinedBytes, type Said } from './wire/conversation.ts';
import { crcItu } from './wire/crc.ts';
import { Cursor } from './wire/cursor.ts';
import { type Cut, cutFrames, type Framing } from './wire/frames.ts';
import { dropped, readingOf, whyNot } from './wire/reading.ts';

/** `xx`: the length has one byte; `yy`: it has two. It counts the type, the content, the serial number and the checksum. */
const SHORT = 0x7878;
const LONG = 0x7979;
const CRC_BYTES = 2;
const TAIL_BYTES = 2;
const TAIL = 0x0d0a;

const markOf = (bytes: Buffer, offset: number): number => (offset + 2 <= bytes.length ? bytes.readUInt16BE(offset) : 0);
/** Where the type of a frame lies. */
const typeAt = (bytes: Buffer, start: number): number => start + (markOf(bytes, start) === LONG ? 4 : 3);

const framing: Framing = {
  startsAt: (bytes, offset) => markOf(bytes, offset) === SHORT || markOf(bytes, offset) === LONG,
  measure(bytes, offset) {
    const content = typeAt(bytes, offset);
    if (content > bytes.length) return { end: content, reason: 'truncated' };
    const length = content === offset + 4 ? bytes.readUInt16BE(offset + 2) : bytes.readUInt8(offset + 2);
    const end = content + length + TAIL_BYTES;
    if (end > bytes.length) return { end, reason: 'truncated' };
    if (length < 5 || markOf(bytes, end - TAIL_BYTES) !== TAIL) return { end, reason: 'malformed' };
    const crcStart = end - TAIL_BYTES - CRC_BYTES;
    return crcItu(bytes, offset + 2, crcStart) === bytes.readUInt16BE(crcStart) ? { end } : { end, reason: 'checksum' };
  },
};

const LOGIN = 0x01;
const TIME = 0x8a;
/** The engine and the kind of report follow the cell. */
const WITH_IGNITION: ReadonlySet<number> = new Set([0x22, 0x2d, 0x37]);
/** The length of the cell comes first, and the status follows. */
const WITH_STATUS: ReadonlySet<number> = new Set([0x16, 0x26, 0x27]);
const PLACES: ReadonlySet<number> = new Set([0x10, 0x11, 0x12, ...WITH_IGNITION, ...WITH_STATUS]);
const ANSWERED: ReadonlySet<number> = new Set([LOGIN, 0x13, 0x23, ...WITH_STATUS]);

const answerTo = (type: number, serial: number, content: readonly number[] = []): Buffer => {
  const answer = Buffer.from([
    0x78,
    0x78,
    content.length + 5,
    type,
    ...content,
    serial >> 8,
    serial & 0xff,
    0,
    0,
    13,
    10,
  ]);
  answer.writeUInt16BE(crcItu(answer, 2, answer.length - 4), answer.length - 4);
  return answer;
};

const clockOf = (now: number): number[] => {
  const date = new Date(now);
  const [hour, minute, second] = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()];
  return [date.getUTCFullYear() % 100, date.getUTCMonth() + 1, date.getUTCDate(), hour, minute, second];
};

const readPlace = (
  cursor: Cursor,
  type: number,
  deviceId: string | undefined,
  offset: number,
  now: number,
): Reading => {
  const bag = new AttributeBag();
  const { isPositioned, ...measured } = gt06Place(cursor, offset, bag);
  if (cursor.isShort) return dropped(deviceId, 'truncated', whyNot('truncated'));
  if (!isPositioned) return dropped(deviceId, 'no-position', 'The device knows no position.');
  if (WITH_IGNITION.has(type) && cursor.left >= 9) {
    skipCell(cursor);
    bag.put('ignition', cursor.unsigned(1) !== 0);
  }
  if (WITH_STATUS.has(type)) {
    const cellBytes = cursor.unsigned(1);
    cursor.skip(cellBytes - 1);
    if (cursor.left >= 4) putStatus(cursor, bag);
  }
  return readingOf(deviceId, { ...measured, attributes: bag.all }, now);
};

/** The zone of a login that tells it: hundredths of hours in the upper twelve bits, west when the fourth is set. Minutes ahead of UTC. */
const offsetOf = (bits: number): number => {
  const hundreds = bits >> 4;
  const minutes = Math.floor(hundreds / 100) * 60 + (hundreds % 100);
  return bits & 8 ? -minutes : minutes;
};

/** Where the device that speaks says it is, for as long as it speaks. */
interface Session {
  offset: number;
}

const readFrame = (bytes: Buffer, cut: Cut, known: string | undefined, now: number, session: Session): Said<Buffer> => {
  const { start, end, reason } = cut;
  const content = typeAt(bytes, start);
  const type = bytes[content] ?? 0;
  if (reason) {
    const readings = [dropped(known, reason, whyNot(reason))];
    return type === LOGIN ? { deviceId: null, readings } : { readings };
  }
  const serialAt = end - TAIL_BYTES - CRC_BYTES - 2;
  const serial = bytes.readUInt16BE(serialAt);
  const answer = ANSWERED.has(type) ? answerTo(type, serial) : undefined;
  const cursor = new Cursor(bytes, content + 1, serialAt);
  if (type === LOGIN) {
    const deviceId = cursor.hex(8).slice(1);
    cursor.skip(2); // the model
    session.offset = cursor.left >= 2 ? offsetOf(cursor.unsigned(2)) : 0;
    if (!/^\d{15}$/.test(deviceId))
      return { deviceId: null, readings: [dropped(undefined, 'malformed', 'Is no IMEI.')] };
    return { deviceId, answer };
  }
  if (type === TIME) return { answer: answerTo(TIME, serial, clockOf(now)) };
  if (!PLACES.has(type)) return { answer };
  return { readings: [readPlace(cursor, type, known, session.offset, now)], answer };
};

/**
 * GT06, as Concox's trackers and those like them speak it. Logins, heartbeats and alarms are answered with their type and serial number, without which the device
 * hangs up; places are not. Heartbeats say nothing of a place.
 * Sources: GT06 GPS Tracker Communication Protocol 1.8.1, and the samples of https://github.com/traccar/traccar (Gt06ProtocolDecoderTest).
 */
export const gt06: Protocol = {
  name: 'gt06',
  kind: 'binary',
  read(bytes, now) {
    const session: Session = { offset: 0 };
    const read = (cut: Cut, known: string | undefined) => readFrame(bytes, cut, known, now, session);
    return converse(cutFrames(bytes, framing), read, joinedBytes);
  },
};
