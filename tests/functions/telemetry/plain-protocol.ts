import { ingestDeviceFrames } from '../../../functions/telemetry/ingest-device-frames.ts';
import { ingestFrames } from '../../../functions/telemetry/ingest-frames.ts';
import type { Protocol, Reading } from '../../../functions/telemetry/protocols/protocol.ts';
import { area, http } from '../../../shared/area.ts';

const readingOf = (line: string): Reading => {
  const [name = '', at, lat, lon] = line.split(' ');
  const device = name === '-' ? {} : { deviceId: name };
  if (lon === undefined) return { ...device, reason: 'truncated', issue: { path: [], message: 'It is cut off.' } };
  if (lat === '0') return { ...device, reason: 'zero', issue: { path: ['lat'], message: 'Nobody is there.' } };
  return { ...device, fix: { at: Date.parse(at ?? ''), lat: Number(lat), lon: Number(lon) } };
};

/** `<device> <time> <lat> <lon>` a line; `hello <device>` alone, and any message that ends with a question mark is answered. */
export const plain: Protocol = {
  name: 'plain',
  kind: 'text',
  read(bytes) {
    const text = bytes.toString();
    const isAsking = text.endsWith('?');
    const lines = (isAsking ? text.slice(0, -1) : text).split('\n').filter(Boolean);
    const hello = lines.findLast((line) => line.startsWith('hello '))?.slice('hello '.length);
    return {
      ...(hello !== undefined && { deviceId: hello }),
      readings: lines.filter((line) => !line.startsWith('hello ')).map(readingOf),
      ...(isAsking && { answer: 'OK' }),
    };
  },
};

/** The same, but that it answers bytes. */
const binary: Protocol = {
  ...plain,
  ...{ name: 'binary', kind: 'binary' },
  read: (bytes, now) => ({ ...plain.read(bytes, now), answer: Buffer.from([0, 0, 0, 255]) }),
};

const known = new Map([plain, binary].map((protocol) => [protocol.name, protocol]));

/** Beside the routes of the app, so that tests need no protocol of a maker. */
export const plainArea = area('plain', {
  frames: http('POST plain/frames/{protocol}', ingestFrames(known)),
  deviceFrames: http('POST plain/frames/{protocol}/{deviceKey}', ingestDeviceFrames(known)),
});
