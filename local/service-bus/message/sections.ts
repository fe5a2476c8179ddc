import { BusError } from '../broker/errors.ts';

/** The sections of an AMQP message, by the code of their descriptor. */
export const section = {
  header: 0x70,
  deliveryAnnotations: 0x71,
  messageAnnotations: 0x72,
  properties: 0x73,
  applicationProperties: 0x74,
  data: 0x75,
} as const;

/** Where a section starts and ends within the encoded message, its descriptor included. */
export interface Span {
  readonly code: number;
  readonly start: number;
  readonly end: number;
}

const DESCRIBED = 0x00;
const SMALL_ULONG = 0x53;
const ULONG = 0x80;

const malformed = (what: string) => new BusError('amqp:decode-error', `The message is not valid AMQP 1.0: ${what}.`);

/** Where the value at `start` ends. The upper half of its type code tells how its size is written. */
const endOfValue = (bytes: Buffer, start: number): number => {
  const code = bytes.readUInt8(start);
  if (code === DESCRIBED) return endOfValue(bytes, endOfValue(bytes, start + 1));
  switch (code >> 4) {
    case 0x4:
      return start + 1;
    case 0x5:
      return start + 2;
    case 0x6:
      return start + 3;
    case 0x7:
      return start + 5;
    case 0x8:
      return start + 9;
    case 0x9:
      return start + 17;
    case 0xa:
    case 0xc:
    case 0xe:
      return start + 2 + bytes.readUInt8(start + 1);
    case 0xb:
    case 0xd:
    case 0xf:
      return start + 5 + bytes.readUInt32BE(start + 1);
    default:
      throw malformed(`unknown type code 0x${code.toString(16)}`);
  }
};

const descriptorCode = (bytes: Buffer, start: number): number => {
  const type = bytes.readUInt8(start);
  if (type === SMALL_ULONG) return bytes.readUInt8(start + 1);
  if (type === ULONG) return Number(bytes.readBigUInt64BE(start + 1));
  throw malformed('a section has no numeric descriptor');
};

const readSpan = (bytes: Buffer, start: number): Span => {
  if (bytes.readUInt8(start) !== DESCRIBED) throw malformed('a section has no descriptor');
  const code = descriptorCode(bytes, start + 1);
  return { code, start, end: endOfValue(bytes, start) };
};

/** The sections of an encoded message in order, without decoding any of them. Throws `amqp:decode-error`. */
export const sectionsOf = (bytes: Buffer): Span[] => {
  const spans: Span[] = [];
  try {
    for (let at = 0; at < bytes.length; ) {
      const span = readSpan(bytes, at);
      if (span.end > bytes.length) throw malformed('it is cut short');
      spans.push(span);
      at = span.end;
    }
  } catch (error) {
    // The only other way to fail is to read beyond the end.
    throw error instanceof BusError ? error : malformed('it is cut short');
  }
  return spans;
};

/** The bytes inside a data section. */
export const dataOf = (bytes: Buffer, { start, end }: Span): Buffer => {
  const value = endOfValue(bytes, start + 1);
  const isShort = bytes.readUInt8(value) === 0xa0;
  return bytes.subarray(value + (isShort ? 2 : 5), end);
};
