import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { checked, type Entry, type Flaw, type Reader } from './track.ts';
import { numberOf } from './values.ts';

const METRES_PER_SECOND = 0.514444;

/**
 * Reads NMEA 0183: a fix for every valid RMC sentence (it alone has the date), with the altitude of the GGA sentence of the
 * same instant, whichever comes first. Other sentences are passed over.
 */
export const readNmea: Reader = async function* (path) {
  let pending: (Sentence & { readonly height: Height | undefined }) | undefined;
  let height: Height | undefined;
  let line = 0;
  for await (const text of createInterface({ input: createReadStream(path) })) {
    line++;
    if (!/^\$..(RMC|GGA),/.test(text)) continue;
    const sentence = sentenceOf(text, `line ${line}`);
    if ('flaw' in sentence) {
      yield sentence;
      continue;
    }
    if (sentence.type === 'RMC') {
      if (pending) yield fixOf(pending);
      pending = { ...sentence, height };
    } else {
      height = heightOf(sentence.fields);
      if (pending?.fields[0] === height.time) pending = { ...pending, height };
    }
  }
  if (pending) yield fixOf(pending);
};

interface Sentence {
  readonly type: 'RMC' | 'GGA';
  readonly where: string;
  readonly fields: readonly string[];
}

interface Height {
  readonly time: string;
  readonly metres: number | undefined;
}

/** The exclusive or of all characters between `$` and `*`. */
export const checksum = (text: string): string =>
  [...text]
    .reduce((sum, character) => sum ^ character.charCodeAt(0), 0)
    .toString(16)
    .toUpperCase()
    .padStart(2, '0');

const sentenceOf = (text: string, where: string): Sentence | Flaw => {
  const [, body, sum] = /^\$([^*]*)\*([0-9a-f]{2})\s*$/i.exec(text) ?? [];
  if (body === undefined || sum === undefined) return { where, flaw: 'no checksum' };
  if (checksum(body) !== sum.toUpperCase()) return { where, flaw: 'wrong checksum' };
  const [name = '', ...fields] = body.split(',');
  return { type: name.endsWith('RMC') ? 'RMC' : 'GGA', where, fields };
};

const heightOf = ([time = '', , , , , , , , metres]: readonly string[]): Height => ({ time, metres: numberOf(metres) });

const fixOf = ({ where, fields, height }: Sentence & { readonly height: Height | undefined }): Entry => {
  const [time = '', status, lat = '', northSouth, lon = '', eastWest, knots, heading, date = ''] = fields;
  if (status !== 'A') return { where, flaw: 'the receiver had no fix' };
  const speed = numberOf(knots);
  return checked(where, {
    at: instantOf(date, time),
    lat: degreesOf(lat, northSouth === 'S'),
    lon: degreesOf(lon, eastWest === 'W'),
    speed: speed === undefined ? undefined : speed * METRES_PER_SECOND,
    heading: numberOf(heading),
    altitude: height?.time === time ? height.metres : undefined,
  });
};

/** `ddmmyy` and `hhmmss.sss`; years 80 to 99 belong to the last century, as GPS was not there before 1980. */
const instantOf = (date: string, time: string): number | undefined => {
  const [, day, month, year] = /^(\d\d)(\d\d)(\d\d)$/.exec(date) ?? [];
  const [, hour, minute, second] = /^(\d\d)(\d\d)(\d\d(?:\.\d+)?)$/.exec(time) ?? [];
  if (year === undefined || second === undefined) return undefined;
  const midnight = Date.UTC(Number(year) + (Number(year) < 80 ? 2000 : 1900), Number(month) - 1, Number(day));
  return midnight + Math.round((Number(hour) * 3600 + Number(minute) * 60 + Number(second)) * 1000);
};

/** `dddmm.mmmm`: the last two digits before the point are minutes already. */
const degreesOf = (text: string, negative: boolean): number | undefined => {
  const [, degrees, minutes] = /^(\d{1,3})(\d\d(?:\.\d+)?)$/.exec(text) ?? [];
  if (degrees === undefined) return undefined;
  return (negative ? -1 : 1) * (Number(degrees) + Number(minutes) / 60);
};
