import type { Message, Protocol, Reading } from './protocol.ts';
import { CODEC_8, CODEC_8_EXTENDED, CODEC_16, readRecord } from './teltonika-record.ts';
import { converse, joinedBytes, type Said } from './wire/conversation.ts';
import { crcIbm } from './wire/crc.ts';
import { Cursor } from './wire/cursor.ts';
import { type Cut, cutFrames, type Framing } from './wire/frames.ts';
import { dropped, whyNot } from './wire/reading.ts';

const CODECS: ReadonlySet<number> = new Set([CODEC_8, CODEC_8_EXTENDED, CODEC_16]);
/** Answers to commands: sound, but no position is in them. */
const COMMANDS: ReadonlySet<number> = new Set([0x0c, 0x0d, 0x0e]);

const IMEI_BYTES = 15;
/** The length of the IMEI and the IMEI. */
const LOGIN_BYTES = 2 + IMEI_BYTES;
/** Its own length, a packet's number, a fixed one, the number of the data. */
const UDP_HEADER_BYTES = 6;
/** Four zeroes, then the length of what lies between here and the checksum. */
const TCP_HEADER_BYTES = 8;
const CRC_BYTES = 4;

const isDigit = (byte: number | undefined) => byte !== undefined && byte >= 0x30 && byte <= 0x39;

const isLogin = (bytes: Buffer, offset: number): boolean => {
  if (bytes[offset] !== 0 || bytes[offset + 1] !== IMEI_BYTES) return false;
  for (let index = offset + 2; index < offset + LOGIN_BYTES; index++) if (!isDigit(bytes[index])) return false;
  return true;
};

const isUdp = (bytes: Buffer, offset: number): boolean =>
  bytes[offset + 4] === 1 && isLogin(bytes, offset + UDP_HEADER_BYTES);

const isTcp = (bytes: Buffer, offset: number): boolean => {
  const codec = bytes[offset + TCP_HEADER_BYTES] ?? -1;
  return (CODECS.has(codec) || COMMANDS.has(codec)) && bytes.readUInt32BE(offset) === 0;
};

const framing: Framing = {
  startsAt: (bytes, offset) => isLogin(bytes, offset) || isTcp(bytes, offset) || isUdp(bytes, offset),
  measure(bytes, offset) {
    if (isLogin(bytes, offset)) return { end: offset + LOGIN_BYTES };
    if (isUdp(bytes, offset)) {
      const end = offset + 2 + bytes.readUInt16BE(offset);
      return end > bytes.length ? { end, reason: 'truncated' } : { end };
    }
    const end = offset + TCP_HEADER_BYTES + bytes.readUInt32BE(offset + 4) + CRC_BYTES;
    if (end > bytes.length) return { end, reason: 'truncated' };
    const crc = crcIbm(bytes, offset + TCP_HEADER_BYTES, end - CRC_BYTES);
    return crc === bytes.readUInt32BE(end - CRC_BYTES) ? { end } : { end, reason: 'checksum' };
  },
};

/** The records of one frame, all or, when it does not add up, none. */
const readRecords = (cursor: Cursor, deviceId: string | undefined, now: number): readonly Reading[] => {
  const codec = cursor.unsigned(1);
  if (COMMANDS.has(codec)) return [];
  if (!CODECS.has(codec)) return [dropped(deviceId, 'malformed', `Codec ${codec} is not known.`, ['codec'])];
  const count = cursor.unsigned(1);
  const readings: Reading[] = [];
  for (let left = count; left > 0 && !cursor.isShort; left--) readings.push(readRecord(cursor, codec, deviceId, now));
  const again = cursor.unsigned(1);
  if (cursor.isShort) return [dropped(deviceId, 'truncated', 'The records are longer than their frame.')];
  if (again !== count || cursor.left > 0)
    return [dropped(deviceId, 'malformed', `There are not ${count} records.`, ['count'])];
  return readings;
};

const countOf = (value: number): Buffer => {
  const answer = Buffer.alloc(4);
  answer.writeUInt32BE(value);
  return answer;
};

/** How many records of a frame came whole, which the device wants to hear: all, whether or not they are positions. */
const taken = (readings: readonly Reading[]): number =>
  readings.filter((reading) => 'fix' in reading || (reading.reason !== 'malformed' && reading.reason !== 'truncated'))
    .length;

const readFrame = (
  bytes: Buffer,
  { start, end, reason }: Cut,
  known: string | undefined,
  now: number,
): Said<Buffer> => {
  if (reason) {
    const readings = [dropped(known, reason, whyNot(reason))];
    return isTcp(bytes, start) ? { readings, answer: countOf(0) } : { readings };
  }
  if (isLogin(bytes, start)) {
    const deviceId = bytes.toString('latin1', start + 2, end);
    return { deviceId, answer: Buffer.from([1]) };
  }
  if (isUdp(bytes, start)) {
    const data = start + UDP_HEADER_BYTES + LOGIN_BYTES;
    const deviceId = bytes.toString('latin1', data - IMEI_BYTES, data);
    const readings = readRecords(new Cursor(bytes, data, end), deviceId, now);
    const packet = bytes.subarray(start + 2, start + UDP_HEADER_BYTES);
    return { deviceId, readings, answer: Buffer.from([0, 5, ...packet, taken(readings)]) };
  }
  const readings = readRecords(new Cursor(bytes, start + TCP_HEADER_BYTES, end - CRC_BYTES), known, now);
  const isData = CODECS.has(bytes[start + TCP_HEADER_BYTES] ?? -1);
  return isData ? { readings, answer: countOf(taken(readings)) } : { readings };
};

/**
 * Teltonika's Codec 8, 8 Extended and 16, as the devices send them by TCP, by UDP and by HTTP: an IMEI, then packets; or packets with the IMEI in each.
 * Answers with the number of records taken, as devices expect; 0 for a packet that came broken, so that it is sent again.
 * Source: https://wiki.teltonika-gps.com/view/Teltonika_Data_Sending_Protocols
 */
const read = (bytes: Buffer, now: number): Message =>
  converse(cutFrames(bytes, framing), (cut, known) => readFrame(bytes, cut, known, now), joinedBytes);

export const teltonika: Protocol = { name: 'teltonika', kind: 'binary', read };
