import { H02_LENGTHS, readH02Binary } from './h02-binary.ts';
import { readH02Text } from './h02-text.ts';
import type { Protocol } from './protocol.ts';
import { converse, joinedBytes, type Said } from './wire/conversation.ts';
import { type Cut, cutFrames, type Framing, LINE_ENDS } from './wire/frames.ts';
import { dropped, whyNot } from './wire/reading.ts';

const STAR = 0x2a;
const HASH = 0x23;
const DOLLAR = 0x24;
/** Longer text is none: the end was lost. */
const LONGEST_TEXT = 1_024;

const startsAt: Framing['startsAt'] = (bytes, offset) => bytes[offset] === STAR || bytes[offset] === DOLLAR;

/** Whether something may end here: the body does, or another frame begins. */
const isBorder = (bytes: Buffer, offset: number): boolean =>
  offset === bytes.length || (offset < bytes.length && (startsAt(bytes, offset) || LINE_ENDS.has(bytes[offset] ?? -1)));

const framing: Framing = {
  startsAt,
  filler: LINE_ENDS,
  measure(bytes, offset) {
    if (bytes[offset] === STAR) {
      const hash = bytes.subarray(offset, offset + LONGEST_TEXT).indexOf(HASH);
      return hash < 0 ? { end: bytes.length + 1, reason: 'truncated' } : { end: offset + hash + 1 };
    }
    // A frame does not say how long it is.
    const length = H02_LENGTHS.find((one) => isBorder(bytes, offset + one));
    if (length !== undefined) return { end: offset + length };
    const isCut = bytes.length - offset < Math.max(...H02_LENGTHS);
    return { end: bytes.length + 1, reason: isCut ? 'truncated' : 'malformed' };
  },
};

const readFrame = (
  bytes: Buffer,
  { start, end, reason }: Cut,
  known: string | undefined,
  now: number,
): Said<Buffer> => {
  if (reason) return { readings: [dropped(known, reason, whyNot(reason))] };
  if (bytes[start] === STAR) return readH02Text(bytes.toString('latin1', start, end), known, now);
  const { deviceId, reading } = readH02Binary(bytes, start, end, now);
  return { deviceId, readings: [reading] };
};

/**
 * H02, as text and in its binary form. Speed is in knots. It has no checksum: text ends with a hash, a binary frame must be of digits and of one of three lengths.
 * Checked against the samples of https://github.com/traccar/traccar (H02ProtocolDecoderTest).
 */
export const h02: Protocol = {
  name: 'h02',
  kind: 'binary',
  read: (bytes, now) =>
    converse(cutFrames(bytes, framing), (cut, known) => readFrame(bytes, cut, known, now), joinedBytes),
};
