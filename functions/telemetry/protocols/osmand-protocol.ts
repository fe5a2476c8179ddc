import { type Decoded, readingOf } from '../decoded.ts';
import { readOsmAnd } from './osmand.ts';
import type { Protocol, Reading } from './protocol.ts';
import { readTraccar, TraccarMessage } from './traccar.ts';
import { converse, joinedText, type Said } from './wire/conversation.ts';
import { dropped, whyNot } from './wire/reading.ts';
import { linesOf, nameOf } from './wire/text.ts';

const named = (deviceId: string | undefined, read: Decoded): Reading => ({
  ...(deviceId !== undefined && { deviceId }),
  ...readingOf(read),
});

/** Whatever is of a device that cannot be ours is of nobody. */
const ofNobody = (field: string): Said<string> => ({
  deviceId: null,
  readings: [dropped(undefined, 'invalid', 'Is no name of a device.', [field])],
});

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const textIn = (value: unknown, member: string): string | undefined => {
  const found = typeof value === 'object' && value !== null ? Reflect.get(value, member) : undefined;
  return typeof found === 'string' || typeof found === 'number' ? String(found) : undefined;
};

/** `{"location": {…}, "device_id": "…"}`, with one location or those that the phone kept. */
const readJson = (text: string, now: number): Said<string> => {
  const body = parsed(text);
  const message = TraccarMessage.safeParse(body);
  if (!message.success) return { readings: [dropped(undefined, 'malformed', whyNot('malformed'))] };
  const name = textIn(body, 'device_id');
  const deviceId = nameOf(name);
  if (name !== deviceId) return ofNobody('device_id');
  const { location } = message.data;
  const locations = Array.isArray(location) ? location : [location];
  return { deviceId, readings: locations.map((one) => named(deviceId, readTraccar(one, now))) };
};

/** What is longer is no address that a device would ask for. */
const LONGEST_QUERY = 16_384;

/** Fields of a query or a form. */
const readFields = (text: string, now: number): Said<string> => {
  if (text.length > LONGEST_QUERY) return { readings: [dropped(undefined, 'malformed', whyNot('malformed'))] };
  const fields = new URLSearchParams(text);
  const name = fields.get('id') ?? fields.get('deviceid') ?? undefined;
  const deviceId = nameOf(name);
  if (name !== deviceId) return ofNobody('id');
  if (/^(false|0)$/.test(fields.get('valid') ?? ''))
    return { deviceId, readings: [dropped(deviceId, 'no-position', 'The position is not valid.', ['valid'])] };
  return { deviceId, readings: [named(deviceId, readOsmAnd(fields, now))] };
};

/** The OsmAnd protocol in each of its forms: fields as in a query or a form, a line each; or the JSON of newer versions of the Traccar Client. */
export const osmand: Protocol = {
  name: 'osmand',
  kind: 'text',
  read(bytes, now) {
    const text = bytes.toString();
    if (/^\s*[[{]/.test(text)) return converse([text], (json) => readJson(json, now), joinedText);
    return converse(linesOf(text, /\r?\n/), (line) => readFields(line.text, now), joinedText);
  },
};

/** What the Traccar Client posts: JSON. */
export const traccar: Protocol = {
  name: 'traccar',
  kind: 'text',
  read: (bytes, now) => converse([bytes.toString()], (json) => readJson(json, now), joinedText),
};
