import type { Protocol, Reading } from './protocol.ts';
import { wialonData } from './wialon-fields.ts';
import { converse, joinedText, type Said, TOO_MANY } from './wire/conversation.ts';
import { crcIbm } from './wire/crc.ts';
import { dropped, readingOf, whyNot } from './wire/reading.ts';
import { type Line, linesOf, nameOf } from './wire/text.ts';

const ENDS = /\r?\n/;
const PACKET = /^([^#]*)#(L|P|D|SD|B|M)#(.*)$/s;
const LOGIN_2 = /^#L#[^;]*;[^;]*;[^;]*;[^;]*$/;
const CHECKSUM = /^(?:0x)?([0-9A-F]{1,4})$/i;
/** Fields of a message of data in version 1.1; version 2.0 has a checksum more. */
const SHORT_FIELDS = 10;
const LONG_FIELDS = 16;

/** The devices' codes: taken, no such structure, no such time, no such place, a wrong checksum. */
const TAKEN = '1';
const STRUCTURE = '-1';
const TIME = '0';
const PLACE = '10';
const WRONG_CHECKSUM = { SD: '13', D: '16' };

interface Session {
  readonly deviceId: string | undefined;
  /** Whether the device has said that it speaks version 2.0, so that a message without a checksum is a damaged one. */
  readonly isChecked: boolean;
  readonly now: number;
}

/** Whether the last field is the checksum of what is before it. */
const isSound = (body: string): boolean => {
  const end = Math.max(body.lastIndexOf(';'), body.lastIndexOf('|')) + 1;
  const [, crc] = CHECKSUM.exec(body.slice(end)) ?? [];
  return crc !== undefined && crcIbm(Buffer.from(body.slice(0, end))) === Number.parseInt(crc, 16);
};

/** One message of data: its reading, and the code that it is answered with. */
const readData = (deviceId: string | undefined, fields: readonly string[], now: number): [Reading, string] => {
  if (fields.length !== SHORT_FIELDS && fields.length !== LONG_FIELDS)
    return [dropped(deviceId, 'malformed', `Has ${fields.length} fields.`), STRUCTURE];
  const data = wialonData(fields, now);
  if (Number.isNaN(data.at)) return [dropped(deviceId, 'malformed', 'Is no time.', ['at']), TIME];
  if (!data.hasPlace) return [dropped(deviceId, 'no-position', 'The device knows no position.'), TAKEN];
  const reading = readingOf(deviceId, data, now);
  return [reading, 'reason' in reading && reading.reason === 'invalid' ? PLACE : TAKEN];
};

const readSingle = (type: 'SD' | 'D', { deviceId, isChecked: must, now }: Session, body: string): Said<string> => {
  const fields = body.split(';');
  const own = type === 'SD' ? SHORT_FIELDS : LONG_FIELDS;
  const isChecked = must || fields.length === own + 1;
  if (isChecked && !isSound(body))
    return {
      readings: [dropped(deviceId, 'checksum', whyNot('checksum'))],
      answer: `#A${type}#${WRONG_CHECKSUM[type]}\r\n`,
    };
  const [reading, code] = readData(deviceId, isChecked ? fields.slice(0, own) : fields, now);
  return { readings: [reading], answer: `#A${type}#${code}\r\n` };
};

/** What a device kept while it had no connection. */
const readBlock = ({ deviceId, isChecked: must, now }: Session, body: string): Said<string> => {
  const lastAt = body.lastIndexOf('|') + 1;
  const last = body.slice(lastAt);
  const isChecked = must || CHECKSUM.test(last);
  if (isChecked && !isSound(body))
    return { readings: [dropped(deviceId, 'checksum', whyNot('checksum'))], answer: '#AB#\r\n' };
  const content = isChecked || last === '' ? body.slice(0, Math.max(0, lastAt - 1)) : body;
  const read = content.split('|', TOO_MANY).map((message) => readData(deviceId, message.split(';'), now));
  return { readings: read.map(([reading]) => reading), answer: `#AB#${read.length}\r\n` };
};

/** Version 1.1: the IMEI and a password. Version 2.0: the version, the IMEI, a password, the checksum. */
const readLogin = (body: string): Said<string> => {
  const fields = body.split(';');
  const isFirst = fields.length <= 2;
  if (!isFirst && !(LOGIN_2.test(`#L#${body}`) && isSound(body))) return { deviceId: null, answer: '#AL#10\r\n' };
  const deviceId = nameOf(isFirst ? fields[0] : fields[1]);
  return deviceId === undefined ? { deviceId: null, answer: '#AL#0\r\n' } : { deviceId, answer: '#AL#1\r\n' };
};

const readLine = ({ text, isWhole }: Line, session: Session): Said<string> => {
  const [, prefix, type, body = ''] = PACKET.exec(text) ?? [];
  // Some put their name before each packet.
  const deviceId = prefix ? nameOf(prefix) : session.deviceId;
  if (type === undefined || !isWhole) {
    const reason = isWhole ? 'malformed' : 'truncated';
    return { readings: [dropped(session.deviceId, reason, whyNot(reason))] };
  }
  switch (type) {
    case 'L':
      return readLogin(body);
    case 'D':
    case 'SD':
      return { deviceId, ...readSingle(type, { ...session, deviceId }, body) };
    case 'B':
      return { deviceId, ...readBlock({ ...session, deviceId }, body) };
    case 'M':
      return { deviceId, answer: '#AM#1\r\n' };
    default:
      return { deviceId, answer: '#AP#\r\n' };
  }
};

/**
 * Wialon IPS 1.1 and 2.0; the latter ends each message with a CRC-16. Speed is in km/h.
 * Source: https://help.wialon.com/en/wialon-hosting/user-guide/hardware/wialon-ips (protocol description), and the samples of
 * https://github.com/traccar/traccar (WialonProtocolDecoderTest).
 */
export const wialon: Protocol = {
  name: 'wialon',
  kind: 'text',
  read(bytes, now) {
    const lines = linesOf(bytes.toString(), ENDS);
    const isChecked = lines.some(({ text }) => LOGIN_2.test(text));
    return converse(lines, (line, deviceId) => readLine(line, { deviceId, isChecked, now }), joinedText);
  },
};
